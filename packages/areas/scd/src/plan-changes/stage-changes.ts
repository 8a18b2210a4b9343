import { relation } from "@dx/core";
import {
  castAs,
  identifier,
  joinSql,
  sql,
  timestampLiteral,
  type Sql,
  type Statement,
} from "@dx/sql";
import type {
  ChangeSource,
  DeltaSource,
  LogSource,
  SnapshotSource,
  SnapshotsSource,
} from "../change-source.ts";
import { rowHashOf } from "../row-hash-of.ts";
import { columnsAt, isOpen, sameKey, sameValues, type Work } from "./work.ts";

/** Notes the times of snapshots, for which they speak of all keys. */
export function noteTimes(work: Work, source: ChangeSource): Statement {
  return {
    purpose: "note the times of its snapshots",
    sql: sql`create table ${work.table("times")} as ${timesOf(source)}`,
  };
}

function timesOf(source: ChangeSource): Sql {
  const times = "times" in source ? source.times : source.kind === "snapshot" ? [source.at] : [];
  if (times.length === 0) return sql`select ${castAs(sql`null`, "timestamp")} as dx_at where 1 = 0`;
  return joinSql(
    times.map((time) => sql`select ${timestampLiteral(time)} as dx_at`),
    " union all ",
  );
}

/**
 * What came, in one form: key, `dx_at`, `dx_gone`, attributes, and their hash if there is one. Of snapshots only where
 * they differ from what the history says of their times.
 */
export function stageOf(work: Work, source: ChangeSource): Sql {
  if (source.kind === "delta" || source.kind === "log") return readChanges(work, source);
  const [first, second] = source.kind === "snapshot" ? [source.at] : source.times;
  const isOne = first !== undefined && second === undefined;
  const at = isOne ? timestampLiteral(first) : sql`t.dx_at`;
  const others = isOne ? sql`` : sql` cross join ${work.table("times")} as t`;
  return compareSnapshots(work, {
    on: isOne ? sameKey(work, "h", "s") : sql`${sameKey(work, "h", "s")} and h.dx_at = s.dx_at`,
    taken: takenRows(work, source),
    known: sql`select ${at} as dx_at, h.* from ${work.history} as h${others}
      where ${isValidAt(work, at)}`,
  });
}

/** The rows of snapshots, each with its time; those of times that were not named are left out. */
export function takenRows(work: Work, source: SnapshotSource | SnapshotsSource): Sql {
  const table = relation(source.table);
  if (source.kind === "snapshot")
    return sql`select ${timestampLiteral(source.at)} as dx_at, ${takenColumns(work)} from ${table} as s`;
  const at = castAs(identifier("s", source.at), "timestamp");
  return sql`select t.dx_at, ${takenColumns(work)} from ${table} as s
    join ${work.table("times")} as t on t.dx_at = ${at}`;
}

function takenColumns(work: Work): readonly Sql[] {
  const { spec, columns } = work;
  const values = columnsAt("s", [...columns.key, ...columns.attributes]);
  if (spec.rowHash === undefined) return values;
  const hash = rowHashOf(spec, work.types, "s");
  return [...values, sql`${hash} as ${identifier(spec.rowHash)}`];
}

function isValidAt(work: Work, time: Sql): Sql {
  const { validFrom, validTo } = work.spec;
  return sql`${identifier("h", validFrom)} <= ${time}
    and (${isOpen(work, "h")} or ${time} < ${identifier("h", validTo)})`;
}

/** Snapshots beside what the history says of their times: only where they differ. */
function compareSnapshots(
  work: Work,
  { on, taken, known }: Readonly<Record<"on" | "taken" | "known", Sql>>,
): Sql {
  const { key, byType } = work.columns;
  const keys = key.map(
    (name) =>
      sql`coalesce(${identifier("s", name)}, ${identifier("h", name)}) as ${identifier(name)}`,
  );
  const differs = sql`not (${sameValues("h", "s", [...work.compared, ...byType[1], ...byType[3]])})`;
  return sql`
    select ${keys}, coalesce(s.dx_at, h.dx_at) as dx_at, (s.dx_at is null) as dx_gone,
      ${columnsAt("s", work.payload)}
    from (${known}) as h full outer join (${taken}) as s on ${on}
    where s.dx_at is null or h.dx_at is null or ${differs}`;
}

/** Changes as they came, but for those that a tie-break decides against; what was deleted has no values. */
function readChanges(work: Work, source: DeltaSource | LogSource): Sql {
  const { key, attributes } = work.columns;
  const at = castAs(identifier("s", source.sequence), "timestamp");
  const isGone = source.kind === "log" && source.deletes.length > 0;
  const gone = isGone
    ? sql`coalesce(${castAs(identifier("s", source.operation), "text")} in (${source.deletes}), false)`
    : sql`${false}`;
  const raw = sql`select s.*, ${at} as dx_at, ${gone} as dx_gone from ${relation(source.table)} as s`;
  const rank = "tieBreak" in source ? source.tieBreak : undefined;
  const rows = rank === undefined ? raw : keepGreatest(work, raw, rank);
  const present = (value: Sql): Sql =>
    isGone ? sql`case when s.dx_gone then null else ${value} end` : value;
  const values = attributes.map(
    (name) => sql`${present(identifier("s", name))} as ${identifier(name)}`,
  );
  const hash =
    work.spec.rowHash === undefined
      ? []
      : [
          sql`${present(rowHashOf(work.spec, work.types, "s"))} as ${identifier(work.spec.rowHash)}`,
        ];
  return sql`select ${[...columnsAt("s", key), sql`s.dx_at`, sql`s.dx_gone`, ...values, ...hash]} from (${rows}) as s`;
}

function keepGreatest({ columns }: Work, rows: Sql, tieBreak: string): Sql {
  const place = sql`partition by ${columnsAt("r", columns.key)}, r.dx_at
    order by ${identifier("r", tieBreak)} desc nulls last`;
  const ranked = sql`select r.*, rank() over (${place}) as dx_rank from (${rows}) as r`;
  return sql`select * from (${ranked}) as ranked where dx_rank = 1`;
}
