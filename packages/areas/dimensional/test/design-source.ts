import type { DesignReference, DesignTable } from "../src/index.ts";

/** Types of columns. */
export const text = { kind: "text" } as const;
export const int64 = { kind: "int64" } as const;
export const date = { kind: "date" } as const;
export const timestamp = { kind: "timestamp" } as const;
export const cents = { kind: "decimal", precision: 18, scale: 2 } as const;

/** A table of a source, with its key, columns with commas between them, and figures of some dates. */
export const table = (
  name: string,
  key: string,
  columns: Readonly<Record<string, DesignTable["columns"][number]["type"] | undefined>>,
): DesignTable => ({
  name,
  columns: Object.entries(columns).map(([own, type]) => ({
    name: own,
    type: type ?? { kind: "text" },
  })),
  keys: key === "" ? [] : [{ columns: key.split(","), by: "catalogue" }],
  figures: {
    ordered_at: { nulls: 0, min: "2025-03-01 00:00:00", max: "2026-02-01 00:00:00" },
    shipped_on: { nulls: 1 },
    paid_on: { nulls: 2 },
  },
});

/** That a column names a row of another table, by its `id`, or as in `table:key`. */
export const reference = (child: string, column: string, named: string): DesignReference => ({
  child,
  childColumns: [column],
  parent: named.split(":")[0] ?? "",
  parentColumns: [named.split(":")[1] ?? "id"],
  by: "catalogue",
  reason: "declared",
});
