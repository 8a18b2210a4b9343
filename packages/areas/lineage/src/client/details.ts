import type { Influence, Model } from "./model.ts";

/** Lists what a column comes from and goes to, or what a table has. */
export function showDetails(
  element: HTMLElement,
  model: Model,
  {
    selected,
    up,
    down,
  }: {
    readonly selected: number | null;
    readonly up: ReadonlyMap<number, Influence>;
    readonly down: ReadonlyMap<number, Influence>;
  },
): void {
  const column = selected === null ? undefined : model.columns[selected];
  if (column === undefined) {
    const hint = document.createElement("p");
    hint.textContent = "Choose a column to see what it comes from and where it goes.";
    element.replaceChildren(hint);
    return;
  }
  element.replaceChildren(
    heading(`${model.tables[column.table]?.name ?? ""}.${column.name}`),
    ...list(`Comes from ${up.size}`, model, { found: up, end: "from" }),
    ...list(`Goes to ${down.size}`, model, { found: down, end: "to" }),
  );
}

function list(
  says: string,
  model: Model,
  { found, end }: { readonly found: ReadonlyMap<number, Influence>; readonly end: "from" | "to" },
): readonly HTMLElement[] {
  const items = document.createElement("ul");
  for (const one of [...found.values()].slice(0, 300)) {
    const column = model.columns[one[end]];
    if (column === undefined) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.dataset["column"] = `${column.index}`;
    button.textContent = `${model.tables[column.table]?.name ?? ""}.${column.name}`;
    const kind = document.createElement("small");
    kind.textContent = ` ${model.data.kinds[one.kind] ?? ""}`;
    const item = document.createElement("li");
    item.append(button, kind);
    items.append(item);
  }
  return [heading(says), items];
}

function heading(says: string): HTMLElement {
  const element = document.createElement("h2");
  element.textContent = says;
  return element;
}
