import { DxError, type Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql, SqlPiece } from "../sql.ts";
import { traits, type Traits } from "./traits.ts";
import { writeDelete, writeMergeUpdate, writeUpdate } from "./write-update.ts";

/** A dialect function: what it is given, as pieces, becomes SQL of the dialect. */
type DialectFunction = (given: readonly Sql[], traits: Traits, dialect: Dialect) => Sql;

const text = (value: string): Sql => ({ kind: "sql", pieces: [{ kind: "text", text: value }] });
const empty = text("");
const at = (given: readonly Sql[], index: number): Sql => given[index] ?? empty;

/** What dialects write differently; each has its own function beside this file that makes the call. */
const functions: Readonly<Record<string, DialectFunction>> = {
  "is-not-distinct": (given, { nullSafe }) => {
    const [left, right] = [at(given, 0), at(given, 1)];
    if (nullSafe !== null) return sql`(${left} ${text(nullSafe)} ${right})`;
    return sql`(case when ${left} = ${right} then true else (${left} is null and ${right} is null) end)`;
  },
  "except-all": (given, { except }) => (except.all ? at(given, 0) : at(given, 1)),
  except: (_, { except }) => text(except.distinct),
  md5: (given, { md5 }) => sql`${text(md5[0])}${at(given, 0)}${text(md5[1])}`,
  "key-suffix": (_, { keySuffix }, dialect) => {
    if (keySuffix === null)
      throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} has no primary keys`);
    return text(keySuffix);
  },
  "update-from": (given, { updateFrom }) =>
    updateFrom ? writeUpdate(given) : writeMergeUpdate(given),
  "delete-using": (given, { updateFrom }) => writeDelete(given, updateFrom),
  merge: (given, { merge }, dialect) => {
    const isPlain = given.length === 1;
    if (merge === "no" || (merge === "plain" && !isPlain))
      throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} has no merge with conditions`);
    return at(given, 0);
  },
};

/** Calls a dialect function. */
export function dialectCall(name: string, ...given: readonly SqlPiece[]): Sql {
  return { kind: "sql", pieces: [{ kind: "call", name, given }] };
}

/** What a call is in a dialect. */
export function resolveCall(name: string, given: readonly SqlPiece[], dialect: Dialect): Sql {
  const write = functions[name];
  if (write === undefined) throw new DxError("DX_SQL_UNSUPPORTED", `no dialect function ${name}`);
  const sqls = given.map((piece): Sql => ({ kind: "sql", pieces: [piece] }));
  return write(sqls, traits[dialect], dialect);
}
