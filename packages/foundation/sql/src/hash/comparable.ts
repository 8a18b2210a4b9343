import { dataType } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import { sql } from "../sql-template.ts";
import type { Sql, TypePiece } from "../sql.ts";
import type { HashedColumn } from "./row-hash.ts";

/**
 * A value in a form whose equality, in `=`, joins and `group by`, is that of `rowHash`: text by code points
 * whatever the collation, -0 as 0, all NaN one, a month not 30 days, JSON as its text. NULL stays NULL.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` where the dialect cannot encode an interval
 */
export function comparable({ sql: value, type }: HashedColumn): Sql {
  const { kind } = dataType(type);
  switch (kind) {
    case "text":
      return dialectCall("exact-text", castTo(value, "text"));
    case "json":
      return dialectCall("exact-text", castTo(dialectCall("hash-json", value), "text"));
    case "uuid":
      return sql`lower(${castTo(value, "text")})`;
    case "interval":
      return castTo(dialectCall("hash-interval", value), "text");
    case "float64": {
      const wide = castTo(value, "float64");
      const nan = sql`cast('NaN' as ${typePiece("float64")})`;
      return sql`case when ${wide} = 0 then cast(0 as ${typePiece("float64")}) when ${wide} = ${nan} then ${nan} else ${wide} end`;
    }
    default:
      return value;
  }
}

function castTo(value: Sql, kind: "text" | "float64"): Sql {
  return sql`cast(${value} as ${typePiece(kind)})`;
}

function typePiece(kind: "text" | "float64"): Sql {
  const piece: TypePiece = { kind: "type", type: { kind } };
  return { kind: "sql", pieces: [piece] };
}
