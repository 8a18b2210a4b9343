import { formatValue, type Relation } from "@dx/core";
import { query, sql, type Query } from "@dx/sql";
import { comparables } from "./ask-distinct.ts";
import { whole } from "./sql-parts.ts";
import type { TableColumn } from "./table-columns.ts";

/** Some rows, to refute keys with. */
export interface KeySample {
  /** Whether no two of the rows agree in some columns, by their places. */
  readonly isUnique: (columns: readonly number[]) => boolean;
}

const sampledRows = 1000;

/** Asks for some rows, whichever come first; what they refute holds of the table. */
export function askKeySample(table: Relation, columns: readonly TableColumn[]): Query<KeySample> {
  const question = sql`select ${comparables(columns)} from ${table} limit ${whole(sampledRows)}`;
  return query("sample", question, (rows) => {
    const coded = rows.columns.map((column) => {
      const codes = new Map<string | null, number>();
      return Array.from({ length: rows.count }, (_, index) => {
        const text = formatValue(column, index);
        const code = codes.get(text) ?? codes.size;
        codes.set(text, code);
        return code;
      });
    });
    return { isUnique: (places) => isUnique(places.map((at) => coded[at] ?? [])) };
  });
}

function isUnique(columns: readonly (readonly number[])[]): boolean {
  const seen = new Set<number>();
  for (let row = 0; row < (columns[0]?.length ?? 0); row += 1) {
    const code = columns.reduce((sum, codes) => sum * sampledRows + (codes[row] ?? 0), 0);
    if (seen.has(code)) return false;
    seen.add(code);
  }
  return true;
}
