import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

const empty: Sql = { kind: "sql", pieces: [] };

/** `update ... from`: table, alias, assignments, source, condition. */
export function writeUpdate(given: readonly Sql[]): Sql {
  const [table = empty, target = empty, set = empty, from = empty, on = empty] = given;
  return sql`update ${table} as ${target} set ${set} from ${from} where ${on}`;
}

/** The same by `merge`. */
export function writeMergeUpdate(given: readonly Sql[]): Sql {
  const [table = empty, target = empty, set = empty, from = empty, on = empty] = given;
  return sql`merge into ${table} as ${target} using ${from} on ${on} when matched then update set ${set}`;
}

/** Deletes the rows of a table that have a match: table, alias, source, condition. */
export function writeDelete(given: readonly Sql[], takesAlias: boolean): Sql {
  const [table = empty, target = empty, from = empty, on = empty] = given;
  if (takesAlias)
    return sql`delete from ${table} as ${target} where exists (select 1 from ${from} where ${on})`;
  return sql`merge into ${table} as ${target} using ${from} on ${on} when matched then delete`;
}
