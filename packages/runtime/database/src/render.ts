import { DxError, nearest, type Dialect } from "@dx/core";
import { renderSql, verbatimSql } from "@dx/sql";
import type { RenderedSql, RenderSqlOptions, Sql, SqlPiece, SqlValue } from "@dx/sql";
import { sql } from "@dx/sql";

type Values = Readonly<Record<string, SqlValue>>;

/** Text is SQL of the database's own dialect. */
export function toSql(value: Sql | string): Sql {
  return typeof value === "string" ? verbatimSql(value) : value;
}

/**
 * Writes SQL for an engine, with the values of its parameters.
 * @throws DxError `DX_DATABASE_PARAMETER` if one has no value
 */
export function render(
  value: Sql,
  dialect: Dialect,
  {
    literals,
    parameters = {},
  }: { readonly literals: RenderSqlOptions["literals"]; readonly parameters?: Values | undefined },
): RenderedSql {
  const filled: Sql = { kind: "sql", pieces: value.pieces.map((one) => fill(one, parameters)) };
  const rendered = renderSql(filled, dialect, { literals: literals ?? "inline" });
  const [missing] = rendered.parameters;
  if (missing === undefined) return rendered;
  const near = nearest(missing, Object.keys(parameters));
  throw new DxError("DX_DATABASE_PARAMETER", `parameter ${missing} has no value`, {
    path: ["parameters", missing],
    hint: `${near === undefined ? "" : `did you mean it by ${near}? `}give it in \`parameters: { ${missing}: ... }\``,
  });
}

/** Puts the value of a parameter in its place, as the type that the parameter has. */
function fill(piece: SqlPiece, parameters: Values): SqlPiece {
  switch (piece.kind) {
    case "sql":
      return { kind: "sql", pieces: piece.pieces.map((one) => fill(one, parameters)) };
    case "call":
      return { ...piece, given: piece.given.map((one) => fill(one, parameters)) };
    case "parameter": {
      if (!Object.hasOwn(parameters, piece.name)) return piece;
      const type: Sql = { kind: "sql", pieces: [{ kind: "type", type: piece.type }] };
      return sql`cast(${parameters[piece.name] ?? null} as ${type})`;
    }
    default:
      return piece;
  }
}
