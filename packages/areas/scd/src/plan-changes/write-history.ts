import { castAs, identifier, deleteUsing, sql, timestampLiteral, updateFrom } from "@dx/sql";
import type { Sql, SqlValue, Statement } from "@dx/sql";
import { hashOf } from "../row-hash-of.ts";
import { firstName } from "./meet.ts";
import { columnsAt, isOpen, notAgain, sameKey, sameValues } from "./work.ts";
import type { Work } from "./work.ts";

/** The greatest surrogate key that was ever given. */
export function findMark({ table, spec, history, log }: Work): readonly Statement[] {
  if (spec.surrogate?.by !== "sequence") return [];
  const numbers = sql`
    select max(${identifier(spec.surrogate.column)}) as dx_number from ${history}
    union all select max(l.dx_number) as dx_number from ${log} as l`;
  return [
    {
      purpose: "find the greatest surrogate key that was ever given",
      sql: sql`create table ${table("mark")} as
        select coalesce(max(n.dx_number), 0) as dx_number from (${numbers}) as n`,
    },
  ];
}

/** Changes the history: removes, changes and adds versions; all others stay as they are, with their surrogate keys. */
export function writeHistory(work: Work): readonly Statement[] {
  const { table, spec, history, columns } = work;
  const { validFrom, validTo } = spec;
  const from = identifier("h", validFrom);
  const closing = sql`
    select ${columnsAt("m", columns.key)}, m.dx_at from ${table("met")} as m ${notAgain(work, "m").join}
    where (m.dx_gone or not m.dx_same) and ${notAgain(work, "m").where}`;
  const shared = [
    ...columns.byType[0],
    ...columns.byType[1],
    ...columns.byType[3],
    ...Object.values(columns.prior),
  ];
  const [to, isNow] = [endOf(work, sql`n.dx_to`), sql`n.dx_to is null`];
  return [
    {
      purpose: `remove versions from ${history.name} that late changes took the begin from`,
      sql: deleteUsing({
        table: history,
        as: history.name,
        from: sql`${table("stale")} as n`,
        on: sql`${sameKey(work, history.name, "n")} and ${identifier(history.name, validFrom)} = n.dx_from`,
      }),
    },
    {
      purpose: `change versions of ${history.name} that late changes touch`,
      sql: updateFrom({
        table: history,
        as: "h",
        set: changed(work, {
          [validTo]: to,
          ...flag(work, isNow),
          ...Object.fromEntries(shared.map((name) => [name, identifier("n", name)])),
        }),
        from: sql`(select n.* from ${table("versions")} as n where n.dx_kept) as n`,
        on: sql`${sameKey(work, "h", "n")} and ${from} = n.dx_from and not (${sameEnd(work, to)}
          and ${sameValues("h", "n", shared)})`,
      }),
    },
    {
      purpose: `close the rows of ${history.name} that changed or are gone`,
      sql: updateFrom({
        table: history,
        as: "h",
        set: changed(work, { [validTo]: sql`m.dx_at`, ...flag(work, sql`${false}`) }),
        from: sql`(${closing}) as m`,
        on: sql`${sameKey(work, "h", "m")} and ${isOpen(work, "h")}`,
      }),
    },
    ...insertVersions(work),
    ...overwrite(work),
  ];
}

function changed({ spec, loadedAt }: Work, set: Readonly<Record<string, SqlValue>>): typeof set {
  return spec.audit?.updatedAt === undefined ? set : { ...set, [spec.audit.updatedAt]: loadedAt };
}

function flag({ spec }: Work, value: Sql): Readonly<Record<string, SqlValue>> {
  return spec.current === undefined ? {} : { [spec.current]: value };
}

function endOf({ spec }: Work, to: Sql): Sql {
  return spec.openEnd === undefined ? to : sql`coalesce(${to}, ${timestampLiteral(spec.openEnd)})`;
}

function sameEnd({ spec }: Work, to: Sql): Sql {
  const mine = identifier("h", spec.validTo);
  return spec.openEnd === undefined
    ? sql`(${mine} is null and ${to} is null or coalesce(${mine} = ${to}, false))`
    : sql`${mine} = ${to}`;
}

