import { columnAt, type Found, type Model, type Table } from "./model.ts";

/** What is told. */
export interface Told {
  readonly model: Model;
  /** What was chosen: a column, or a table with all of its columns. */
  readonly chosen: ReadonlySet<number>;
  readonly table: Table | null;
  readonly up: Found;
  readonly down: Found;
  /** Of `down`, the columns whose values come from the chosen ones; `null` if impact is not asked. */
  readonly hit: Found | null;
}

/** Lists what a column comes from and goes to, or what a change of it reaches. */
export function showDetails(element: HTMLElement, told: Told): void {
  const { model, chosen, table, up, down, hit } = told;
  const [first] = chosen;
  const name = table?.name ?? (first === undefined ? null : nameOf(model, first));
  if (name === null) {
    const hint = document.createElement("p");
    hint.textContent =
      hit === null
        ? "Choose a column to see what it comes from and where it goes."
        : "Choose a column or a table to see what its change reaches.";
    element.replaceChildren(hint);
    return;
  }
  if (hit !== null) {
    element.replaceChildren(heading(name), ...impact(told, hit));
    return;
  }
  element.replaceChildren(
    heading(name),
    ...list(`Comes from ${up.size}`, model, { found: up, end: "from" }),
    ...list(`Goes to ${down.size}`, model, { found: down, end: "to" }),
  );
}

/** Table by table, the nearest first: how many columns get other values, and of how many it only decides. */
function impact({ model, down }: Told, hit: Found): readonly HTMLElement[] {
  const counts = new Map<number, { values: number; decides: number; first: number }>();
  for (const column of down.keys()) {
    const table = model.tableOf[column] ?? -1;
    const known = counts.get(table) ?? { values: 0, decides: 0, first: column };
    counts.set(table, known);
    if (hit.has(column)) known.values += 1;
    else known.decides += 1;
  }
  const items = document.createElement("ul");
  for (const [table, { values, decides, first }] of [...counts].slice(0, 300)) {
    const says = [
      values > 0 ? `values of ${values}` : "",
      decides > 0 ? `decides on ${decides}` : "",
    ];
    items.append(
      item(model.tables[table]?.name ?? "", first, says.filter((one) => one !== "").join(", ")),
    );
  }
  const title = `A change reaches ${down.size} columns of ${counts.size} tables: values of ${hit.size}`;
  return [heading(title), items];
}

function list(
  says: string,
  model: Model,
  { found, end }: { readonly found: Found; readonly end: "from" | "to" },
): readonly HTMLElement[] {
  const items = document.createElement("ul");
  let count = 0;
  for (const one of found.values()) {
    count += 1;
    if (count > 300) break;
    items.append(item(nameOf(model, one[end]), one[end], model.data.kinds[one.kind] ?? ""));
  }
  return [heading(says), items];
}

function item(name: string, column: number, says: string): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset["column"] = `${column}`;
  button.textContent = name;
  const small = document.createElement("small");
  small.textContent = ` ${says}`;
  const element = document.createElement("li");
  element.append(button, small);
  return element;
}

function nameOf(model: Model, index: number): string {
  const column = columnAt(model, index);
  return column === undefined ? "" : `${model.tables[column.table]?.name ?? ""}.${column.name}`;
}

function heading(says: string): HTMLElement {
  const element = document.createElement("h2");
  element.textContent = says;
  return element;
}
