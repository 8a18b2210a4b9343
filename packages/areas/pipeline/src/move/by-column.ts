import { DxError, findNamed, relation, toObjects } from "@dx/core";
import { identifier, query, sql, type Query, type Sql } from "@dx/sql";
import { columnWindow, cursorKind, nextColumnState } from "../extract/column-window.ts";
import type { ColumnCursor, ColumnState } from "../extract/cursor.ts";
import type { TypedColumn } from "../schema/typed-column.ts";
import type { Moving } from "./move-table.ts";
import type { PlannedExtraction } from "./plan-extraction.ts";
import type { Staged } from "./stage-rows.ts";

/** What is read by a column, and how far that is. */
export function byColumn(
  { spec, tx }: Moving,
  {
    columns,
    cursor,
    state,
    greatestInSource,
  }: {
    readonly columns: readonly TypedColumn[];
    readonly cursor: ColumnCursor;
    readonly state: ColumnState | undefined;
    readonly greatestInSource: () => Promise<string | null>;
  },
): Pick<PlannedExtraction, "within" | "reread" | "next"> {
  const found = findNamed(columns, cursor.column);
  if (found === undefined)
    throw new DxError("DX_PIPELINE_CURSOR", `no column is called ${cursor.column}`, {
      path: ["cursor", cursor.column],
      hint: `there are ${columns.map(({ name }) => name).join(", ")}`,
    });
  const { where, rereadFrom } = columnWindow(cursor, found.type, state);
  const type = cursorKind(cursor, found.type);
  const { deletes, mode } = spec;
  const next = async ({ table }: Staged): Promise<string | null> => {
    const column = identifier(found.name);
    const counted = await tx.run(greatestOf(sql`${relation(table)}`, column));
    if (counted.nulls > 0 && (cursor.nulls ?? "refuse") === "refuse")
      throw new DxError("DX_PIPELINE_CURSOR", `${counted.nulls} rows have no ${cursor.column}`, {
        path: ["cursor", cursor.column],
        hint: "nothing was loaded: say what becomes of them, by `nulls: skip` or `include`",
      });
    if (state === undefined)
      return counted.greatest === null
        ? null
        : JSON.stringify({ kind: "column", column: cursor.column, type, value: counted.greatest });
    const backwards = cursor.backwards ?? (deletes === "by-keys" ? "keep" : "refuse");
    const inSource =
      counted.greatest === null && backwards === "refuse"
        ? await greatestInSource()
        : counted.greatest;
    return JSON.stringify(
      nextColumnState(state, { greatest: counted.greatest, inSource, backwards }),
    );
  };
  const reread =
    rereadFrom === undefined || mode !== "append"
      ? {}
      : { reread: { column: found.name, from: rereadFrom } };
  return { ...(where === undefined ? {} : { within: where }), reread, next };
}

/** The greatest value of a column, and how many rows have none. */
export function greatestOf(
  from: Sql,
  column: Sql,
): Query<{ readonly greatest: string | null; readonly nulls: number }> {
  return query(
    "greatest",
    sql`select max(${column}) as greatest, count(*) - count(${column}) as nulls from ${from}`,
    (rows) => {
      const [row] = toObjects(rows, "text");
      return { greatest: row?.["greatest"]?.value ?? null, nulls: Number(row?.["nulls"]?.value) };
    },
  );
}
