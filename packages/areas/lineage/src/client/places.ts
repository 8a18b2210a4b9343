import type { Model, Table } from "./model.ts";

export const boxWidth = 220;
export const headHeight = 30;
export const lineHeight = 18;
const layerWidth = 330;
const gap = 14;

/** Where a table is. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** Where all tables are if some of them are open; those below an open one move down. */
export function placeTables(model: Model, open: ReadonlySet<number>): readonly Place[] {
  const places: Place[] = [];
  const ends = new Map<number, number>();
  for (const table of fromTheTop(model)) {
    const end = ends.get(table.layer) ?? -Infinity;
    const y = Math.max(table.top, end + gap);
    const height = heightOf(table, open.has(table.index));
    places[table.index] = { x: table.layer * layerWidth, y, height };
    ends.set(table.layer, y + height);
  }
  return places;
}

const sorted = new WeakMap<Model, readonly Table[]>();

function fromTheTop(model: Model): readonly Table[] {
  const tables = sorted.get(model) ?? model.tables.toSorted((a, b) => a.top - b.top);
  sorted.set(model, tables);
  return tables;
}

function heightOf({ count }: Table, isOpen: boolean): number {
  return headHeight + (isOpen ? count * lineHeight + 6 : 0);
}
