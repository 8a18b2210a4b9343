import { dataType, DxError, type DataTypeKind, type TypeName } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import { md5 } from "../dialect/md5.ts";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/** One value of the rows that are hashed. */
export interface HashedColumn {
  /** An expression; it is written several times. */
  readonly sql: Sql;
  /** Its type. */
  readonly type: TypeName;
}

/**
 * The hash of a row, as 32 hexadecimal digits: the same in every engine for the same values, and the same as
 * `hashValues` gives. Values are typed and cannot run into each other: NULL is not `''`, and `('a|b', 'c')` is not
 * `('a', 'b|c')`. int32 and int64 are one type, the scale of a decimal does not matter, -0 is 0, all NaN are one.
 * Text counts by its code points, so composed and decomposed letters differ, as they do for `=`; JSON is the text that
 * the engine gives. MD5: good against chance, not against those who want collisions.
 * @param columns - at least one, in an order that counts
 * @throws DxError `DX_SQL_VALUE` without columns; on rendering, `DX_SQL_UNSUPPORTED` where the dialect
 * cannot encode a type exactly
 * @example
 * ```ts
 * import { identifier, renderSql, rowHash } from "@dx/sql";
 * const hash = rowHash([{ sql: identifier("id"), type: "int64" }]);
 * const wanted = `md5(coalesce('i' || cast("id" as varchar) || ';', 'n;'))`;
 * if (renderSql(hash, "duckdb").text !== wanted) throw new Error();
 * ```
 */
export function rowHash(columns: readonly HashedColumn[]): Sql {
  return md5(concatenate(columns.map((column) => encodeColumn(column))));
}

/** Balanced, since engines limit how deep an expression is nested. */
function concatenate(parts: readonly Sql[]): Sql {
  const [first] = parts;
  if (first === undefined)
    throw new DxError("DX_SQL_VALUE", "a row hash of no columns", { hint: "name at least one" });
  if (parts.length === 1) return first;
  const middle = Math.ceil(parts.length / 2);
  return sql`(${concatenate(parts.slice(0, middle))} || ${concatenate(parts.slice(middle))})`;
}

/** The letter that stands before the encoding of a value; one for both kinds of whole numbers. */
export const hashTags: Readonly<Record<DataTypeKind, string>> = {
  boolean: "b",
  int32: "i",
  int64: "i",
  float64: "f",
  decimal: "d",
  text: "t",
  date: "D",
  time: "H",
  timestamp: "T",
  instant: "Z",
  interval: "v",
  bytes: "x",
  uuid: "u",
  json: "j",
};

/**
 * One value as text that no other value of any type has: what `rowHash` hashes. It ends with `;`, NULL is `n;`.
 * @throws DxError on rendering, as `rowHash`
 */
export function encodeColumn({ sql: value, type }: HashedColumn): Sql {
  const { kind } = dataType(type);
  const tagged = (content: Sql): Sql =>
    sql`coalesce(${plain(hashTags[kind])} || ${content} || ';', 'n;')`;
  const form = (): Sql => dialectCall(`hash-${kind}`, value);
  switch (kind) {
    case "boolean":
      return sql`case when ${value} then 'b1;' when not ${value} then 'b0;' else 'n;' end`;
    case "int32":
    case "int64":
      return tagged(asText(value));
    case "float64": {
      const wide = castTo(value, "float64");
      const nan = sql`cast('NaN' as ${typePiece("float64")})`;
      return tagged(
        sql`case when ${wide} = 0 then '0' when ${wide} = ${nan} then 'nan' else ${dialectCall("hash-float64", wide)} end`,
      );
    }
    case "decimal":
      return tagged(encodeDecimal(value));
    case "text":
      return tagged(withLength(asText(value)));
    case "json":
      return tagged(withLength(form()));
    case "uuid":
      return tagged(sql`lower(${asText(value)})`);
    case "interval":
    case "bytes":
      return tagged(form());
    case "date":
    case "time":
    case "timestamp":
    case "instant":
      return tagged(asText(form()));
  }
}

/** Digits with a point and no zeros around them: `.` is 0, `10.` ten, `.5` a half. */
function encodeDecimal(value: Sql): Sql {
  const digits = asText(sql`abs(${value})`);
  const pointed = sql`case when ${digits} like '%.%' then ${digits} else ${digits} || '.' end`;
  return sql`case when ${value} < 0 then '-' else '' end || ${dialectCall("hash-trim", pointed)}`;
}

function withLength(text: Sql): Sql {
  return sql`${asText(sql`length(${text})`)} || ':' || ${text}`;
}

function asText(value: Sql): Sql {
  return castTo(value, "text");
}

function castTo(value: Sql, kind: "text" | "float64"): Sql {
  return sql`cast(${value} as ${typePiece(kind)})`;
}

function typePiece(kind: "text" | "float64"): Sql {
  return { kind: "sql", pieces: [{ kind: "type", type: { kind } }] };
}

function plain(tag: string): Sql {
  return { kind: "sql", pieces: [{ kind: "text", text: `'${tag}'` }] };
}
