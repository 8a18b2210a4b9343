import { DxError } from "@dx/core";
import type { Check } from "../check.ts";
import { canonicalJson, checkFromJson } from "../formats/check-json.ts";
import type { ImportOptions } from "../formats/export-options.ts";
import { createLosses, type Loss, type Losses } from "../formats/loss.ts";
import { isRecord, readDocument, recordsOf, textOf } from "../formats/read-document.ts";
import { createIds, nameOf } from "../formats/words.ts";
import type { ContractTable, DataContract, ServiceLevel } from "./contract.ts";
import { columnName, keptOf, readColumn } from "./odcs-column-read.ts";
import { readQuality } from "./odcs-quality-read.ts";
import { writeQuality } from "./odcs-quality.ts";

type Record_ = Readonly<Record<string, unknown>>;

/** A contract that was read, and what of the document is not in it. */
export interface ImportedContract {
  /** The contract. */
  readonly contract: DataContract;
  /** Everything that the document says and the contract does not, or says differently. */
  readonly losses: readonly Loss[];
}

const statuses = ["proposed", "draft", "active", "deprecated", "retired"] as const;
const notKept = ["servers", "price", "roles", "support", "tags", "customProperties"];

/**
 * Reads a contract of the Open Data Contract Standard 3.x. A check that dx wrote comes back as it was, unless its rule was changed by hand since.
 * @throws DxError `DX_QUALITY_DOCUMENT`, also for version 2, whose layout is another
 * @example
 * ```ts
 * import { fromOdcs } from "@dx/quality";
 * const properties = [{ name: "id", logicalType: "integer" }];
 * const file = { apiVersion: "v3.1.0", id: "c", version: "1.0.0", status: "active", schema: [{ name: "shop", properties }] };
 * const { contract } = fromOdcs(file, { dialect: "duckdb" });
 * if (contract.tables[0]?.columns[0]?.type !== "int64") throw new Error();
 * ```
 * @see Open Data Contract Standard 3.1.0
 */
export function fromOdcs(document: unknown, options: ImportOptions): ImportedContract {
  const file = readDocument(document, "a contract of ODCS");
  const apiVersion = textOf(file["apiVersion"]) ?? "";
  if (!apiVersion.startsWith("v3."))
    throw new DxError(
      "DX_QUALITY_DOCUMENT",
      `a contract of ODCS: got apiVersion ${JSON.stringify(file["apiVersion"])}, wanted v3.x`,
      { path: ["apiVersion"], hint: "bring it to version 3 first" },
    );
  const losses = createLosses();
  for (const key of notKept)
    if (file[key] !== undefined)
      losses.add("*", "metadata", key, "a contract of dx does not keep it");
  const tables = recordsOf(file["schema"]);
  const reading = { ...options, losses, makeId: createIds() };
  return {
    contract: {
      ...headOf(file, losses),
      tables: tables.map((table) => readTable(table, reading)),
      ...levelsOf(file),
    },
    losses: losses.list,
  };
}

function headOf(file: Record_, losses: Losses): Omit<DataContract, "tables" | "serviceLevels"> {
  const status = statuses.find((one) => one === file["status"]);
  if (status === undefined)
    losses.add(
      "*",
      "metadata",
      `status ${JSON.stringify(file["status"])}`,
      `it is none of ${statuses.join(", ")}, and became draft`,
    );
  const purpose = isRecord(file["description"])
    ? textOf(file["description"]["purpose"])
    : undefined;
  const owner = isRecord(file["team"]) ? textOf(file["team"]["name"]) : undefined;
  const [id, domain] = [textOf(file["id"]) ?? "contract", textOf(file["domain"])];
  return {
    id,
    name: textOf(file["name"]) ?? id,
    version: textOf(file["version"]) ?? "0.0.0",
    status: status ?? "draft",
    ...(domain === undefined ? {} : { domain }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(owner === undefined ? {} : { owner }),
  };
}

function levelsOf(file: Record_): Pick<DataContract, "serviceLevels"> {
  const levels = recordsOf(file["slaProperties"]).flatMap((level): readonly ServiceLevel[] => {
    const [property, value] = [textOf(level["property"]), level["value"]];
    if (property === undefined || (typeof value !== "number" && typeof value !== "string"))
      return [];
    const more = (["unit", "element", "description"] as const).flatMap((key) => {
      const text = textOf(level[key]);
      return text === undefined ? [] : [[key, text] as const];
    });
    return [{ property, value, ...Object.fromEntries(more) }];
  });
  return levels.length === 0 ? {} : { serviceLevels: levels };
}

interface Reading extends ImportOptions {
  readonly losses: Losses;
  readonly makeId: (...parts: readonly string[]) => string;
}

function readTable(table: Record_, reading: Reading): ContractTable {
  const { dialect, losses } = reading;
  const name = textOf(table["physicalName"]) ?? nameOf(textOf(table["name"]) ?? "table", dialect);
  const properties = recordsOf(table["properties"]);
  const description = textOf(table["description"]);
  const entries = [
    ...properties.flatMap((property) =>
      recordsOf(property["quality"]).map((entry) => ({
        entry,
        column: columnName(property, dialect),
      })),
    ),
    ...recordsOf(table["quality"]).map((entry) => ({ entry, column: undefined })),
  ];
  const checks = entries.flatMap(({ entry, column }) =>
    readEntry(entry, { ...reading, table: name, column }),
  );
  return {
    name,
    ...(description === undefined ? {} : { description }),
    columns: properties.flatMap((property) => readColumn(property, dialect, losses)),
    ...(checks.length === 0 ? {} : { checks }),
  };
}

interface Place extends Reading {
  readonly table: string;
  readonly column: string | undefined;
}

function readEntry(entry: Record_, place: Place): readonly Check[] {
  const known = checkFromJson(keptOf(entry, "dxCheck"));
  const kind = textOf(entry["metric"]) ?? textOf(entry["rule"]) ?? textOf(entry["type"]) ?? "rule";
  const made = [place.table, place.column, kind].filter((part) => part !== undefined).join(".");
  const id = place.makeId(known?.id ?? textOf(entry["name"]) ?? textOf(entry["id"]) ?? made);
  if (known !== undefined && isWrittenAs(known, entry)) return [known];
  if (known !== undefined)
    place.losses.add(
      id,
      "metadata",
      "the check that dx wrote",
      "its rule was changed since, so it is read anew",
    );
  return readQuality(entry, { ...place, id, lose: (...loss) => place.losses.add(id, ...loss) });
}

function isWrittenAs(check: Check, entry: Record_): boolean {
  const essence = ({ customProperties: _kept, arguments: given, ...rest }: Record_): string => {
    const others = Object.entries(isRecord(given) ? given : {}).filter(
      ([key]) => key !== "properties",
    );
    return canonicalJson({ ...rest, arguments: Object.fromEntries(others) });
  };
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown dialect is thrown, and caught
    const dialect = keptOf(entry, "dxDialect") as "duckdb";
    return essence(writeQuality(check, { dialect }, createLosses()).entry) === essence(entry);
  } catch {
    return false;
  }
}