function insertVersions(work: Work): readonly Statement[] {
  const { table, columns, payload, history } = work;
  const names = [...columns.key, ...payload, ...Object.values(columns.prior)];
  const opened = columns.byType[0].length + columns.byType[3].length > 0;
  const valueOf = (name: string): Sql => {
    if (payload.includes(name) || columns.key.includes(name)) {
      if (!columns.byType[0].includes(name)) return identifier("s", name);
      const first = identifier("m", firstName(work, name));
      return sql`case when m.dx_at is null then ${identifier("s", name)} else ${first} end as ${identifier(name)}`;
    }
    return identifier("m", name);
  };
  const made = sql`select ${columnsAt("n", names)}, n.dx_from, n.dx_to
    from ${table("versions")} as n where not n.dx_kept`;
  const { join, where } = notAgain(work, "s");
  const met = opened
    ? sql`${table("met")}`
    : sql`(select ${columnsAt("m", columns.key)}, m.dx_at, m.dx_same from ${table("met")} as m where m.dx_same)`;
  const fresh = sql`
    select ${names.map(valueOf)}, s.dx_at as dx_from, ${castAs(sql`null`, "timestamp")} as dx_to
    from ${table("stage")} as s left join ${met} as m on ${sameKey(work, "m", "s")} ${join}
    where not s.dx_gone and (m.dx_at is null or not m.dx_same) and ${where}`;
  const before = sql`(select count(*) from ${table("versions")} as n where not n.dx_kept)`;
  return [
    {
      purpose: `add versions to ${history.name} that late changes make`,
      sql: insertRows(work, { names, rows: made, numbersFrom: sql`k.dx_number` }),
    },
    {
      purpose: `open rows of ${history.name} for what changed or is new`,
      sql: insertRows(work, { names, rows: fresh, numbersFrom: sql`k.dx_number + ${before}` }),
    },
  ];
}

interface InsertRows {
  readonly names: readonly string[];
  readonly rows: Sql;
  readonly numbersFrom: Sql;
}

function insertRows(work: Work, { names, rows, numbersFrom }: InsertRows): Sql {
  const { table, spec, history, columns, loadedAt } = work;
  const keys = columnsAt("v", columns.key);
  const surrogate: Readonly<Record<string, Sql>> =
    spec.surrogate === undefined
      ? {}
      : {
          [spec.surrogate.column]:
            spec.surrogate.by === "hash"
              ? surrogateHash(work)
              : sql`${numbersFrom} + row_number() over (order by ${keys}, v.dx_from)`,
        };
  const { insertedAt, updatedAt } = spec.audit ?? {};
  const values: Readonly<Record<string, Sql>> = {
    ...surrogate,
    ...Object.fromEntries(names.map((name) => [name, identifier("v", name)])),
    [spec.validFrom]: sql`v.dx_from`,
    [spec.validTo]: endOf(work, sql`v.dx_to`),
    ...(spec.current === undefined ? {} : { [spec.current]: sql`(v.dx_to is null)` }),
    ...(insertedAt === undefined ? {} : { [insertedAt]: loadedAt }),
    ...(updatedAt === undefined ? {} : { [updatedAt]: loadedAt }),
  };
  const mark = spec.surrogate?.by === "sequence" ? sql` cross join ${table("mark")} as k` : sql``;
  return sql`insert into ${history} (${Object.keys(values).map((name) => identifier(name))})
    select ${Object.values(values)} from (${rows}) as v${mark}`;
}

function surrogateHash({ columns, types }: Work): Sql {
  const from = { name: "dx_from", type: "timestamp" } as const;
  return hashOf([...columns.key, "dx_from"], types && [...types, from], "v");
}

/** Columns of type 1 take the newest value in all versions of a key. */
function overwrite(work: Work): readonly Statement[] {
  const { table, history, columns } = work;
  const names = columns.byType[1];
  if (names.length === 0) return [];
  const { join, where } = notAgain(work, "s");
  const newest = sql`
    select ${columnsAt("s", [...columns.key, ...names])} from ${table("stage")} as s ${join}
    where not s.dx_gone and ${where}`;
  return [
    {
      purpose: `overwrite columns of type 1 in ${history.name}`,
      sql: updateFrom({
        table: history,
        as: "h",
        set: changed(work, Object.fromEntries(names.map((name) => [name, identifier("m", name)]))),
        from: sql`(${newest}) as m`,
        on: sql`${sameKey(work, "h", "m")} and not (${sameValues("h", "m", names)})`,
      }),
    },
  ];
}
