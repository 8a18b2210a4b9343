import { DxError, quoteName, type Finding } from "@dx/core";
import { buildGraph, topologicalOrder } from "@dx/graph";
import { formatColumn, tableName, type ParserDialect } from "@dx/sql-parser";
import type { LineageGiven, LineageScript, LineageTables } from "../build/lineage.ts";
import {
  checkManifest,
  withoutDatabase,
  type DbtManifest,
  type DbtManifestOptions,
  type DbtNode,
} from "./dbt-manifest.ts";
import { entriesOf, fieldsOf, isFields, textOf, textsOf } from "./fields.ts";
import { said, type ReadSources } from "./read-sources.ts";
import { relationName } from "./relation-parts.ts";

/** How a manifest is read, and what is known of its tables. */
export interface ReadDbtOptions extends DbtManifestOptions {
  /** What `dbt docs generate` writes to `target/catalog.json`: the columns of all tables. */
  readonly catalog?: unknown;
}

/**
 * What a manifest of dbt says (versions 10 to 12): models, incremental ones, snapshots with the columns that dbt adds, seeds,
 * sources and exposures, in the order in which dbt runs them. Ephemeral models are within the SQL of those that use them.
 * Where a model was not compiled, or is written in Python, it is said, and its tables are connected without columns. Of exposures
 * only tables are known. Tests, hooks and macros are not read.
 * @throws DxError `DX_LINEAGE_DBT_MANIFEST` if it is none, or of a version that is not known
 * @throws DxError `DX_LINEAGE_DBT_CATALOG` if the catalogue is none
 * @throws DxError `DX_LINEAGE_DBT_DIALECT` if the adapter has no dialect, and none was given
 * @example
 * ```ts
 * import { buildLineage, readDbtManifest } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const manifest = {
 *   metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json", adapter_type: "postgres" },
 *   nodes: { "model.shop.b": {
 *     resource_type: "model", relation_name: '"db"."s"."b"', compiled_code: 'select x from "db"."s"."a"',
 *   } },
 * };
 * const { sources, findings } = readDbtManifest(manifest, { omitDatabase: undefined });
 * const { edges } = buildLineage(await loadParser(), sources);
 * if (edges[0]?.to.table !== "db.s.b" || findings.length > 0) throw new Error();
 * ```
 * @see https://schemas.getdbt.com/dbt/manifest/v12.json
 */
export function readDbtManifest(manifest: unknown, options: ReadDbtOptions = {}): ReadSources {
  const checked = checkManifest(manifest, options);
  const { nodes, dialect } = checked;
  const { order, findings } = inOrder(nodes);
  const tables = catalogTables(options.catalog, checked);
  const replaced = shorter(manifest, options);
  const made = order.flatMap((node): readonly (LineageScript | LineageGiven)[] => {
    if (node.type === "exposure") return [exposure(node, checked)];
    if ((node.type !== "model" && node.type !== "snapshot") || node.relation === undefined)
      return [];
    if (node.sql !== undefined && node.language === "sql")
      return [script(node, { dialect, replaced })];
    findings.push(unread(node));
    return [connected(node, checked)];
  });
  return { sources: [...tables, ...made], findings };
}

/** Each node behind all that it depends on. */
function inOrder(nodes: DbtManifest["nodes"]): {
  readonly order: readonly DbtNode[];
  readonly findings: Finding[];
} {
  const edges = [...nodes.values()].flatMap(({ id, needs }) =>
    needs.filter((one) => nodes.has(one)).map((from) => ({ from, to: id })),
  );
  const graph = buildGraph(edges, { nodes: [...nodes.keys()] });
  const ordered = topologicalOrder(graph);
  const named = [...ordered.nodes].map((node) => graph.names[node] ?? "");
  if (ordered.kind === "order")
    return { order: named.flatMap((id) => nodes.get(id) ?? []), findings: [] };
  const message = `these depend on each other, and are read as they stand: ${named.join(", ")}`;
  return {
    order: [...nodes.values()],
    findings: [said("DX_LINEAGE_DBT_CYCLE", named[0] ?? "", message)],
  };
}

function unread({ id, language }: DbtNode): Finding {
  return language === "sql"
    ? said(
        "DX_LINEAGE_DBT_COMPILED",
        id,
        "it was not compiled: its tables are known, its columns are not; run `dbt compile`",
      )
    : said(
        "DX_LINEAGE_DBT_LANGUAGE",
        id,
        `it is written in ${language}: its tables are known, its columns are not`,
      );
}

