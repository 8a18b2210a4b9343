import { identifier, isNotDistinct, joinSql, sql, type Sql } from "@dx/sql";
import { columnOf, columnsAs, isOpen } from "./as-of-condition.ts";
import type { ChangeSource } from "./change-source.ts";
import { explainGone, sameKey, sameVersion, withFirstChange } from "./history-claims-changes.ts";
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

/** The versions that end and are not followed, without a word of any source, and were not so before. */
export function findUnexplainedGaps(
  { before, after, spec }: Load,
  sources: readonly ChangeSource[],
): Sql {
  const { key } = columnsOf(spec);
  const time = columnOf(spec.validTo, "g");
  const explained = sources.map((source, index) =>
    explainGone(source, spec, { alias: "g", time, as: `source_${index}` }),
  );
  const { validFrom, validTo } = spec;
  const isGone = explained.map((one) => one.isGone);
  return sql`
    select ${columnsAs([...key, validFrom, validTo], "g")}
    from (${gapsOf(after, spec)}) as g
    left join (select distinct ${columnsAs([...key, validTo])} from (${gapsOf(before, spec)}) as old) as b
      on ${sameKey(spec, "g", "b")} and ${columnOf(validTo, "b")} = ${time}
    ${joinSql(
      explained.map(({ join }) => join),
      " ",
    )}
    where ${columnOf(validTo, "b")} is null and not (${joinSql(isGone, " or ")})
    order by ${columnsAs([...key, validTo], "g")}`;
}

/** The closed versions of a table that none follows. */
function gapsOf(table: Sql, spec: HistorySpec): Sql {
  const { key } = columnsOf(spec);
  const { validFrom, validTo } = spec;
  const to = columnOf(validTo, "v");
  return sql`
    select ${columnsAs([...key, validFrom, validTo], "v")}
    from ${table} as v
    left join (select distinct ${columnsAs([...key, validFrom])} from ${table}) as n
      on ${sameKey(spec, "v", "n")} and ${columnOf(validFrom, "n")} = ${to}
    where ${to} is not null and not (${isOpen(spec, "v")}) and ${columnOf(validFrom, "n")} is null`;
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
