import type { DataTypeKind } from "@dx/core";
import { query, sql, type Query } from "@dx/sql";
import { nameColumns, type ObtColumn } from "./obt-columns.ts";
import { writeQuery } from "./obt-query.ts";
import type { ObtSpec } from "./obt-spec.ts";

/** A column of a wide table, with the type that the engine gives it. */
export interface BoundColumn extends ObtColumn {
  /** Its kind of type. */
  readonly type: DataTypeKind;
}

/** Has the engine bind the query of a wide table, without a row: its columns, with their types. */
export function bindObt(spec: ObtSpec): Query<readonly BoundColumn[]> {
  const named = nameColumns(spec);
  const empty = sql`select * from (${writeQuery(named)}) as o where 1 = 0`;
  return query("bindObt", empty, ({ columns }) =>
    named.columns.map((column, index): BoundColumn => {
      const type = columns[index]?.kind ?? "text";
      return Object.assign({ type }, column);
    }),
  );
}
