import { relation, toRows, type Claim } from "@dx/core";
import { dropTable, joinSql, planTable, sql, timestampLiteral, type Plan, type Sql } from "@dx/sql";
import type { CheckResult } from "../check.ts";
import type { KillRate } from "../kill/measure-kill-rate.ts";

/** A run of a suite whose results lie in a table, as `planAppendHistory` writes it. */
export interface RecordedRun {
  /** The table of results. */
  readonly history: string;
  /** The suite. */
  readonly suite: string;
  /** When, as ISO text. */
  readonly at: string;
  /** The ids of its checks that have figures: all but those of schemas. */
  readonly checks: readonly string[];
}

/** Claims that each check of a run was evaluated, and has a figure. */
export function everyCheckRanClaim({ history, suite, at, checks }: RecordedRun): Claim<Sql> {
  const expected = joinSql(
    checks.map((id) => sql`select ${id} as check_id`),
    " union all ",
  );
  const found = sql`select 1 from ${relation(history)} as found where found.check_id = expected.check_id and found.suite = ${suite} and found.run_at = ${timestampLiteral(at)} and found.outcome <> 'error' and found.all_rows is not null and (found.failed_rows is not null or found.observed is not null or found.considered_rows = 0)`;
  return {
    id: "quality.checks-ran",
    statement: `Each of the ${checks.length} checks of rows and figures was evaluated, and has its figure with numerator and denominator.`,
    subject: history,
    about: "result",
    check: {
      kind: "no-rows",
      population: sql`select * from (${expected}) as expected`,
      violations: sql`select * from (${expected}) as expected where not exists (${found})`,
    },
  };
}

/** Claims that two recorded runs have the same results: by the plan, and by one query for each check. */
export function plannedAsPlainClaim(planned: string, plain: string): Claim<Sql> {
  const columns = ["check_id", "outcome", "observed", "failed_rows", "considered_rows", "all_rows"];
  return {
    id: "quality.planned-as-plain",
    statement: "Planned queries answer as one query for each check does, figure by figure.",
    subject: planned,
    about: "result",
    check: {
      kind: "same-rows",
      left: recorded(planned),
      right: recorded(plain),
      key: ["check_id"],
      columns,
    },
  };
}

function recorded(table: string): Sql {
  return sql`select check_id, outcome, observed, failed_rows, considered_rows, all_rows from ${relation(table)}`;
}

/** Where a measured kill rate is written down. */
export interface KillTables {
  /** How many damages. */
  readonly damages: string;
  /** What checks said of an unharmed copy. */
  readonly unharmed: string;
}

/** The plan that writes measured kill rates down, in place of what was there. */
export function planKillTables(
  { damages, unharmed }: KillTables,
  rates: readonly KillRate[],
): Plan {
  const judged = rates.flatMap(({ table, judged: all }) =>
    all.map(({ id, kind, changed, noticedBy }) => ({
      damaged_table: table,
      damage: id,
      kind,
      changed_rows: changed,
      noticed: noticedBy.length > 0,
      noticed_by: noticedBy.slice(0, 3).join("; "),
    })),
  );
  const checks = rates.flatMap(({ table, checks: ids, falseAlarms }) =>
    ids.map((check) => ({
      checked_table: table,
      check_id: check,
      alarm: falseAlarms.includes(check),
    })),
  );
  return [
    [damages, unharmed].map((table) => ({
      purpose: "make room",
      sql: dropTable(table, { ifExists: true }),
    })),
    ...planTable(
      relation(damages),
      toRows(judged, {
        damaged_table: "text",
        damage: "text",
        kind: "text",
        changed_rows: "int64",
        noticed: "boolean",
        noticed_by: "text",
      }),
    ),
    ...planTable(
      relation(unharmed),
      toRows(checks, { checked_table: "text", check_id: "text", alarm: "boolean" }),
    ),
  ];
}

/**
 * Claims that damages are noticed, and that an unharmed copy raises no alarm.
 * @param least - the share of damages that is to be noticed, 0 to 1
 */
export function killRateClaims(
  { damages, unharmed }: KillTables,
  least: number,
): readonly Claim<Sql>[] {
  const atMost = Math.max(0, 1 - least);
  return [
    {
      id: "quality.kill-rate",
      statement: `Of damages by mutators that never read the checks, at least ${Number((least * 100).toFixed(1))} % are noticed.`,
      subject: damages,
      about: "result",
      check: {
        kind: "share",
        population: sql`select * from ${relation(damages)}`,
        violations: sql`select damaged_table, damage, changed_rows from ${relation(damages)} where not noticed`,
        atMost,
      },
    },
    {
      id: "quality.unharmed-passes",
      statement: "An unharmed copy raises no alarm of the checks that noticed damages.",
      subject: unharmed,
      about: "result",
      check: {
        kind: "no-rows",
        population: sql`select * from ${relation(unharmed)}`,
        violations: sql`select * from ${relation(unharmed)} where alarm`,
      },
    },
  ];
}

/** The plan that writes down what became of suggested checks on rows that neither learned nor chose them. */
export function planTestedTable(table: string, results: readonly CheckResult[]): Plan {
  const rows = results.map(({ id, outcome, failed, considered, observed, error = null }) => ({
    check_id: id,
    outcome,
    failed_rows: failed,
    considered_rows: considered,
    observed,
    error,
  }));
  const room = { purpose: "make room", sql: dropTable(table, { ifExists: true }) };
  const made = planTable(
    relation(table),
    toRows(rows, {
      check_id: "text",
      outcome: "text",
      failed_rows: "int64",
      considered_rows: "int64",
      observed: "float64",
      error: "text",
    }),
  );
  return [[room], ...made];
}

/**
 * Claims that suggested checks hold of rows that are later than those that they were learned from and chosen by.
 * @param most - the share of them that may fail, 0 to 1
 */
export function suggestionsHoldClaim(table: string, most: number): Claim<Sql> {
  return {
    id: "quality.suggestions-hold",
    statement: `Suggested checks hold of the latest rows, which they were neither learned from nor chosen by; at most ${Number((most * 100).toFixed(1))} % do not.`,
    subject: table,
    about: "result",
    check: {
      kind: "share",
      population: sql`select * from ${relation(table)}`,
      violations: sql`select * from ${relation(table)} where outcome <> 'pass'`,
      atMost: most,
    },
  };
}
