import { columnsOf, type Column, type Found, type Model, type Table } from "./model.ts";
import { boxWidth, headHeight, lineHeight, type Place } from "./places.ts";

/** What is shown. */
export interface View {
  readonly model: Model;
  readonly places: readonly Place[];
  readonly open: ReadonlySet<number>;
  /** The columns that were chosen: one, or all of a table. */
  readonly chosen: ReadonlySet<number>;
  readonly up: Found;
  readonly down: Found;
  /** Of `down`, the columns whose values come from the chosen ones; `null` if that is not asked. */
  readonly hit: Found | null;
  /** What part of the plane is to be seen. */
  readonly window: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** With more tables in sight than this, they are drawn without their names: nobody could read them. */
const mostNamed = 300;

/** Draws the part of the tables that is to be seen. */
export function draw(svg: SVGSVGElement, view: View): void {
  const { window: seen, model } = view;
  svg.setAttribute("viewBox", `${seen.x} ${seen.y} ${seen.width} ${seen.height}`);
  const touched = touchedTables(view);
  const tables = model.tables.filter(({ index }) => isSeen(view, index));
  const isFar = tables.length > mostNamed;
  const edges = view.chosen.size === 0 ? tablePaths(view) : columnPaths(view);
  const boxes = tables.map((table) => box(table, view, { touched, isFar }));
  svg.replaceChildren(...edges, ...boxes);
}

function isSeen({ places, window: seen }: View, table: number): boolean {
  const place = places[table];
  if (place === undefined) return false;
  return (
    place.x + boxWidth >= seen.x &&
    place.x <= seen.x + seen.width &&
    place.y + place.height >= seen.y &&
    place.y <= seen.y + seen.height
  );
}

function touchedTables({ model, up, down, hit, chosen }: View): ReadonlyMap<number, string> {
  const touched = new Map<number, string>();
  const mark = (columns: Iterable<number>, name: string): void => {
    for (const column of columns) touched.set(model.tableOf[column] ?? -1, name);
  };
  mark(down.keys(), "down");
  if (hit !== null) mark(hit.keys(), "hit");
  mark(up.keys(), "up");
  mark(chosen, "here");
  return touched;
}

interface BoxOptions {
  readonly touched: ReadonlyMap<number, string>;
  readonly isFar: boolean;
}

function box(table: Table, view: View, { touched, isFar }: BoxOptions): SVGElement {
  const { x, y, height } = view.places[table.index] ?? { x: 0, y: 0, height: 0 };
  const isOpen = view.open.has(table.index);
  const mark = touched.get(table.index) ?? (view.chosen.size === 0 ? "" : "faded");
  const group = make("g", {
    class: `box ${mark}`,
    transform: `translate(${x} ${y})`,
    tabindex: "0",
    role: "button",
    "aria-expanded": `${isOpen}`,
    "data-table": `${table.index}`,
  });
  const frame = make("rect", { width: `${boxWidth}`, height: `${height}`, rx: "5" });
  if (isFar) {
    group.setAttribute("aria-label", table.name);
    group.append(frame);
    return group;
  }
  group.append(
    title(`${table.name} (${table.kind}, ${table.count} columns)`),
    frame,
    text(fit(table.name, 26), { x: "10", y: "19", class: "name" }),
    text(`${isOpen ? "▾" : "▸"} ${table.count}`, {
      x: `${boxWidth - 8}`,
      y: "19",
      class: "kind",
      "text-anchor": "end",
    }),
    ...(isOpen ? columnsOf(view.model, table).map((column) => line(column, view)) : []),
  );
  return group;
}

function markOf(column: number, { chosen, up, down, hit }: View): string {
  if (chosen.has(column)) return "here";
  if (up.has(column)) return "up";
  if (hit?.has(column) === true) return "hit";
  return down.has(column) ? "down" : "";
}

function line(column: Column, view: View): SVGElement {
  const mark = markOf(column.index, view);
  const y = headHeight + column.place * lineHeight;
  const group = make("g", {
    class: `column ${mark}`,
    tabindex: "0",
    role: "button",
    "data-column": `${column.index}`,
  });
  group.append(
    title(column.type === "" ? column.name : `${column.name}: ${column.type}`),
    make("rect", { x: "4", y: `${y}`, width: `${boxWidth - 8}`, height: `${lineHeight}`, rx: "3" }),
    text(fit(column.name, 22), { x: "12", y: `${y + 13}` }),
    text(fit(column.type, 10), {
      x: `${boxWidth - 10}`,
      y: `${y + 13}`,
      class: "kind",
      "text-anchor": "end",
    }),
  );
  return group;
}

/** Curves by their marks: one element for all of a mark, since there may be thousands. */
function pathsOf(curves: ReadonlyMap<string, readonly string[]>): readonly SVGElement[] {
  return [...curves].map(([mark, parts]) => make("path", { class: mark, d: parts.join("") }));
}

function add(curves: Map<string, string[]>, mark: string, part: string): void {
  const parts = curves.get(mark);
  if (parts === undefined) curves.set(mark, [part]);
  else parts.push(part);
}

function tablePaths(view: View): readonly SVGElement[] {
  const { tableEdges } = view.model.data;
  const curves = new Map<string, string[]>();
  for (let at = 0; at < tableEdges.length; at += 2) {
    const [from, to] = [tableEdges[at] ?? -1, tableEdges[at + 1] ?? -1];
    if (from !== to && (isSeen(view, from) || isSeen(view, to)))
      add(curves, "", curve(view, { from, to, fromLine: null, toLine: null }));
  }
  return pathsOf(curves);
}

/** So many curves are drawn at most. */
const mostCurves = 5000;

function columnPaths(view: View): readonly SVGElement[] {
  const { model, up, down, hit } = view;
  const { direct } = model.data;
  const curves = new Map<string, string[]>();
  let count = 0;
  for (const [mark, found] of [
    ["up", up],
    ["down", down],
  ] as const)
    for (const { from, to, kind } of found.values()) {
      const [a, b] = [model.tableOf[from] ?? -1, model.tableOf[to] ?? -1];
      if (count >= mostCurves || (!isSeen(view, a) && !isSeen(view, b))) continue;
      count += 1;
      const [fromLine, toLine] = [placeOf(model, from), placeOf(model, to)];
      const own = mark === "down" && hit?.has(to) === true ? "hit" : mark;
      add(
        curves,
        kind < direct ? own : `${own} indirect`,
        curve(view, { from: a, to: b, fromLine, toLine }),
      );
    }
  return pathsOf(curves);
}

function placeOf({ tables, tableOf }: Model, column: number): number {
  return column - (tables[tableOf[column] ?? -1]?.first ?? 0);
}

interface Ends {
  readonly from: number;
  readonly to: number;
  readonly fromLine: number | null;
  readonly toLine: number | null;
}

function curve({ places, open }: View, { from, to, fromLine, toLine }: Ends): string {
  const height = (table: number, place: number | null): number =>
    (places[table]?.y ?? 0) +
    (place === null || !open.has(table) ? headHeight / 2 : headHeight + (place + 0.5) * lineHeight);
  const [x, end] = [(places[from]?.x ?? 0) + boxWidth, places[to]?.x ?? 0];
  const [y, endY] = [height(from, fromLine), height(to, toLine)];
  const bend = Math.max(40, Math.abs(end - x) / 2);
  return `M${x} ${y}C${x + bend} ${y} ${end - bend} ${endY} ${end} ${endY}`;
}

function make(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function text(content: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = make("text", attributes);
  element.textContent = content;
  return element;
}

function title(content: string): SVGElement {
  const element = make("title", {});
  element.textContent = content;
  return element;
}

function fit(content: string, most: number): string {
  return content.length > most ? `${content.slice(0, most - 1)}…` : content;
}
