import { relation, type Finding } from "@dx/core";
import {
  castAs,
  identifier,
  joinSql,
  sql,
  timestampLiteral,
  together,
  type Query,
  type Sql,
} from "@dx/sql";
import { columnsAs } from "./as-of-condition.ts";
import type { ChangeSource } from "./change-source.ts";
import { findingOf } from "./check-finding.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/**
 * Finds what makes changes ambiguous, before they are loaded: NULL in a key or a time, a key twice in a snapshot,
 * different changes of a key at one time, and keys that differ in nothing but case or space. Errors make
 * the result wrong or a matter of chance; equal rows twice in a delta or log do not.
 * @example
 * ```ts
 * import { checkChanges } from "@dx/scd";
 * const spec = { key: "id", tracked: "city", validFrom: "since", validTo: "until" };
 * const changes = { kind: "delta", table: "news", sequence: "updated_at" } as const;
 * if (checkChanges(changes, spec).questions.length !== 8) throw new Error();
 * ```
 */
export function checkChanges(source: ChangeSource, spec: HistorySpec): Query<readonly Finding[]> {
  const about = { subject: relation(source.table).name };
  const error = (code: string, what: string, rows: Sql): Query<Finding> =>
    findingOf({ ...about, code, severity: "error" }, what, rows);
  const warning = (code: string, what: string, rows: Sql): Query<Finding> =>
    findingOf({ ...about, code, severity: "warning" }, what, rows);
  const all = [
    error("DX_SCD_SOURCE_KEY_NULL", "rows have a NULL in their key", findNullKeys(source, spec)),
    ...timeColumns(source).map((column) =>
      error("DX_SCD_SOURCE_TIME_NULL", "rows have no time", findNullTimes(source, column)),
    ),
    ...(source.kind === "snapshot" || source.kind === "snapshots"
      ? [
          error(
            "DX_SCD_SOURCE_KEY_TWICE",
            "keys are in one snapshot more than once",
            findKeysTwice(source, spec),
          ),
        ]
      : [
          error(
            "DX_SCD_SOURCE_TIE",
            "keys have different changes at one time",
            findTies(source, spec),
          ),
        ]),
    ...(source.kind === "snapshots" && source.times.length > 0
      ? [
          warning(
            "DX_SCD_SOURCE_TIME_UNKNOWN",
            "rows are of a time that is not named",
            findOtherTimes(source),
          ),
        ]
      : []),
    warning(
      "DX_SCD_SOURCE_KEYS_ALIKE",
      "keys have several spellings that differ in case or space only",
      findAlikeKeys(source, spec),
    ),
  ];
  return together("checkChanges", all, (found) => found.filter(({ count }) => count > 0));
}

/** The columns of a source that say when. */
function timeColumns(source: ChangeSource): readonly string[] {
  switch (source.kind) {
    case "snapshot":
      return [];
    case "snapshots":
      return [source.at];
    case "delta":
    case "log":
      return [source.sequence];
  }
}

function findNullKeys(source: ChangeSource, spec: HistorySpec): Sql {
  const { key, attributes } = columnsOf(spec);
  const isMissing = columnsAs(key).map((name) => sql`${name} is null`);
  const columns = [...key, ...timeColumns(source), ...attributes];
  return sql`
    select ${columnsAs([...new Set(columns)])} from ${relation(source.table)}
    where ${joinSql(isMissing, " or ")}
    order by ${columnsAs(key)}`;
}

function findNullTimes(source: ChangeSource, column: string): Sql {
  return sql`select * from ${relation(source.table)} where ${identifier(column)} is null`;
}

function findKeysTwice(source: ChangeSource, spec: HistorySpec): Sql {
  const by = columnsAs([...timeColumns(source), ...columnsOf(spec).key]);
  return sql`
    select ${by}, count(*) as row_count from ${relation(source.table)}
    group by ${by} having count(*) > 1 order by ${by}`;
}

/** The keys with different changes at one time, which nothing puts in order; all deletes are the same. */
function findTies(
  source: Extract<ChangeSource, { kind: "delta" | "log" }>,
  spec: HistorySpec,
): Sql {
  const { key, attributes } = columnsOf(spec);
  const tieBreak = source.kind === "log" ? source.tieBreak : undefined;
  const by = columnsAs([...key, source.sequence, ...(tieBreak === undefined ? [] : [tieBreak])]);
  const isDelete =
    source.kind === "log" && source.deletes.length > 0
      ? sql`case when ${identifier(source.operation)} in (${source.deletes}) then 1 else 0 end`
      : sql`0`;
  const payload = columnsAs(attributes).map(
    (value, index) =>
      sql`case when is_delete = 0 then ${value} end as ${identifier(`value_${index}`)}`,
  );
  const marked = sql`select s.*, ${isDelete} as is_delete from ${relation(source.table)} as s`;
  return sql`
    select ${by}, count(*) as change_count
    from (select distinct ${[...by, sql`is_delete`, ...payload]} from (${marked}) as marked) as changes
    group by ${by} having count(*) > 1 order by ${by}`;
}

function findOtherTimes(source: Extract<ChangeSource, { kind: "snapshots" }>): Sql {
  const at = identifier(source.at);
  const times = source.times.map((time) => timestampLiteral(time));
  return sql`select * from ${relation(source.table)} where ${at} not in (${times}) order by ${at}`;
}

function findAlikeKeys(source: ChangeSource, spec: HistorySpec): Sql {
  const keys = columnsAs(columnsOf(spec).key);
  const texts = keys.map((key, index) => sql`${castAs(key, "text")} as ${nth("text", index)}`);
  const plain = keys.map((_, index) => sql`lower(trim(${nth("text", index)}))`);
  const spellings = keys.flatMap((_, index) => [
    sql`min(${nth("text", index)}) as ${nth("one", index)}`,
    sql`max(${nth("text", index)}) as ${nth("other", index)}`,
  ]);
  return sql`
    select ${spellings}, count(*) as spellings
    from (select distinct ${texts} from ${relation(source.table)}) as every_key
    group by ${plain} having count(*) > 1 order by ${plain}`;
}

function nth(name: string, index: number): Sql {
  return identifier(`${name}_${index}`);
}
