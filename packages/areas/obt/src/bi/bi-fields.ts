import { parseName, type DataTypeKind } from "@dx/core";
import { describeColumns } from "../describe-columns.ts";
import { fold, nameColumns, type ObtColumn } from "../obt-columns.ts";
import type { ObtSpec, RollUp } from "../obt-spec.ts";

/** A column of a wide table as tools for business intelligence know it. */
export interface BiField {
  /** The column. */
  readonly name: string;
  /** What it is in the wide table. */
  readonly kind: ObtColumn["kind"];
  /** For people; no two are alike. */
  readonly caption: string;
  /** The kind of its type. */
  readonly type: DataTypeKind;
  /** Whether it is brought together, or groups. */
  readonly role: "dimension" | "measure";
  /** How a measure is brought together; `null` of what groups. */
  readonly aggregation: "sum" | "min" | "max" | "average" | null;
  /** Whether it is an axis rather than a list of values; a number that may not be summed is one, and no measure. */
  readonly isContinuous: boolean;
  /** Where it is listed. */
  readonly folder: string;
  /** What it is. */
  readonly description: string;
}

const aggregations: Readonly<Record<RollUp, BiField["aggregation"]>> = {
  sum: "sum",
  min: "min",
  max: "max",
  average: "average",
  last: null,
  none: null,
};
const numbers: ReadonlySet<DataTypeKind> = new Set(["int32", "int64", "float64", "decimal"]);

/**
 * The fields of a wide table for a tool that adds measures up by itself: only what may be summed, or has a least or greatest value, is a
 * measure. A balance, a ratio and other numbers that may not be summed are continuous dimensions, so that no tool sums them unasked.
 * @param types - kinds of types by the columns' names, as `bindObt` has them
 * @throws DxError as `nameColumns`
 */
export function biFields(
  spec: ObtSpec,
  types: Readonly<Record<string, DataTypeKind>>,
): readonly BiField[] {
  const { columns } = nameColumns(spec);
  const descriptions = describeColumns(spec);
  const kinds = new Map(Object.entries(types).map(([name, kind]) => [fold(name), kind]));
  const captions = captionsOf(columns.map(({ name }) => name));
  return columns.map((column, index): BiField => {
    const type = kinds.get(fold(column.name)) ?? "text";
    const aggregation = aggregationOf(column, spec.level.kind === "detail");
    const isNumber = column.kind === "measure" || column.kind === "calculated";
    return {
      name: column.name,
      kind: column.kind,
      caption: captions[index] ?? column.name,
      type,
      role: aggregation === null ? "dimension" : "measure",
      aggregation,
      isContinuous: aggregation !== null || (isNumber && numbers.has(type)),
      folder: folderOf(column),
      description: descriptions[index]?.description ?? "",
    };
  });
}

function aggregationOf({ kind, measure }: ObtColumn, isDetail: boolean): BiField["aggregation"] {
  if (kind === "rows") return "sum";
  if (measure?.rollUp === "average" && !isDetail) return null; // a mean of means
  return measure === undefined ? null : aggregations[measure.rollUp];
}

function folderOf({ kind, role, table }: ObtColumn): string {
  switch (kind) {
    case "key":
    case "join-key":
      return "Keys";
    case "period":
      return "Time";
    case "attribute":
      return inWords(role ?? table);
    case "fact":
      return inWords(table.replace(/^"?(?:fct|fact)_/i, ""));
    case "measure":
    case "rows":
      return "Measures";
    case "calculated":
      return "Calculated";
  }
}

/** `shop_city` as `Shop city`. */
function inWords(name: string): string {
  const words = parseName(name).text.replaceAll("_", " ").trim();
  return words === "" ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** Words, where they tell columns apart; else the names themselves. */
function captionsOf(names: readonly string[]): readonly string[] {
  const words = names.map(inWords);
  const isTwice = (caption: string): boolean =>
    words.filter((one) => one.toLowerCase() === caption.toLowerCase()).length > 1;
  return words.map((caption, index) =>
    isTwice(caption) ? parseName(names[index] ?? "").text : caption,
  );
}
