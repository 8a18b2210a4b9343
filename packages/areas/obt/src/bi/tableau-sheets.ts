import type { BiField } from "./bi-fields.ts";
import { columnOf, measuredAs } from "./tableau-fields.ts";
import { bracketed, identify } from "./tableau-names.ts";
import { element, type Xml } from "./xml.ts";

/** An example sheet. */
export interface TableauSheet {
  /** No two are called alike. */
  readonly name: string;
  /** The columns that it shows. */
  readonly fields: readonly BiField[];
  /** How it shows them. */
  readonly instances: readonly Xml[];
  /** What is down its side, by instances. */
  readonly rows: readonly string[];
  /** What is along its top. */
  readonly columns: readonly string[];
}

const dates: ReadonlySet<string> = new Set(["date", "timestamp", "instant"]);

/**
 * The first measure that may be summed, by the first attribute, and by month where there is a date; an empty sheet where nothing may be summed, since
 * a workbook has at least one.
 */
export function exampleSheets(
  fields: readonly BiField[],
  caption: string,
): readonly TableauSheet[] {
  const plain = fields.filter(({ name }) => !/[:\]]/.test(name)); // instances have colons of their own
  const measure = plain.find(({ aggregation }) => aggregation === "sum");
  const group = plain.find(({ kind, type }) => kind === "attribute" && !dates.has(type));
  const time = plain.find(({ role, type }) => role === "dimension" && dates.has(type));
  const sheets = [
    ...(measure === undefined || group === undefined ? [] : [bars(measure, group)]),
    ...(measure === undefined || time === undefined ? [] : [line(measure, time)]),
  ];
  const empty = { name: caption, fields: [], instances: [], rows: [], columns: [] };
  return sheets.length === 0 ? [empty] : sheets;
}

function bars(measure: BiField, group: BiField): TableauSheet {
  const type = measuredAs(group);
  const by = `[none:${group.name}:${type === "nominal" ? "nk" : "ok"}]`;
  const sum = `[sum:${measure.name}:qk]`;
  return {
    name: `${measure.caption} by ${group.caption}`,
    fields: [group, measure],
    instances: [
      instance(by, group.name, { derivation: "None", type }),
      instance(sum, measure.name, { derivation: "Sum", type: "quantitative" }),
    ],
    rows: [by],
    columns: [sum],
  };
}

function line(measure: BiField, time: BiField): TableauSheet {
  const month = `[tmn:${time.name}:qk]`;
  const sum = `[sum:${measure.name}:qk]`;
  return {
    name: `${measure.caption} over ${time.caption}`,
    fields: [time, measure],
    instances: [
      instance(month, time.name, { derivation: "Month-Trunc", type: "quantitative" }),
      instance(sum, measure.name, { derivation: "Sum", type: "quantitative" }),
    ],
    rows: [sum],
    columns: [month],
  };
}

function instance(
  name: string,
  column: string,
  { derivation, type }: { readonly derivation: string; readonly type: string },
): Xml {
  return element("column-instance", {
    column: `[${column}]`,
    derivation,
    name,
    pivot: "key",
    type,
  });
}

/** A sheet, and what it needs of the data source. */
export function worksheetOf(
  { name, fields, instances, rows, columns }: TableauSheet,
  { caption, source }: { readonly caption: string; readonly source: string },
): Xml {
  const shelf = (shown: readonly string[]): Xml["children"] =>
    shown.length === 0 ? [] : shown.map((one) => `${bracketed(source)}.${one}`).join(" * ");
  return element("worksheet", { name }, [
    element("table", {}, [
      element("view", {}, [
        element("datasources", {}, [element("datasource", { caption, name: source })]),
        element("datasource-dependencies", { datasource: source }, [
          ...fields.map((field) => columnOf(field)),
          ...instances,
        ]),
        element("aggregation", { value: "true" }),
      ]),
      element("style"),
      element("panes", {}, [
        element("pane", { "selection-relaxation-option": "selection-relaxation-allow" }, [
          element("view", {}, [element("breakdown", { value: "auto" })]),
          element("mark", { class: "Automatic" }),
        ]),
      ]),
      element("rows", {}, shelf(rows)),
      element("cols", {}, shelf(columns)),
    ]),
    element("simple-id", { uuid: identify(caption, "sheet", name) }),
  ]);
}

const strip = (size: string, ...cards: readonly string[]): Xml =>
  element(
    "strip",
    { size },
    cards.map((type) => element("card", { type })),
  );

/** The window that shows a sheet. */
export function windowOf(name: string, isFirst: boolean): Xml {
  return element("window", { class: "worksheet", maximized: isFirst ? "true" : undefined, name }, [
    element("cards", {}, [
      element("edge", { name: "left" }, [strip("160", "pages", "filters", "marks")]),
      element("edge", { name: "top" }, [
        strip("2147483647", "columns"),
        strip("2147483647", "rows"),
        strip("31", "title"),
      ]),
    ]),
    element("simple-id", { uuid: identify("window", name) }),
  ]);
}
