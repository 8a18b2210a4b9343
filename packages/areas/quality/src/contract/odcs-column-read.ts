import type { Dialect } from "@dx/core";
import type { Losses } from "../formats/loss.ts";
import { isRecord, numberOf, recordsOf, textOf } from "../formats/read-document.ts";
import { nameOf } from "../formats/words.ts";
import type { ColumnReference, ContractColumn } from "./contract.ts";
import { kindOfLogical } from "./odcs-types.ts";

type Record_ = Readonly<Record<string, unknown>>;

/** A custom property of an element. */
export function keptOf(record: Record_, property: string): unknown {
  return recordsOf(record["customProperties"]).find((one) => one["property"] === property)?.[
    "value"
  ];
}

/** What a property of ODCS is called in dx. */
export function columnName(property: Record_, dialect: Dialect): string {
  return (
    textOf(keptOf(property, "dxName")) ?? nameOf(textOf(property["name"]) ?? "column", dialect)
  );
}

/** The column that a property of ODCS means; none, with a loss, if dx has no such type. */
export function readColumn(
  property: Record_,
  dialect: Dialect,
  losses: Losses,
): readonly ContractColumn[] {
  const name = columnName(property, dialect);
  const logical = textOf(property["logicalType"]) ?? "string";
  const type = textOf(keptOf(property, "dxType")) ?? kindOfLogical(logical);
  if (type === undefined) {
    losses.add(name, "dropped", `the column of ${logical}`, "dx has no nested types");
    return [];
  }
  const [nativeType, description] = [
    textOf(property["physicalType"]),
    textOf(property["description"]),
  ];
  const position = numberOf(property["primaryKeyPosition"]);
  const references = readReference(property, name, losses);
  return [
    {
      name,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by dx, or of its table
      type: type as ContractColumn["type"],
      ...(nativeType === undefined ? {} : { nativeType }),
      ...(typeof property["required"] === "boolean" ? { required: property["required"] } : {}),
      ...(typeof property["unique"] === "boolean" ? { unique: property["unique"] } : {}),
      ...(property["primaryKey"] === true ? { primaryKey: Math.max(position ?? 1, 1) } : {}),
      ...(references === undefined ? {} : { references }),
      ...(description === undefined ? {} : { description }),
    },
  ];
}

function readReference(
  property: Record_,
  name: string,
  losses: Losses,
): ColumnReference | undefined {
  const [first, ...more] = recordsOf(property["relationships"]);
  if (more.length > 0)
    losses.add(name, "dropped", "further relationships", "a column of dx references one");
  const kept = keptOf(property, "dxReferences");
  if (isRecord(kept) && typeof kept["table"] === "string" && typeof kept["column"] === "string")
    return { table: kept["table"], column: kept["column"] };
  if (first === undefined) return undefined;
  const [, table, column] = /^([^./]+)\.([^./]+)$/.exec(textOf(first["to"]) ?? "") ?? [];
  if (table !== undefined && column !== undefined) return { table, column };
  losses.add(name, "dropped", "a relationship", "dx reads table.column");
  return undefined;
}