function script(
  node: DbtNode,
  { dialect, replaced }: { readonly dialect: ParserDialect; readonly replaced: Replaced },
): LineageScript {
  const { relation = "", sql = "", config, type, file, id } = node;
  const own = replaced.reduce((text, [full, short]) => text.replaceAll(full, short), sql);
  const kind = String(config["materialized"]).endsWith("view") ? "view" : "table";
  const query = type === "snapshot" ? snapshotQuery(node, own) : own;
  const isAlone = file.endsWith(".sql") && type === "model";
  return {
    kind: "script",
    name: isAlone ? file : id,
    sql: `create ${kind} ${relation} as\n${query}`,
    dialect,
  };
}

/** What dbt adds to the rows of a snapshot. @see https://docs.getdbt.com/reference/resource-configs/snapshot_meta_column_names */
function snapshotQuery({ config }: DbtNode, query: string): string {
  const names = fieldsOf(config["snapshot_meta_column_names"]);
  const name = (column: string): string => textOf(names[column]) ?? column;
  const updated =
    config["strategy"] === "timestamp"
      ? (textOf(config["updated_at"]) ?? "current_timestamp")
      : "current_timestamp";
  const keys = textsOf(config["unique_key"]);
  const columns = [
    `md5(concat(${[...keys, updated].join(", ")})) as ${name("dbt_scd_id")}`,
    `${updated} as ${name("dbt_updated_at")}`,
    `${updated} as ${name("dbt_valid_from")}`,
    `cast(null as timestamp) as ${name("dbt_valid_to")}`,
    ...(config["hard_deletes"] === "new_record" ? [`'False' as ${name("dbt_is_deleted")}`] : []),
  ];
  return `select dbt_source.*, ${columns.join(", ")} from (\n${query.replace(/;\s*$/, "")}\n) dbt_source`;
}

/** The tables that a node stands on: those behind ephemeral models and metrics too. */
function tablesBehind(node: DbtNode, { nodes, dialect }: DbtManifest): readonly string[] {
  const seen = new Set([node.id]);
  const waiting = [...node.needs];
  const found = new Set<string>();
  for (const id of waiting) {
    const one = nodes.get(id);
    if (one === undefined || seen.has(id)) continue;
    seen.add(id);
    if (one.relation === undefined) waiting.push(...one.needs);
    else found.add(tableName(relationName(one.relation), { dialect }));
  }
  return [...found];
}

function connected(node: DbtNode, manifest: DbtManifest): LineageGiven {
  const to = tableName(relationName(node.relation ?? ""), manifest);
  const tableEdges = tablesBehind(node, manifest).map((from) => ({ from, to }));
  return { kind: "edges", name: node.id, edges: [], tableEdges };
}

function exposure(node: DbtNode, manifest: DbtManifest): LineageGiven {
  const to = `exposure.${quoted(node.name)}`;
  const tableEdges = tablesBehind(node, manifest).map((from) => ({ from, to }));
  return { kind: "edges", name: node.id, edges: [], tableEdges, fills: "exposures" };
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteName(name);
}

/** Full names of tables, and what stands for them. */
type Replaced = readonly (readonly [full: string, short: string])[];

/** Long names first, so that none is replaced within another. */
function shorter(manifest: unknown, { omitDatabase }: ReadDbtOptions): Replaced {
  if (omitDatabase === undefined) return [];
  const all = [
    ...entriesOf(fieldsOf(manifest)["nodes"]),
    ...entriesOf(fieldsOf(manifest)["sources"]),
  ];
  return all
    .flatMap(([, node]) => {
      const full = textOf(node["relation_name"]);
      const isIt = textOf(node["database"])?.toLowerCase() === omitDatabase.toLowerCase();
      return full !== undefined && isIt ? [[full, withoutDatabase(full)] as const] : [];
    })
    .toSorted(([a], [b]) => b.length - a.length);
}

/** @throws DxError `DX_LINEAGE_DBT_CATALOG` if it is none */
function catalogTables(
  catalog: unknown,
  { nodes, dialect }: DbtManifest,
): readonly LineageTables[] {
  if (catalog === undefined) return [];
  if (!isFields(catalog) || !isFields(catalog["nodes"]))
    throw new DxError("DX_LINEAGE_DBT_CATALOG", "this is no catalogue of dbt", {
      path: ["catalog"],
      hint: "give target/catalog.json, which `dbt docs generate` writes",
    });
  const schema: Record<string, Record<string, string>> = {};
  for (const [id, table] of [...entriesOf(catalog["nodes"]), ...entriesOf(catalog["sources"])]) {
    const relation = nodes.get(id)?.relation;
    if (relation === undefined) continue;
    const columns = entriesOf(table["columns"]).toSorted(
      ([, a], [, b]) => Number(a["index"]) - Number(b["index"]),
    );
    schema[relationName(relation)] = Object.fromEntries(
      columns.map(([name, one]) => [formatColumn(name, dialect), textOf(one["type"]) ?? ""]),
    );
  }
  return [{ kind: "tables", schema, dialect }];
}
