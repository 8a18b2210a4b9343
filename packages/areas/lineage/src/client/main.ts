import type { ViewerData } from "../export/viewer-data.ts";
import { showDetails } from "./details.ts";
import { draw, type View } from "./draw.ts";
import {
  columnAt,
  readModel,
  search,
  trace,
  type Column,
  type Found,
  type Table,
} from "./model.ts";
import { boxWidth, placeTables } from "./places.ts";

function byId<T extends Element>(id: string, type: new () => T): T {
  const element = document.querySelector(`#${id}`);
  if (!(element instanceof type)) throw new Error(`no ${id}`);
  return element;
}

const svg = byId("view", SVGSVGElement);
const searchBox = byId("search", HTMLInputElement);
const foundList = byId("found", HTMLUListElement);
const details = byId("details", HTMLElement);
const directBox = byId("direct", HTMLInputElement);
const impactBox = byId("impact", HTMLInputElement);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page was written with it
const data = JSON.parse(byId("data", HTMLScriptElement).textContent ?? "") as ViewerData;
const model = readModel(data);
const nothing: Found = new Map();

const open = new Set<number>();
let chosen: ReadonlySet<number> = new Set();
let chosenTable: Table | null = null;
let [up, down] = [nothing, nothing];
let hit: Found | null = null;
let places = placeTables(model, open);
let seen: View["window"] = { x: 0, y: 0, width: 1, height: 1 };
let hits: readonly (Table | Column)[] = [];
let marked = 0;
let isWaiting = false;

function redraw(): void {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    const focused = placeOfFocus();
    draw(svg, { model, places, open, chosen, up, down, hit, window: seen });
    if (focused !== null) svg.querySelector<SVGElement>(focused)?.focus();
  });
}

/** What has the focus in the picture, since drawing makes everything anew. */
function placeOfFocus(): string | null {
  const { activeElement: active } = document;
  if (active === null || active === svg || !svg.contains(active)) return null;
  for (const name of ["data-column", "data-table"])
    if (active.hasAttribute(name)) return `[${name}="${active.getAttribute(name)}"]`;
  return null;
}

function arrange(): void {
  places = placeTables(model, open);
  redraw();
}

function fitAll(): void {
  const { width, height } = svg.getBoundingClientRect();
  const right = Math.max(0, ...places.map(({ x }) => x + boxWidth)) + 20;
  const bottom = Math.max(0, ...places.map((place) => place.y + place.height)) + 20;
  const scale = Math.max(right / Math.max(1, width), bottom / Math.max(1, height), 0.8);
  seen = { x: -20, y: -20, width: width * scale + 20, height: height * scale + 20 };
  redraw();
}

/** Shows the first of some tables, and all of them if they are not too far apart. */
function lookAt(tables: readonly number[]): void {
  const { width, height } = svg.getBoundingClientRect();
  const shown = tables.flatMap((table) => places[table] ?? []);
  const [first] = shown;
  if (first === undefined) return;
  const [left, top] = [Math.min(...shown.map(({ x }) => x)), Math.min(...shown.map(({ y }) => y))];
  const right = Math.max(...shown.map(({ x }) => x + boxWidth));
  const bottom = Math.max(...shown.map((place) => place.y + place.height));
  const scale = Math.max(1, (right - left + 40) / width, (bottom - top + 40) / height);
  const isNear = scale <= 2.5;
  const [x, y] = isNear
    ? [(left + right) / 2, (top + bottom) / 2]
    : [first.x + boxWidth / 2, first.y + first.height / 2];
  const size = isNear ? scale : 1;
  seen = {
    x: x - (width * size) / 2,
    y: y - (height * size) / 2,
    width: width * size,
    height: height * size,
  };
}

/** Chooses columns: one, or all of a table; none clears. */
function choose(columns: readonly number[], table: Table | null, isFar = false): void {
  chosen = new Set(columns);
  chosenTable = table;
  const directOnly = directBox.checked;
  const isImpact = impactBox.checked;
  up = isImpact ? nothing : trace(model, columns, { direction: "up", directOnly });
  down = trace(model, columns, { direction: "down", directOnly });
  hit = isImpact ? trace(model, columns, { direction: "down", directOnly: true }) : null;
  const tables = new Set<number>();
  for (const one of [...columns, ...up.keys(), ...down.keys()])
    tables.add(model.tableOf[one] ?? -1);
  const [first] = tables;
  for (const one of tables.size <= 40 ? tables : first === undefined ? [] : [first]) open.add(one);
  places = placeTables(model, open);
  if (isFar) lookAt(tables.size <= 2000 ? [...tables] : [...tables].slice(0, 1));
  tell();
  redraw();
}

function tell(): void {
  showDetails(details, { model, chosen, table: chosenTable, up, down, hit });
}

/** Traces again what is chosen, as when a box was ticked. */
function again(): void {
  choose([...chosen], chosenTable);
}

/** Opens or closes a table; where impact is asked, chooses it. */
function toggle(table: number): void {
  const found = model.tables[table];
  if (impactBox.checked && found !== undefined) {
    choose(
      Array.from({ length: found.count }, (_, place) => found.first + place),
      found,
    );
    return;
  }
  if (!open.delete(table)) open.add(table);
  arrange();
}

function showHits(): void {
  hits = search(model, searchBox.value, 200);
  marked = 0;
  foundList.replaceChildren(
    ...hits.map((one, index) => {
      const item = document.createElement("li");
      item.role = "option";
      item.dataset["hit"] = `${index}`;
      item.textContent =
        "table" in one ? `${model.tables[one.table]?.name ?? ""}.${one.name}` : one.name;
      return item;
    }),
  );
  markChosen();
}

