import { formatRelation, parseName, relation, type Json } from "@dx/core";
import type { ExportOptions } from "../formats/export-options.ts";
import { isRecord } from "../formats/read-document.ts";
import { createLosses, type Exported, type Losses } from "../formats/loss.ts";
import type { ContractColumn, ContractTable, DataContract } from "./contract.ts";
import { writeQuality } from "./odcs-quality.ts";
import { kindOfLogical, logicalType } from "./odcs-types.ts";
import { writeYaml } from "../formats/write-yaml.ts";

type Entry = Readonly<Record<string, Json>>;

/**
 * A contract in the Open Data Contract Standard 3.1.0. Checks are ODCS's metrics where those mean the same, else SQL of the dialect, else rules of dx's own; each is kept as it is
 * beside, so that nothing of it is lost.
 * @example
 * ```ts
 * import { toOdcs } from "@dx/quality";
 * const tables = [{ name: "shop", columns: [{ name: "id", type: "int64", required: true }] }] as const;
 * const contract = { id: "c", name: "shops", version: "1.0.0", status: "active", tables } as const;
 * const { document } = toOdcs(contract, { dialect: "duckdb" });
 * if (!document.includes("apiVersion: v3.1.0")) throw new Error();
 * ```
 * @see Open Data Contract Standard 3.1.0, its pages and its JSON schema
 */
export function toOdcs(contract: DataContract, options: ExportOptions): Exported<string> {
  const losses = createLosses();
  const { domain, purpose, owner, tables, serviceLevels = [] } = contract;
  const document = {
    apiVersion: "v3.1.0",
    kind: "DataContract",
    id: contract.id,
    name: contract.name,
    version: contract.version,
    status: contract.status,
    ...(domain === undefined ? {} : { domain }),
    ...(purpose === undefined ? {} : { description: { purpose } }),
    ...(owner === undefined ? {} : { team: { name: owner } }),
    schema: tables.map((table) => writeTable(table, options, losses)),
    ...(serviceLevels.length === 0 ? {} : { slaProperties: serviceLevels }),
  };
  return { document: writeYaml(document), losses: losses.list };
}

function writeTable(
  { name, description, columns, checks = [] }: ContractTable,
  options: ExportOptions,
  losses: Losses,
): Entry {
  const quality = checks.map((check) => writeQuality(check, options, losses));
  const names = new Set(columns.map((column) => column.name));
  const ofTable = quality
    .filter(({ column }) => column === undefined || !names.has(column))
    .map(({ column, entry }) => (column === undefined ? entry : withProperty(entry, column)));
  return {
    name: plain(relation(name).name),
    physicalName: name,
    physicalType: "table",
    ...(description === undefined ? {} : { description }),
    properties: columns.map((column) => {
      const own = quality.filter((one) => one.column === column.name).map(({ entry }) => entry);
      return writeColumn(column, own, losses);
    }),
    ...(ofTable.length === 0 ? {} : { quality: ofTable }),
  };
}

/** A rule for a column that the contract does not list stands at the table, and names it. */
function withProperty(entry: Entry, column: string): Entry {
  const given = entry["arguments"];
  const others: Readonly<Record<string, Json | undefined>> = isRecord(given) ? given : {};
  return { ...entry, arguments: { ...others, properties: [column] } };
}

const plain = (name: string): string => parseName(name).text;

function writeColumn(
  { name, type, nativeType, required, unique, primaryKey, references, description }: ContractColumn,
  quality: readonly Entry[],
  losses: Losses,
): Entry {
  const logical = logicalType(type);
  const kept = [
    ...(kindOfLogical(logical) === type ? [] : [{ property: "dxType", value: type }]),
    ...(plain(name) === name ? [] : [{ property: "dxName", value: name }]),
    ...(references === undefined ? [] : [{ property: "dxReferences", value: { ...references } }]),
  ];
  const to = references === undefined ? undefined : referenceOf(references, name, losses);
  return {
    name: plain(name),
    logicalType: logical,
    ...(nativeType === undefined ? {} : { physicalType: nativeType }),
    ...(description === undefined ? {} : { description }),
    ...(required === undefined ? {} : { required }),
    ...(unique === undefined ? {} : { unique }),
    ...(primaryKey === undefined ? {} : { primaryKey: true, primaryKeyPosition: primaryKey }),
    ...(to === undefined ? {} : { relationships: [{ to }] }),
    ...(kept.length === 0 ? {} : { customProperties: kept }),
    ...(quality.length === 0 ? {} : { quality }),
  };
}

/** A reference in ODCS's shorthand, which has no schemas and no names in quotes. */
function referenceOf(
  { table, column }: NonNullable<ContractColumn["references"]>,
  name: string,
  losses: Losses,
): string | undefined {
  const to = `${plain(relation(table).name)}.${plain(column)}`;
  if (!/^[A-Za-z_]\w*\.[A-Za-z_]\w*$/.test(to)) {
    losses.add(name, "opaque", `the reference to ${to}`, "ODCS references plain names only");
    return undefined;
  }
  if (formatRelation(relation(table)) !== plain(relation(table).name))
    losses.add(name, "metadata", `the schema of ${table}`, "ODCS's shorthand has none");
  return to;
}
