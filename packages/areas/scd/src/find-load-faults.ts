import { identifier, isNotDistinct, joinSql, sql, type Sql } from "@dx/sql";
import { columnOf, columnsAs, isEverValid, isOpen } from "./as-of-condition.ts";
import type { ChangeSource } from "./change-source.ts";
import { sameVersion, sayingsOf, withFirstChange } from "./history-claims-changes.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/** A history before a load and after it, and what was loaded. */
export interface Load {
  /** The table before. */
  readonly before: Sql;
  /** The table after. */
  readonly after: Sql;
  /** Which columns keep the history. */
  readonly spec: HistorySpec;
  /** What was loaded. */
  readonly changes: ChangeSource;
}

/** The versions that began before the first change of their key, and are not as they were. */
export function findRewritten({ before, after, spec, changes }: Load): Sql {
  const {
    key,
    byType: { 2: tracked },
  } = columnsOf(spec);
  const [from, to] = [columnOf(spec.validFrom, "p"), columnOf(spec.validTo, "p")];
  const newTo = columnOf(spec.validTo, "h");
  const differs = tracked.map(
    (name) => sql`not ${isNotDistinct(columnOf(name, "p"), columnOf(name, "h"))}`,
  );
  const mayEnd = sql`(p.first_change is not null
    and (${isOpen(spec, "p")} or p.first_change <= ${to})
    and (${isOpen(spec, "h")} or p.first_change <= ${newTo}))`;
  const wrongEnd = sql`(not ${isNotDistinct(to, newTo)} and not ${mayEnd})`;
  return sql`
    select ${columnsAs([...key, spec.validFrom, spec.validTo], "p")}, p.first_change, ${newTo} as new_end
    from (${withFirstChange(before, spec, changes)}) as p
    join ${after} as h on ${sameVersion(spec, "p", "h")}
    where (p.first_change is null or ${from} < p.first_change)
      and (${joinSql([...differs, wrongEnd], " or ")})
    order by ${columnsAs([...key, spec.validFrom], "p")}`;
}

/** The versions of one table that began before the first change of their key, and that another table lacks. */
export function findMissingVersions(
  there: Sql,
  missing: Sql,
  { spec, changes }: Pick<Load, "spec" | "changes">,
): Sql {
  const { key } = columnsOf(spec);
  const from = columnOf(spec.validFrom, "t");
  return sql`
    select ${columnsAs([...key, spec.validFrom, spec.validTo], "t")}, t.first_change
    from (${withFirstChange(there, spec, changes)}) as t
    where (t.first_change is null or ${from} < t.first_change)
      and not exists (select 1 from ${missing} as m where ${sameVersion(spec, "t", "m")})
    order by ${columnsAs([...key, spec.validFrom], "t")}`;
}

/**
 * The keys and times where a version ends and none follows, without a word of any source, and where it was not so before.
 * One pass of groups, not joins, whose size engines misjudge: each row says something of a key and a time.
 */
export function findUnexplainedGaps(
  { before, after, spec }: Load,
  sources: readonly ChangeSource[],
): Sql {
  const keys = columnsAs(columnsOf(spec).key);
  const to = identifier(spec.validTo);
  const said = sources.map((one) => sayingsOf(one, spec)).filter((one) => one !== null);
  const snapshots = said.filter(({ areDeletes }) => !areDeletes);
  const marks = (mark: string): readonly Sql[] =>
    ["is_gap", "is_said", ...snapshots.map((_, index) => `is_in_${index}`)].map((name) =>
      name === mark ? sql`1 as ${identifier(name)}` : sql`0 as ${identifier(name)}`,
    );
  const from = (rows: Sql, time: Sql, mark: string): Sql =>
    sql`select ${[...keys, sql`${time} as ${to}`, ...marks(mark)]} from (${rows}) as said`;
  const rows = [
    from(gapsOf(after, spec), to, "is_gap"),
    from(gapsOf(before, spec), to, "is_said"),
    ...said.map((one) => {
      const mark = one.areDeletes ? "is_said" : `is_in_${snapshots.indexOf(one)}`;
      return from(one.rows, sql`said_at`, mark);
    }),
  ];
  const isGone = snapshots.map(
    ({ speaksOf }, index) => sql`(${speaksOf(to)} and max(${identifier(`is_in_${index}`)}) = 0)`,
  );
  return sql`
    select ${[...keys, to]}
    from (${joinSql(rows, " union all ")}) as everything
    group by ${[...keys, to]}
    having max(is_gap) = 1 and max(is_said) = 0 and not (${joinSql([sql`1 = 0`, ...isGone], " or ")})
    order by ${[...keys, to]}`;
}

/** The closed versions of a table that none follows. */
function gapsOf(table: Sql, spec: HistorySpec): Sql {
  const keys = columnsAs(columnsOf(spec).key);
  const [from, to] = [identifier(spec.validFrom), identifier(spec.validTo)];
  const columns = [...keys, from, to];
  return sql`
    select ${columns} from (
      select ${columns}, case when ${isOpen(spec)} then 1 else 0 end as is_open,
        lead(${from}) over (partition by ${keys} order by ${from}) as next_begin
      from ${table} where ${isEverValid(spec)}
    ) as versions
    where is_open = 0 and (next_begin is null or ${to} < next_begin)`;
}

/** The versions that have another surrogate key than before, and those that have one of another version. */
export function findReissued({ before, after, spec }: Load, surrogate: string): Sql {
  const { key } = columnsOf(spec);
  const [old, now] = [columnOf(surrogate, "p"), columnOf(surrogate, "h")];
  const version = columnsAs([...key, spec.validFrom]);
  const columns = [
    ...columnsAs([...key, spec.validFrom], "p"),
    sql`${old} as old_surrogate`,
    sql`${now} as new_surrogate`,
  ];
  const same = sameVersion(spec, "p", "h");
  return sql`
    select ${version}, old_surrogate, new_surrogate from (
      select ${columns} from ${before} as p join ${after} as h on ${same}
      where not ${isNotDistinct(old, now)}
      union all
      select ${columns} from ${before} as p join ${after} as h on ${old} = ${now}
      where not (${same})
    ) as reissued
    order by ${[...version, identifier("old_surrogate"), identifier("new_surrogate")]}`;
}
