/** An element, as it was read. */
export interface ReadXml {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly ReadXml[];
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  "#39": "'",
  "#10": "\n",
  "#9": "\t",
};
const decode = (text: string): string =>
  text.replaceAll(/&([#\w]+);/g, (_, name: string) => entities[name] ?? `unknown entity ${name}`);

function attributesOf(given: string): ReadXml["attributes"] {
  const pairs = [...given.matchAll(/([\w-]+)='([^']*)'/g)];
  return Object.fromEntries(pairs.map(([, key, value = ""]) => [key, decode(value)]));
}

const emptyTag = /<([\w-]+)((?:\s+[\w-]+='[^'<]*')*)\s*\/>/g;
const tag = /<(\/?)([\w-]+)((?:\s+[\w-]+='[^'<]*')*)>([^<]*)/gy;

/** Reads XML as it is written here: no comments, no mixed text; throws where tags do not match. */
export function readXml(text: string): ReadXml {
  const body = text.slice(text.indexOf("?>") + 2).trim();
  const open = [{ name: "", attributes: {}, children: [] as ReadXml[], text: "" }];
  let length = 0;
  const full = body.replaceAll(emptyTag, "<$1$2></$1>");
  for (const [whole = "", isEnd, name = "", given = "", after = ""] of full.matchAll(tag)) {
    length += whole.length;
    if (isEnd === "/" && open.pop()?.name !== name) throw new Error(`${name} is not open`);
    if (isEnd === "/") continue;
    const one = { name, attributes: attributesOf(given), children: [], text: decode(after).trim() };
    open.at(-1)?.children.push(one);
    open.push(one);
  }
  const only = open.length === 1 ? open[0]?.children[0] : undefined;
  if (length !== full.length || only === undefined) throw new Error("not one document");
  return only;
}

interface Rule {
  /** What may be in it, in this order; with `*` often, with `?` not at all. */
  readonly children?: string;
  /** What must be said of it. */
  readonly needs?: readonly string[];
  /** What an attribute may be. */
  readonly values?: Readonly<Record<string, readonly string[] | RegExp>>;
}

const datatypes = ["integer", "real", "string", "datetime", "date", "boolean"];
const fieldTypes = ["nominal", "ordinal", "quantitative"];
const qualified = /^(?:\[(?:[^\]]|\]\])*\])(?:\.\[(?:[^\]]|\]\])*\])*$/;
const uuid = /^\{[\dA-F]{8}(?:-[\dA-F]{4}){3}-[\dA-F]{12}\}$/;
const version = /^\d+(?:\.\d+)*$/;

/** What Tableau's document schemas ask of the elements that are written here, by path from the end. */
const rules: Readonly<Record<string, Rule>> = {
  workbook: {
    children: "datasources worksheets windows explain-data",
    needs: ["version", "source-build"],
    values: { version },
  },
  "datasources/datasource": {
    children: "connection? aliases? column* drill-paths? folders-common? layout?",
    needs: ["name"],
    values: { version },
  },
  relation: {
    needs: ["type", "connection", "table"],
    values: { type: ["table"], table: qualified },
  },
  "metadata-record": {
    children:
      "remote-name local-name parent-name remote-alias ordinal local-type aggregation contains-null",
    needs: ["class"],
    values: { class: ["column"] },
  },
  aliases: { values: { enabled: ["yes", "no"] } },
  column: {
    children: "desc?",
    needs: ["name", "role", "type", "datatype"],
    values: {
      name: qualified,
      role: ["dimension", "measure"],
      type: fieldTypes,
      datatype: datatypes,
      aggregation: ["Sum", "Min", "Max", "Avg"],
    },
  },
  desc: { children: "formatted-text" },
  "formatted-text": { children: "run*" },
  "drill-path": { children: "field*", needs: ["name"] },
  folder: { children: "folder-item*", needs: ["name"] },
  "folder-item": { needs: ["name", "type"], values: { type: ["field"], name: qualified } },
  layout: {
    needs: ["dim-ordering", "measure-ordering", "show-structure"],
    values: { "dim-ordering": ["alphabetic", "ordinal"], "show-structure": ["true", "false"] },
  },
  worksheets: { children: "worksheet*" },
  worksheet: { children: "table simple-id", needs: ["name"] },
  table: { children: "view style panes rows cols" },
  "table/view": { children: "datasources? datasource-dependencies* aggregation" },
  "datasource-dependencies": { children: "column* column-instance*", needs: ["datasource"] },
  "column-instance": {
    needs: ["name", "column", "type", "pivot", "derivation"],
    values: {
      name: qualified,
      column: qualified,
      type: fieldTypes,
      pivot: ["key", "alias"],
      derivation: ["None", "Sum", "Month-Trunc"],
    },
  },
  pane: { children: "view mark" },
  "pane/view": { children: "breakdown" },
  breakdown: { needs: ["value"], values: { value: ["on", "off", "auto"] } },
  mark: { needs: ["class"], values: { class: ["Automatic", "Bar", "Line"] } },
  "simple-id": { needs: ["uuid"], values: { uuid } },
  windows: { children: "window*" },
  window: { children: "cards simple-id?", needs: ["name"], values: { class: ["worksheet"] } },
  cards: { children: "edge*" },
  edge: {
    children: "strip*",
    needs: ["name"],
    values: { name: ["left", "right", "top", "bottom"] },
  },
  strip: { children: "card*", needs: ["size"], values: { size: /^\d+$/ } },
  "explain-data": {
    children: "explanation-types",
    needs: ["enabled-for-viewer", "extreme-values-enabled-for-all"],
  },
};

