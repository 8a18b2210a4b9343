import { identifier, isNotDistinct, joinSql, sql, type Sql } from "@dx/sql";
import { columnsAt, sameKey, what, type Work } from "./work.ts";

/** A part of a query with a name, and how it is joined to the versions; what it gives them. */
interface Part {
  readonly name: string;
  readonly rows: Sql;
  readonly gives: readonly Sql[];
}

/**
 * The versions that follow from points in time: one begins where the columns of type 2 differ from those just
 * before, or after a gap. All versions of a key share its columns of types 0, 1 and 3, and the values before.
 */
export function versionsOf(work: Work): Sql {
  const { table, columns } = work;
  const carried = carriedOf(work);
  const parts = [...sharedParts(work), ...columns.byType[3].map((name) => priorPart(work, name))];
  const names = [
    ...columnsAt("e", [...columns.key, ...carried]),
    sql`e.dx_at as dx_from, e.dx_to, (o.dx_from is not null) as dx_kept`,
    ...parts.flatMap(({ gives }) => gives),
  ];
  const tables = [
    sql`present as (select p.* from ${table("points")} as p where not p.dx_gone)`,
    sql`edges as (${edgesOf(work)})`,
    ...parts.map(({ name, rows }) => sql`${identifier(name)} as (${rows})`),
  ];
  const joins = parts.map(
    ({ name }) => sql`left join ${identifier(name)} on ${sameKey(work, name, "e")}`,
  );
  const old = sql`left join ${table("old")} as o on ${sameKey(work, "o", "e")} and o.dx_from = e.dx_at`;
  return sql`with ${tables} select ${names} from edges as e ${joinSql([old, ...joins], " ")}
    where not e.dx_gone`;
}

/** The columns that each version has of its own. */
function carriedOf({ columns, spec }: Work): readonly string[] {
  return [...columns.byType[2], ...(spec.rowHash === undefined ? [] : [spec.rowHash])];
}

function edgesOf(work: Work): Sql {
  const { table, columns, compared } = work;
  const carried = [...columns.key, ...carriedOf(work)];
  const inOrder = sql`partition by ${columnsAt("p", columns.key)} order by p.dx_at`;
  const before = compared.map((_, index) => `dx_before_${index}`);
  const lagged = ["dx_gone", ...compared].map(
    (name, index) =>
      sql`lag(${identifier("p", name)}) over (${inOrder}) as ${identifier(before[index - 1] ?? "dx_before")}`,
  );
  const differs = compared.map(
    (name, index) =>
      sql`not ${isNotDistinct(identifier("b", name), identifier("b", before[index] ?? name))}`,
  );
  const begins = joinSql([sql`b.dx_before is null`, sql`b.dx_before`, ...differs], " or ");
  return sql`
    select ${columnsAt("b", carried)}, b.dx_at, b.dx_gone,
      lead(b.dx_at) over (partition by ${columnsAt("b", columns.key)} order by b.dx_at) as dx_to
    from (
      select ${columnsAt("p", carried)}, p.dx_at, p.dx_gone, ${lagged}
      from ${table("points")} as p
    ) as b
    where (not b.dx_gone and (${begins})) or (b.dx_gone and not b.dx_before)`;
}

function sharedParts({ columns }: Work): readonly Part[] {
  const { key, byType } = columns;
  const part = (name: string, values: readonly string[], newest: boolean): readonly Part[] => {
    const order = newest ? sql`p.dx_at desc` : sql`p.dx_at`;
    const nth = sql`row_number() over (partition by ${columnsAt("p", key)} order by ${order}) as dx_nth`;
    const names = columnsAt("p", [...key, ...values]);
    const rows = sql`select * from (select ${names}, ${nth} from present as p) as p where p.dx_nth = 1`;
    return values.length === 0 ? [] : [{ name, rows, gives: columnsAt(name, values) }];
  };
  return [
    ...part("newest", [...byType[1], ...byType[3]], true),
    ...part("oldest", byType[0], false),
  ];
}

/** The last value of a column that is not its newest one, and its time: of the points, or as it was. */
function priorPart(work: Work, name: string): Part {
  const { columns, log, table } = work;
  const keys = (alias: string): readonly Sql[] => columnsAt(alias, columns.key);
  const part = priorName(work, name);
  const column = identifier(columns.prior[name] ?? name);
  const value = identifier("c", "dx_value");
  const rows = sql`
    select * from (
      select ${keys("c")}, c.dx_at, ${value},
        row_number() over (partition by ${keys("c")} order by c.dx_at desc) as dx_nth
      from (
        select ${keys("p")}, p.dx_at, ${identifier("p", name)} as dx_value from present as p
        union all
        select ${keys("o")}, coalesce(n.dx_at, min(o.dx_from) over (partition by ${keys("o")})) as dx_at,
          ${identifier("o", columns.prior[name] ?? name)} as dx_value
        from ${table("old")} as o left join (
          select ${keys("l")}, max(l.dx_at) as dx_at from ${log} as l
          where l.dx_what = ${what.prior(name)} group by ${keys("l")}
        ) as n on ${sameKey(work, "n", "o")}
        where n.dx_at is not null or ${identifier("o", columns.prior[name] ?? name)} is not null
      ) as c
        join newest on ${sameKey(work, "newest", "c")}
      where not ${isNotDistinct(value, identifier("newest", name))}
    ) as c where c.dx_nth = 1`;
  return {
    name: part,
    rows,
    gives: [
      sql`${identifier(part, "dx_value")} as ${column}`,
      sql`${identifier(part, "dx_at")} as ${identifier(part)}`,
    ],
  };
}

/** The column of `versions` with the time of the value before. */
export function priorName({ columns }: Work, name: string): string {
  return `dx_prior_${columns.byType[3].indexOf(name)}`;
}
