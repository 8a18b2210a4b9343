import { DxError, type Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import { inlineText } from "../literal.ts";
import type { Sql, SqlPiece } from "../sql.ts";
import { checkForms, quantileForm } from "./check-forms.ts";
import { ddlForms, ddlFunctions } from "./ddl-forms.ts";
import { diffForms } from "./diff-forms.ts";
import { engineHash } from "./engine-hash.ts";
import { factForms } from "./fact-forms.ts";
import { hashForms, type FormKind } from "./hash-forms.ts";
import { periodForms } from "./period-forms.ts";
import { quoteIdentifier } from "./quote-identifier.ts";
import { rowForms } from "./row-forms.ts";
import { profileForms } from "./profile-forms.ts";
import { writeConstant } from "./write-constant.ts";
import { traits, type Traits } from "./traits.ts";
import { writeCopy } from "./write-copy.ts";
import { transactionForms } from "./transaction-forms.ts";
import { writeDelete, writeMergeUpdate, writeUpdate } from "./write-update.ts";

/** A dialect function: what it is given, as pieces, becomes SQL of the dialect. */
type DialectFunction = (given: readonly Sql[], traits: Traits, dialect: Dialect) => Sql;

const text = (value: string): Sql => ({ kind: "sql", pieces: [{ kind: "text", text: value }] });
const empty = text("");
const at = (given: readonly Sql[], index: number): Sql => given[index] ?? empty;

const hashForm =
  (kind: FormKind): DialectFunction =>
  (given, _, dialect) => {
    const form = hashForms[dialect][kind];
    if (form !== null) return form(at(given, 0));
    throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} has no exact encoding of ${kind}`, {
      hint: "leave the column out, or cast it to another type",
    });
  };

/** Sums of the parts of a hash that the dialect can add without loss, as text, the highest digits first. */
const hashSums: DialectFunction = (given, { types }, dialect) => {
  const { digits, number } = hashForms[dialect];
  const sums = Array.from({ length: 32 / digits }, (_, part) => {
    const from = text(`${part * digits + 1}, ${digits}`);
    const sum = sql`sum(${number(sql`substr(${at(given, 0)}, ${from})`)})`;
    return sql`cast(${sum} as ${text(types.text ?? "")}) as ${text(`sum_${part}`)}`;
  });
  return sql`${sums}`;
};

/** Sums of parts of a hash, as text, the highest digits first; each counts modulo 2 to the power of its bits. */
const halfSums: DialectFunction = (given, { types }, dialect) => {
  const { digits, number } = diffForms[dialect].part;
  const sums = Array.from({ length: 32 / digits }, (_, part) => {
    const from = text(`${part * digits + 1}, ${digits}`);
    const sum = sql`sum(${number(sql`substr(${at(given, 0)}, ${from})`)})`;
    return sql`cast(${sum} as ${text(types.text ?? "")}) as ${text(`half_${part}`)}`;
  });
  return sql`${sums}`;
};

/**
 * What stands behind `from` so that the hash of each row, `hashed.row_hash`, is computed once. Postgres would compute
 * it for each use, and a fence would keep it to one process: a function of the row in `from` does neither.
 */
const hashOnce: DialectFunction = (given, _, dialect) => {
  const [from, hash] = [at(given, 0), at(given, 1)];
  return dialect === "postgres"
    ? sql`${from} cross join lateral ${hash} as hashed(row_hash)`
    : sql`(select ${hash} as row_hash from ${from}) as hashed`;
};

/**
 * The same for groups, whose sums are selected. In Postgres behind a fence: one process with it takes less of all processors than
 * several with a function in `from`.
 */
const sumGroups: DialectFunction = (given, ofDialect, dialect) => {
  const [from, where, hash, group] = [at(given, 0), at(given, 1), at(given, 2), at(given, 3)];
  const sums = (of: Sql): Sql => halfSums([of], ofDialect, dialect);
  const fence = text(diffForms[dialect].fence);
  const rows = sql`select ${group} as segment, ${hash} as row_hash from ${from}${where}${fence}`;
  return sql`select segment, count(*) as n, ${sums(sql`row_hash`)} from (${rows}) as hashed group by segment`;
};

/** The text of a literal that is given; `undefined` if there is none. */
const literalText = (given: readonly Sql[], index: number): string | undefined => {
  const [piece] = at(given, index).pieces;
  return piece?.kind === "literal" ? (piece.text ?? undefined) : undefined;
};

/** The cheapest form of a pattern that the dialect has. */
const matchesPattern: DialectFunction = (given, _, dialect) => {
  const value = diffForms[dialect].exactText(at(given, 0));
  const [pattern = "", like, glob] = [1, 2, 3].map((index) => literalText(given, index));
  const { matches, glob: globForm } = checkForms[dialect];
  if (like !== undefined) return sql`(${value} like ${like})`;
  if (glob !== undefined && globForm !== null) return globForm(value, glob);
  return matches(value, pattern);
};

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
  "hash-trim": (given, _, dialect) => hashForms[dialect].trimZeros(at(given, 0)),
  "hash-float64": hashForm("float64"),
  "hash-date": hashForm("date"),
  "hash-time": hashForm("time"),
  "hash-timestamp": hashForm("timestamp"),
  "hash-instant": hashForm("instant"),
  "hash-interval": hashForm("interval"),
  "hash-bytes": hashForm("bytes"),
  "hash-json": hashForm("json"),
  "hash-sums": hashSums,
  "half-sums": halfSums,
  "hash-once": hashOnce,
  "sum-groups": sumGroups,
  "engine-sum": (given, { types }, dialect) => {
    const hash = engineHash[dialect];
    if (hash !== undefined)
      return sql`cast(sum(${hash(at(given, 0))}) as ${text(types.text ?? "")})`;
    throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} sums no hashes of rows`, {
      hint: "take `fingerprintRows`, which is slower",
    });
  },
  "row-boolean": (given, _, dialect) => rowForms(dialect).boolean(at(given, 0)),
  "row-decimal": (given, _, dialect) => rowForms(dialect).decimal(at(given, 0)),
  "row-plain": (given, _, dialect) => rowForms(dialect).plain(at(given, 0)),
  "row-quoted": (given, _, dialect) => rowForms(dialect).quoted(at(given, 0)),
  "row-word": (given, _, dialect) => rowForms(dialect).word(at(given, 0)),
  "row-text": (given, _, dialect) => rowForms(dialect).text(given),
  "exact-text": (given, _, dialect) => diffForms[dialect].exactText(at(given, 0)),
  "at-zone": (given, _, dialect) => {
    const { atZone } = diffForms[dialect];
    if (atZone !== null) return atZone(at(given, 0), at(given, 1));
    throw new DxError("DX_SQL_UNSUPPORTED", `${dialect}: timestamps in a time zone`, {
      hint: "convert them in the query",
    });
  },
  "is-nan": (given, _, dialect) => profileForms[dialect].isNan(at(given, 0)),
  "sample-rows": (given, _, dialect) => {
    const { sample } = profileForms[dialect];
    if (sample !== null) return sample(at(given, 0), at(given, 1), at(given, 2));
    throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} has no samples that a seed repeats`, {
      hint: "read all rows, or a table into which some were copied",
    });
  },
  fence: (_, _traits, dialect) => text(diffForms[dialect].fence),
  "start-of-month": (given, _, dialect) => periodForms[dialect].startOfMonth(at(given, 0)),
  "table-bytes": (given, _, dialect) => {
    const { tableBytes } = periodForms[dialect];
    const [piece] = at(given, 0).pieces;
    if (tableBytes === null || piece?.kind !== "relation")
      throw new DxError("DX_SQL_UNSUPPORTED", `${dialect}: no query tells the size of a table`, {
        hint: "look it up in the platform's own views of its storage",
      });
    const parts = [piece.catalog, piece.schema, piece.name].flatMap((one) => one ?? []);
    return tableBytes(inlineText(parts.map((one) => quoteIdentifier(one, dialect)).join(".")));
  },
  "table-facts": (given, _, dialect) => {
    const { tableFacts } = factForms[dialect];
    const [piece] = at(given, 0).pieces;
    if (tableFacts !== null && piece?.kind === "relation") return tableFacts(piece);
    throw new DxError("DX_SQL_UNSUPPORTED", `${dialect}: what is declared of a table`, {
      hint: "look it up in the platform's own catalogue",
    });
  },
  "parquet-facts": (given, _, dialect) => {
    const { parquetFacts } = factForms[dialect];
    if (parquetFacts !== null) return parquetFacts(at(given, 0));
    throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} reads no footers of Parquet files`, {
      hint: "ask DuckDB",
    });
  },
  "count-if": (given, _, dialect) => checkForms[dialect].countIf(at(given, 0)),
  "matches-pattern": matchesPattern,
  quantile: (given, _, dialect) => quantileForm(dialect)(at(given, 0), at(given, 1)),
  "count-integers": (given, _, dialect) => {
    const [min = "0", max = "0"] = [1, 2].map((index) => literalText(given, index));
    return checkForms[dialect].countIntegers(at(given, 0), min, max);
  },
  "is-json": (given, _, dialect) => checkForms[dialect].isJson(at(given, 0)),
  "later-by": (given, _, dialect) => {
    const [step = "0", unit = "day"] = [1, 2].map((index) => literalText(given, index));
    return checkForms[dialect].later(at(given, 0), step, unit);
  },
  constant: writeConstant,
  "update-from": (given, { updateFrom }) =>
    updateFrom ? writeUpdate(given) : writeMergeUpdate(given),
  "delete-using": (given, { updateFrom, deleteAlias }, dialect) =>
    writeDelete(given, { merges: !updateFrom, alias: deleteAlias, dialect }),
  merge: (given, { merge }, dialect) => {
    if (merge) return at(given, 0);
    throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} merges no queries, and under no alias`, {
      hint: "use `updateFrom`, `deleteUsing` and an insert, in one transaction",
    });
  },
  ...transactionForms,
  "copy-file": writeCopy,
  "insert-rows": (given, { constantValues }) => at(given, constantValues ? 1 : 0),
  "from-bytes": (given, { bytes }) => sql`${text(bytes[0])}${at(given, 0)}${text(bytes[1])}`,
  "from-json": (given, { json }) => sql`${text(json[0])}${at(given, 0)}${text(json[1])}`,
};

/** Calls a dialect function. */
export function dialectCall(name: string, ...given: readonly SqlPiece[]): Sql {
  return { kind: "sql", pieces: [{ kind: "call", name, given }] };
}

/** What a call is in a dialect. */
export function resolveCall(name: string, given: readonly SqlPiece[], dialect: Dialect): Sql {
  const sqls = given.map((piece): Sql => ({ kind: "sql", pieces: [piece] }));
  const define = ddlFunctions[name];
  if (define !== undefined) return define(sqls, ddlForms[dialect], dialect);
  const write = functions[name];
  if (write === undefined) throw new DxError("DX_SQL_UNSUPPORTED", `no dialect function ${name}`);
  return write(sqls, traits[dialect], dialect);
}