/** All that is against the rules of a workbook: its order, its attributes, and what it refers to. */
export function findFaults(root: ReadXml): readonly string[] {
  return [...visit(root, ""), ...references(root)];
}

function visit(one: ReadXml, parent: string): readonly string[] {
  const rule = rules[`${parent}/${one.name}`] ?? rules[one.name];
  const inner = one.children.flatMap((child) => visit(child, one.name));
  if (rule === undefined) return inner;
  const { children, needs = [], values = {} } = rule;
  const order = one.children.map(({ name }) => `${name} `).join("");
  const wanted = children?.split(" ").map((part) => {
    const [, name = "", often = ""] = /^([\w-]+)([*?]?)$/.exec(part) ?? [];
    return `(?:${name} )${often}`;
  });
  const missing = needs.filter((name) => one.attributes[name] === undefined);
  const wrong = Object.entries(values).filter(([name, allowed]) => {
    const value = one.attributes[name];
    if (value === undefined) return false;
    return allowed instanceof RegExp ? !allowed.test(value) : !allowed.includes(value);
  });
  return [
    ...(wanted === undefined || new RegExp(`^${wanted.join("")}$`).test(order)
      ? []
      : [`${one.name} has ${order.trim()}`]),
    ...missing.map((name) => `${one.name} lacks ${name}`),
    ...wrong.map(([name]) => `${one.name}: ${name} is ${one.attributes[name]}`),
    ...inner,
  ];
}

/** All elements of a name, at any depth. */
export function all(root: ReadXml, name: string): readonly ReadXml[] {
  return root.children.flatMap((one) => [...(one.name === name ? [one] : []), ...all(one, name)]);
}

const nameOf = ({ attributes }: ReadXml): string => attributes["name"] ?? "";

const unknown = (what: string, list: readonly string[], among: ReadonlySet<string>) =>
  list.filter((one) => !among.has(one)).map((one) => `${what}: there is no ${one}`);

function sheetFaults(
  sheet: ReadXml,
  source: string,
  columns: ReadonlySet<string>,
): readonly string[] {
  const own = all(sheet, "datasource-dependencies")[0];
  const instances = all(sheet, "column-instance");
  const shown = [...all(sheet, "rows"), ...all(sheet, "cols")].flatMap(({ text }) =>
    text === "" ? [] : text.split(" * "),
  );
  const known = new Set(instances.map((one) => `[${source}].${nameOf(one)}`));
  const used = all(sheet, "column").map(nameOf);
  const based = instances.map(({ attributes }) => attributes["column"] ?? "");
  return [
    unknown("sheet's source", [own?.attributes["datasource"] ?? ""], new Set([source])),
    unknown("sheet's column", used, columns),
    unknown("instance's column", based, new Set(used)),
    unknown("shelf", shown, known),
  ].flat();
}

function references(root: ReadXml): readonly string[] {
  const source = root.children[0]?.children[0];
  if (source === undefined) return ["there is no data source"];
  const columns = new Set(source.children.filter(({ name }) => name === "column").map(nameOf));
  const captions = source.children.flatMap(({ name, attributes }) =>
    name === "column" ? [attributes["caption"] ?? ""] : [],
  );
  const connections = new Set(all(source, "named-connection").map(nameOf));
  const sheets = all(root, "worksheet");
  const windows = all(root, "window").map(nameOf);
  const ids = all(root, "simple-id").map(({ attributes }) => attributes["uuid"] ?? "");
  const twice = (kind: string, list: readonly string[]): readonly string[] =>
    list.filter((one, at) => list.indexOf(one) !== at).map((one) => `${kind} twice: ${one}`);
  return [
    ...twice("caption", captions),
    ...twice("sheet", sheets.map(nameOf)),
    ...twice("id", ids),
    ...unknown("folder", all(source, "folder-item").map(nameOf), columns),
    ...unknown(
      "drill path",
      all(source, "field").map(({ text }) => text),
      columns,
    ),
    ...unknown(
      "local name",
      all(source, "local-name").map(({ text }) => text),
      columns,
    ),
    ...unknown(
      "relation",
      all(source, "relation").map((one) => one.attributes["connection"] ?? ""),
      connections,
    ),
    ...unknown("window", windows, new Set(sheets.map(nameOf))),
    ...unknown("sheet", sheets.map(nameOf), new Set(windows)),
    ...sheets.flatMap((sheet) => sheetFaults(sheet, nameOf(source), columns)),
  ];
}
