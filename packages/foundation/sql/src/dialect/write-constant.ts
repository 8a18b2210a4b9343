import { DxError, type DataTypeKind, type Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { LiteralPiece, Sql } from "../sql.ts";
import { typeName } from "./type-name.ts";

const bare = new Set<DataTypeKind>(["boolean", "int32", "int64", "text"]);
const typed = new Set<DataTypeKind>(["decimal", "date", "time", "timestamp", "instant", "json"]);

/**
 * A literal as a default may be: plain numbers and texts stay plain; all else is cast, but in BigQuery, where a
 * default is no expression.
 * @see BigQuery, "Specify default column values"
 */
export function writeConstant([value]: readonly Sql[], _: unknown, dialect: Dialect): Sql {
  const literal = findLiteral(value);
  if (literal === undefined || literal.text === null)
    throw new DxError("DX_SQL_VALUE", "a constant is a literal that is not NULL");
  const { type, text } = literal;
  const whole: Sql = { kind: "sql", pieces: [{ ...literal, inline: true }] };
  const quoted: Sql = {
    kind: "sql",
    pieces: [{ kind: "literal", type: { kind: "text" }, text, inline: true }],
  };
  const plain: Sql = { kind: "sql", pieces: [{ kind: "text", text }] };
  if (type.kind === "text" || type.kind === "uuid")
    return type.kind === "text" || dialect === "bigquery" ? quoted : whole;
  if (bare.has(type.kind)) return plain;
  if (dialect !== "bigquery") return whole;
  if (type.kind === "float64" && Number.isFinite(Number(text))) return plain;
  if (!typed.has(type.kind))
    throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} has no default of ${type.kind}`);
  const [name] = typeName(type, dialect).split("(");
  return sql`${{ kind: "sql", pieces: [{ kind: "text", text: name ?? "" }] }} ${quoted}`;
}

function findLiteral(value: Sql | undefined): LiteralPiece | undefined {
  const piece = value?.pieces[0];
  if (piece?.kind === "sql") return findLiteral(piece);
  return piece?.kind === "literal" ? piece : undefined;
}