function markChosen(): void {
  for (const [index, item] of [...foundList.children].entries()) {
    item.setAttribute("aria-selected", `${index === marked}`);
    if (index === marked) item.scrollIntoView({ block: "nearest" });
  }
}

function take(one: Table | Column | undefined): void {
  if (one === undefined) return;
  if ("table" in one) choose([one.index], null, true);
  else {
    open.add(one.index);
    places = placeTables(model, open);
    lookAt([one.index]);
    redraw();
  }
}

function act(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const column = target.closest("[data-column]")?.getAttribute("data-column");
  if (column !== null && column !== undefined) {
    choose([Number(column)], null, target.closest("aside") !== null);
    return true;
  }
  const table = target.closest("[data-table]")?.getAttribute("data-table");
  if (table === null || table === undefined) return false;
  toggle(Number(table));
  return true;
}

function zoom(factor: number): void {
  const { x, y, width, height } = seen;
  seen = {
    x: x + (width * (1 - factor)) / 2,
    y: y + (height * (1 - factor)) / 2,
    width: width * factor,
    height: height * factor,
  };
  redraw();
}

function move(x: number, y: number): void {
  seen = { ...seen, x: seen.x + x, y: seen.y + y };
  redraw();
}

let drag: { readonly x: number; readonly y: number; far: number } | null = null;
svg.addEventListener("pointerdown", ({ clientX, clientY }) => {
  drag = { x: clientX, y: clientY, far: 0 };
});
svg.addEventListener("pointermove", ({ clientX, clientY, movementX, movementY }) => {
  if (drag === null) return;
  drag.far = Math.max(drag.far, Math.abs(clientX - drag.x) + Math.abs(clientY - drag.y));
  const scale = seen.width / Math.max(1, svg.getBoundingClientRect().width);
  if (drag.far > 4) move(-movementX * scale, -movementY * scale);
});
addEventListener("pointerup", ({ target }) => {
  const wasClick = drag !== null && drag.far <= 4;
  drag = null;
  if (wasClick) act(target);
});
svg.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15);
  },
  { passive: false },
);
details.addEventListener("click", ({ target }) => void act(target));
foundList.addEventListener("click", ({ target }) => {
  const item = target instanceof Element ? target.closest("[data-hit]") : null;
  if (item !== null) take(hits[Number(item.getAttribute("data-hit"))]);
});
searchBox.addEventListener("input", showHits);
searchBox.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    marked = Math.max(0, Math.min(hits.length - 1, marked + (event.key === "ArrowDown" ? 1 : -1)));
    markChosen();
  }
  if (event.key === "Enter") take(hits[marked]);
});
directBox.addEventListener("change", again);
impactBox.addEventListener("change", again);
byId("open", HTMLButtonElement).addEventListener("click", () => {
  for (const { index } of model.tables) open.add(index);
  arrange();
});
byId("close", HTMLButtonElement).addEventListener("click", () => {
  open.clear();
  arrange();
});
byId("fit", HTMLButtonElement).addEventListener("click", fitAll);

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-60, 0],
  ArrowRight: [60, 0],
  ArrowUp: [0, -60],
  ArrowDown: [0, 60],
};
addEventListener("keydown", (event) => {
  const { key, target } = event;
  const isTyping = target === searchBox;
  if (key === "/" && !isTyping) {
    event.preventDefault();
    searchBox.focus();
  }
  if (key === "Escape") {
    searchBox.value = "";
    showHits();
    choose([], null);
  }
  if (isTyping) return;
  keys[key]?.();
  const isTaken =
    target === svg ? pan(key) : target instanceof SVGElement && keyInPicture(key, target);
  if (isTaken) event.preventDefault();
});

const keys: Readonly<Record<string, () => void>> = {
  i: () => impactBox.click(),
  v: () => directBox.click(),
  "+": () => zoom(0.85),
  "-": () => zoom(1.15),
};

function pan(key: string): boolean {
  const step = moves[key];
  if (step !== undefined) move(...step);
  return step !== undefined;
}

/** Whether a key on a table or a column did something. */
function keyInPicture(key: string, target: SVGElement): boolean {
  if (key === "Enter" || key === " ") return act(target);
  const column = target.closest("[data-column]")?.getAttribute("data-column");
  const step = moves[key];
  if (step === undefined || column === null || column === undefined) return false;
  walk(Number(column), step);
  return true;
}

/** Goes from a column to the next one of its table, or along an influence to another table, and chooses it. */
function walk(column: number, [x, y]: readonly [number, number]): void {
  const options = { directOnly: directBox.checked } as const;
  const next =
    y === 0
      ? [...trace(model, [column], { ...options, direction: x < 0 ? "up" : "down" }).keys()][0]
      : column + Math.sign(y);
  if (next === undefined || columnAt(model, next) === undefined) return;
  if (y !== 0 && model.tableOf[next] !== model.tableOf[column]) return;
  choose([next], null, y === 0);
  requestAnimationFrame(() => svg.querySelector<SVGElement>(`[data-column="${next}"]`)?.focus());
}

addEventListener("resize", fitAll);

const kinds = data.tables.filter(([, kind]) => kind === "source").length;
byId("counts", HTMLParagraphElement).textContent =
  `${data.tables.length} tables (${kinds} sources), ${model.columnCount} columns, ${data.edges.length / 3} edges`;
tell();
fitAll();
