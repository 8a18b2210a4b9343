import {
  formatTimestamp,
  getColumn,
  relation,
  valueAt,
  type DataTypeKind,
  type Rows,
} from "@dx/core";
import {
  createPlan,
  createTable,
  identifier,
  query,
  sql,
  timestampLiteral,
  typedLiteral,
  type Plan,
  type Query,
  type Sql,
} from "@dx/sql";
import type { CheckResult, Outcome, SuiteResult } from "../check.ts";
import type { MetricSeries } from "./backtest-alarms.ts";

const columns = {
  run_at: "timestamp",
  suite: "text",
  check_id: "text",
  outcome: "text",
  observed: "float64",
  failed_rows: "int64",
  considered_rows: "int64",
  all_rows: "int64",
} as const satisfies Readonly<Record<string, DataTypeKind>>;

/** The plan that makes the table of results over time where it is not there yet. */
export function planCheckHistory(table: string): Plan {
  const definitions = Object.entries(columns).map(([name, type]) => ({
    name,
    type,
    nullable: !["run_at", "suite", "check_id", "outcome"].includes(name),
  }));
  const purpose = "make the table of results over time";
  return createPlan([[{ purpose, sql: createTable(table, definitions, { ifNotExists: true }) }]]);
}

/**
 * The plan that adds the results of a run to such a table; those of the same suite and time are replaced, so that it may be
 * carried out again.
 */
export function planAppendHistory(table: string, { suite, at, results }: SuiteResult): Plan {
  const time = timestampLiteral(at);
  const rows = results.map(
    ({ id, outcome, observed, failed, considered, rows: all }) =>
      sql`select ${time}, ${suite}, ${id}, ${outcome}, ${typedLiteral("float64", finite(observed))}, ${whole(failed)}, ${whole(considered)}, ${whole(all)}`,
  );
  const [first, ...others] = rows;
  if (first === undefined) return createPlan([]);
  const names = Object.keys(columns).map((name) => identifier(name));
  const all = others.reduce((before, one) => sql`${before} union all ${one}`, first);
  return createPlan([
    [
      {
        purpose: "take out what an earlier try of this run wrote",
        sql: sql`delete from ${relation(table)} where suite = ${suite} and run_at = ${time}`,
      },
      {
        purpose: `add ${results.length} results`,
        sql: sql`insert into ${relation(table)} (${names}) ${all}`,
      },
    ],
  ]);
}

function finite(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value;
}

function whole(value: number | null): Sql {
  return typedLiteral("int64", value === null ? null : BigInt(value));
}

/**
 * Asks for the figures of a suite's checks over time: what was observed, or the share of rows that failed. Results that
 * were errors have none.
 */
export function checkHistory(table: string, suite: string): Query<readonly MetricSeries[]> {
  const names = Object.keys(columns).map((name) => identifier(name));
  return query(
    "checkHistory",
    sql`select ${names} from ${relation(table)} where suite = ${suite} order by check_id, run_at`,
    readSeries,
  );
}

function readSeries(rows: Rows): readonly MetricSeries[] {
  const series = new Map<string, { at: string; value: number }[]>();
  for (let index = 0; index < rows.count; index += 1) {
    const id = valueAt(getColumn(rows, "check_id", "text"), index) ?? "";
    const points = series.get(id) ?? [];
    series.set(id, points);
    const observed = valueAt(getColumn(rows, "observed", "float64"), index);
    const failed = valueAt(getColumn(rows, "failed_rows", "int64"), index);
    const considered = valueAt(getColumn(rows, "considered_rows", "int64"), index);
    const value = observed ?? share(failed, considered);
    const at = formatTimestamp(valueAt(getColumn(rows, "run_at", "timestamp"), index) ?? 0n);
    if (value !== null) points.push({ at, value });
  }
  return [...series].map(([id, points]) => ({ id, points }));
}

function share(failed: bigint | null, considered: bigint | null): number | null {
  if (failed === null || considered === null) return null;
  return considered === 0n ? 0 : Number(failed) / Number(considered);
}

/** Asks for the results of all runs of a suite, the oldest first, as far as the table keeps them: their SQL is not there. */
export function checkRuns(table: string, suite: string): Query<readonly SuiteResult[]> {
  const names = Object.keys(columns).map((name) => identifier(name));
  return query(
    "checkRuns",
    sql`select ${names} from ${relation(table)} where suite = ${suite} order by run_at, check_id`,
    (rows) => readRuns(rows, suite),
  );
}

const outcomes: readonly Outcome[] = ["pass", "warn", "fail", "error"];

function readRuns(rows: Rows, suite: string): readonly SuiteResult[] {
  const runs = new Map<string, CheckResult[]>();
  const count = (name: string, index: number): number | null => {
    const value = valueAt(getColumn(rows, name, "int64"), index);
    return value === null ? null : Number(value);
  };
  for (let index = 0; index < rows.count; index += 1) {
    const at = formatTimestamp(valueAt(getColumn(rows, "run_at", "timestamp"), index) ?? 0n);
    const results = runs.get(at) ?? [];
    runs.set(at, results);
    const outcome = valueAt(getColumn(rows, "outcome", "text"), index);
    const considered = count("considered_rows", index);
    results.push({
      id: valueAt(getColumn(rows, "check_id", "text"), index) ?? "",
      outcome: outcomes.find((one) => one === outcome) ?? "error",
      observed: valueAt(getColumn(rows, "observed", "float64"), index),
      failed: count("failed_rows", index),
      considered,
      rows: count("all_rows", index),
      isVacuous: considered === 0,
      how: "scanned",
      sql: "",
    });
  }
  return [...runs].map(([at, results]) => ({ suite, at, results }));
}
