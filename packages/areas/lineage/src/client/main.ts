import type { ViewerData } from "../export/viewer-data.ts";
import { showDetails } from "./details.ts";
import { draw, type View } from "./draw.ts";
import { readModel, search, trace, type Column, type Influence, type Table } from "./model.ts";
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
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page was written with it
const data = JSON.parse(byId("data", HTMLScriptElement).textContent ?? "") as ViewerData;
const model = readModel(data);
const nothing: ReadonlyMap<number, Influence> = new Map();

const open = new Set<number>();
let selected: number | null = null;
let [up, down] = [nothing, nothing];
let places = placeTables(model, open);
let seen: View["window"] = { x: 0, y: 0, width: 1, height: 1 };
let hits: readonly (Table | Column)[] = [];
let chosen = 0;
let isWaiting = false;

function redraw(): void {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    draw(svg, { model, places, open, selected, up, down, window: seen });
  });
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

function choose(column: number | null, isFar = false): void {
  selected = column;
  const directOnly = directBox.checked;
  up = column === null ? nothing : trace(model, column, { direction: "up", directOnly });
  down = column === null ? nothing : trace(model, column, { direction: "down", directOnly });
  const tables = [column ?? -1, ...up.keys(), ...down.keys()].map(
    (one) => model.columns[one]?.table ?? -1,
  );
  if (column !== null && new Set(tables).size <= 40) for (const one of tables) open.add(one);
  else if (column !== null) open.add(tables[0] ?? -1);
  places = placeTables(model, open);
  if (isFar) lookAt(tables.length <= 2000 ? [...new Set(tables)] : tables.slice(0, 1));
  showDetails(details, model, { selected, up, down });
  redraw();
}

function toggle(table: number): void {
  if (!open.delete(table)) open.add(table);
  arrange();
}

function showHits(): void {
  hits = search(model, searchBox.value, 200);
  chosen = 0;
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
    item.setAttribute("aria-selected", `${index === chosen}`);
    if (index === chosen) item.scrollIntoView({ block: "nearest" });
  }
}

function take(hit: Table | Column | undefined): void {
  if (hit === undefined) return;
  if ("table" in hit) choose(hit.index, true);
  else {
    open.add(hit.index);
    places = placeTables(model, open);
    lookAt([hit.index]);
    redraw();
  }
}

function act(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const column = target.closest("[data-column]")?.getAttribute("data-column");
  if (column !== null && column !== undefined) {
    choose(Number(column), target.closest("aside") !== null);
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
    chosen = Math.max(0, Math.min(hits.length - 1, chosen + (event.key === "ArrowDown" ? 1 : -1)));
    markChosen();
  }
  if (event.key === "Enter") take(hits[chosen]);
});
directBox.addEventListener("change", () => {
  choose(selected);
});
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
  const isTyping = event.target === searchBox;
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    searchBox.focus();
  }
  if (event.key === "Escape") {
    searchBox.value = "";
    showHits();
    choose(null);
  }
  if (isTyping) return;
  const step = moves[event.key];
  if (step !== undefined && event.target === svg) {
    event.preventDefault();
    move(...step);
  }
  if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 0.85 : 1.15);
  const isButton = event.target instanceof SVGElement && event.target !== svg;
  if ((event.key === "Enter" || event.key === " ") && isButton) {
    event.preventDefault();
    act(event.target);
  }
});
addEventListener("resize", fitAll);

const kinds = data.tables.filter(([, kind]) => kind === "source").length;
byId("counts", HTMLParagraphElement).textContent =
  `${data.tables.length} tables (${kinds} sources), ${model.columns.length} columns, ${data.edges.length / 3} edges`;
showDetails(details, model, { selected, up, down });
fitAll();
