import { DxError, type Dialect } from "@dx/core";
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

/** How `delete` is written. */
interface DeleteForm {
  readonly merges: boolean;
  readonly alias: boolean;
  readonly dialect: Dialect;
}

/**
 * Deletes the rows of a table that have a match: table, alias, source, condition.
 * @see Amazon Redshift, "DELETE": the target has no alias
 */
export function writeDelete(given: readonly Sql[], { merges, alias, dialect }: DeleteForm): Sql {
  const [table = empty, target = empty, from = empty, on = empty] = given;
  if (merges)
    return sql`merge into ${table} as ${target} using ${from} on ${on} when matched then delete`;
  const match = sql`where exists (select 1 from ${from} where ${on})`;
  if (alias) return sql`delete from ${table} as ${target} ${match}`;
  const [own, called] = [nameOf(table), nameOf(target)];
  if (own === called) return sql`delete from ${table} ${match}`;
  throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} deletes from no alias: ${String(called)}`, {
    hint: `call the table by its own name, ${String(own)}`,
  });
}

function nameOf(value: Sql): string | undefined {
  const piece = value.pieces.at(-1);
  if (piece?.kind === "sql") return nameOf(piece);
  if (piece?.kind === "relation") return piece.name;
  return piece?.kind === "identifier" ? piece.path.at(-1) : undefined;
}
