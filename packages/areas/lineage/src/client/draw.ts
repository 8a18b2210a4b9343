import type { Column, Influence, Model, Table } from "./model.ts";
import { boxWidth, headHeight, lineHeight, type Place } from "./places.ts";

/** What is shown. */
export interface View {
  readonly model: Model;
  readonly places: readonly Place[];
  readonly open: ReadonlySet<number>;
  readonly selected: number | null;
  readonly up: ReadonlyMap<number, Influence>;
  readonly down: ReadonlyMap<number, Influence>;
  /** What part of the plane is to be seen. */
  readonly window: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** Draws the part of the tables that is to be seen. */
export function draw(svg: SVGSVGElement, view: View): void {
  const { window: seen, model } = view;
  svg.setAttribute("viewBox", `${seen.x} ${seen.y} ${seen.width} ${seen.height}`);
  const touched = touchedTables(view);
  const edges = view.selected === null ? tablePaths(view) : columnPaths(view);
  const boxes = model.tables
    .filter(({ index }) => isSeen(view, index))
    .map((table) => box(table, view, touched));
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

function touchedTables({ model, up, down, selected }: View): ReadonlyMap<number, string> {
  const touched = new Map<number, string>();
  for (const column of down.keys()) touched.set(model.columns[column]?.table ?? -1, "down");
  for (const column of up.keys()) touched.set(model.columns[column]?.table ?? -1, "up");
  if (selected !== null) touched.set(model.columns[selected]?.table ?? -1, "here");
  return touched;
}

function box(table: Table, view: View, touched: ReadonlyMap<number, string>): SVGElement {
  const { x, y, height } = view.places[table.index] ?? { x: 0, y: 0, height: 0 };
  const isOpen = view.open.has(table.index);
  const mark = touched.get(table.index) ?? (view.selected === null ? "" : "faded");
  const group = make("g", {
    class: `box ${mark}`,
    transform: `translate(${x} ${y})`,
    tabindex: "0",
    role: "button",
    "aria-expanded": `${isOpen}`,
    "data-table": `${table.index}`,
  });
  group.append(
    title(`${table.name} (${table.kind}, ${table.columns.length} columns)`),
    make("rect", { width: `${boxWidth}`, height: `${height}`, rx: "5" }),
    text(fit(table.name, 26), { x: "10", y: "19", class: "name" }),
    text(`${isOpen ? "▾" : "▸"} ${table.columns.length}`, {
      x: `${boxWidth - 8}`,
      y: "19",
      class: "kind",
      "text-anchor": "end",
    }),
    ...(isOpen ? table.columns.map((column) => line(column, view)) : []),
  );
  return group;
}

function line(column: Column, { selected, up, down }: View): SVGElement {
  const mark =
    selected === column.index
      ? "here"
      : up.has(column.index)
        ? "up"
        : down.has(column.index)
          ? "down"
          : "";
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

function tablePaths(view: View): readonly SVGElement[] {
  const { tableEdges } = view.model.data;
  const paths: SVGElement[] = [];
  for (let at = 0; at < tableEdges.length; at += 2) {
    const [from = -1, to = -1] = tableEdges.slice(at, at + 2);
    if (from !== to && (isSeen(view, from) || isSeen(view, to)))
      paths.push(curve(view, { from, to, fromLine: null, toLine: null }, ""));
  }
  return paths;
}

function columnPaths(view: View): readonly SVGElement[] {
  const { model, up, down } = view;
  const { direct } = model.data;
  const paths: SVGElement[] = [];
  for (const [mark, found] of [
    ["up", up],
    ["down", down],
  ] as const)
    for (const { from, to, kind } of found.values()) {
      const [a, b] = [model.columns[from], model.columns[to]];
      if (a === undefined || b === undefined || paths.length > 5000) continue;
      if (!isSeen(view, a.table) && !isSeen(view, b.table)) continue;
      const ends = { from: a.table, to: b.table, fromLine: a.place, toLine: b.place };
      paths.push(curve(view, ends, kind < direct ? mark : `${mark} indirect`));
    }
  return paths;
}

interface Ends {
  readonly from: number;
  readonly to: number;
  readonly fromLine: number | null;
  readonly toLine: number | null;
}

function curve(
  { places, open }: View,
  { from, to, fromLine, toLine }: Ends,
  mark: string,
): SVGElement {
  const height = (table: number, place: number | null): number =>
    (places[table]?.y ?? 0) +
    (place === null || !open.has(table) ? headHeight / 2 : headHeight + (place + 0.5) * lineHeight);
  const [x, end] = [(places[from]?.x ?? 0) + boxWidth, places[to]?.x ?? 0];
  const [y, endY] = [height(from, fromLine), height(to, toLine)];
  const bend = Math.max(40, Math.abs(end - x) / 2);
  return make("path", {
    class: mark,
    d: `M${x} ${y}C${x + bend} ${y} ${end - bend} ${endY} ${end} ${endY}`,
  });
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
