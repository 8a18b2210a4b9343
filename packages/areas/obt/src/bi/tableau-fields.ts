import type { DataTypeKind } from "@dx/core";
import type { BiField } from "./bi-fields.ts";
import { bracketed } from "./tableau-names.ts";
import { element, type Xml } from "./xml.ts";

const of = (tag: string, text: string): Xml => element(tag, {}, text);

/** What the connection knows of a column. */
export function recordOf({ name, type, aggregation }: BiField, table: string, index: number): Xml {
  return element("metadata-record", { class: "column" }, [
    of("remote-name", name),
    of("local-name", bracketed(name)),
    of("parent-name", bracketed(table)),
    of("remote-alias", name),
    of("ordinal", String(index + 1)),
    of("local-type", tableauTypes[type]),
    of("aggregation", aggregation === null ? "Count" : aggregated[aggregation]),
    of("contains-null", "true"),
  ]);
}

const tableauTypes: Readonly<Record<DataTypeKind, string>> = {
  boolean: "boolean",
  int32: "integer",
  int64: "integer",
  float64: "real",
  decimal: "real",
  text: "string",
  date: "date",
  time: "string",
  timestamp: "datetime",
  instant: "datetime",
  interval: "string",
  bytes: "string",
  uuid: "string",
  json: "string",
};
const aggregated = { sum: "Sum", min: "Min", max: "Max", average: "Avg" } as const;

/** An axis, an unordered or an ordered list of values. */
export function measuredAs({
  type,
  isContinuous,
}: Pick<BiField, "type" | "isContinuous">): "quantitative" | "nominal" | "ordinal" {
  if (isContinuous) return "quantitative";
  return ["string", "boolean"].includes(tableauTypes[type]) ? "nominal" : "ordinal";
}

/** A column with all that Tableau is told of it. */
export function columnOf(field: BiField): Xml {
  const { name, caption, type, role, aggregation, description } = field;
  const datatype = tableauTypes[type];
  return element(
    "column",
    {
      aggregation: aggregation === null ? undefined : aggregated[aggregation],
      caption,
      datatype,
      name: bracketed(name),
      role,
      type: measuredAs(field),
    },
    [element("desc", {}, [element("formatted-text", {}, [element("run", {}, description)])])],
  );
}
