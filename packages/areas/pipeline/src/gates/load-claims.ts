import {
  formatRelation,
  formatTimestamp,
  relation,
  toMicros,
  toNames,
  type Claim,
  type Names,
  type TableName,
} from "@dx/core";
import { identifier, joinSql, sql, timestampLiteral, type Sql } from "@dx/sql";
import { parseDuration } from "./parse-duration.ts";

/** What a claim about a table is called, and what it is of. */
export interface LoadClaimOptions {
  /** Stable. */
  readonly id: string;
  /** What tells rows apart. */
  readonly key: Names;
  /** What is compared; the key is part of it. */
  readonly columns: Names;
  /** One sentence. */
  readonly statement?: string;
}

/** That two tables have the same rows, each as often, value by value: a source, as it was copied, and its target. */
export function sameTablesClaim(
  source: TableName,
  target: TableName,
  { id, key, columns, statement }: LoadClaimOptions,
): Claim<Sql> {
  const names = toNames(columns).map((name) => identifier(name));
  const called = formatRelation(relation(target));
  return {
    id,
    statement:
      statement ??
      `Every row of the source is in ${called} exactly once, with its latest values, and no other row is.`,
    subject: called,
    about: "result",
    check: {
      kind: "same-rows",
      left: sql`select ${names} from ${relation(source)}`,
      right: sql`select ${names} from ${relation(target)}`,
      key: toNames(key, "key"),
      columns: toNames(columns),
    },
  };
}

/** That no more than a share of a source's keys is missing in its target. */
export function completenessClaim(
  source: TableName,
  target: TableName,
  { id, key, atLeast }: { readonly id: string; readonly key: Names; readonly atLeast: number },
): Claim<Sql> {
  const same = toNames(key, "key").map(
    (name) => sql`t.${identifier(name)} = s.${identifier(name)}`,
  );
  const rows = sql`select * from ${relation(source)} as s`;
  const called = formatRelation(relation(target));
  return {
    id,
    statement: `At least ${atLeast * 100} % of the source's rows are in ${called}.`,
    subject: called,
    about: "result",
    wanted: "dataQualityRequirements.completenessThreshold",
    check: {
      kind: "share",
      violations: sql`${rows} where not exists (select 1 from ${relation(target)} as t where ${joinSql(same, " and ")})`,
      population: rows,
      atMost: Math.max(0, 1 - atLeast),
    },
  };
}

/** That the newest value of a column of times is not older than a span before a time. */
export function freshnessClaim(
  table: TableName,
  {
    id,
    column,
    within,
    now,
  }: {
    readonly id: string;
    readonly column: string;
    readonly within: string;
    readonly now: string;
  },
): Claim<Sql> {
  const oldest = formatTimestamp(toMicros(now) - parseDuration(within));
  const named = relation(table);
  return {
    id,
    statement: `The newest ${column} of ${formatRelation(named)} is not older than ${within} before the run.`,
    subject: formatRelation(named),
    about: "source",
    wanted: "dataQualityRequirements.freshnessThreshold",
    check: {
      kind: "no-rows",
      violations: sql`select newest from (select max(${identifier(column)}) as newest from ${named}) as found where newest < ${timestampLiteral(oldest)} or newest is null`,
      population: sql`select * from ${named}`,
    },
  };
}

/** That every drift of a rehearsal was refused: a table of them has a boolean column `caught`. */
export function driftCaughtClaim(
  observed: TableName,
  {
    id,
    statement,
    subject,
  }: { readonly id: string; readonly statement: string; readonly subject: string },
): Claim<Sql> {
  const rows = sql`select * from ${relation(observed)}`;
  return {
    id,
    statement,
    subject,
    about: "result",
    check: { kind: "no-rows", violations: sql`${rows} where not caught`, population: rows },
  };
}
