import { DxError, nearest } from "@dx/core";
import { parserDialects, type ParserDialect } from "@dx/sql-parser";
import { entriesOf, fieldsOf, isFields, textOf, textsOf, type Fields } from "./fields.ts";
import { relationParts } from "./relation-parts.ts";

/** What of a manifest lineage is made of: models, seeds, snapshots, sources, exposures, and what lies between. */
export interface DbtNode {
  /** As `model.shop.orders`. */
  readonly id: string;
  /** `model`, `seed`, `snapshot`, `source`, `exposure` or another. */
  readonly type: string;
  /** Its name. */
  readonly name: string;
  /** The table as compiled SQL names it; `undefined` where there is none, as of ephemeral models. */
  readonly relation: string | undefined;
  /** The SQL that was compiled; `undefined` if it was not. */
  readonly sql: string | undefined;
  /** `sql` or `python`. */
  readonly language: string;
  /** Where it is written. */
  readonly file: string;
  /** What it depends on, by ids. */
  readonly needs: readonly string[];
  /** Its configuration. */
  readonly config: Fields;
}

/** A manifest, checked. */
export interface DbtManifest {
  /** Whose SQL it is. */
  readonly dialect: ParserDialect;
  /** All nodes, by their ids. */
  readonly nodes: ReadonlyMap<string, DbtNode>;
}

/** How a manifest is read. */
export interface DbtManifestOptions {
  /** Whose SQL it is, if the adapter does not say. */
  readonly dialect?: ParserDialect | undefined;
  /** Tables of this database are named without it. */
  readonly omitDatabase?: string | undefined;
}

const versions = ["v10", "v11", "v12"];

const adapters: Readonly<Record<string, ParserDialect>> = {
  sqlserver: "tsql",
  synapse: "tsql",
  fabric: "tsql",
  fabricspark: "spark",
  glue: "spark",
};

/**
 * Checks a manifest, and takes of it what lineage needs.
 * @throws DxError `DX_LINEAGE_DBT_MANIFEST` if it is none, or of a version that is not known
 * @throws DxError `DX_LINEAGE_DBT_DIALECT` if the adapter has no dialect, and none was given
 */
export function checkManifest(manifest: unknown, options: DbtManifestOptions): DbtManifest {
  const metadata = fieldsOf(fieldsOf(manifest)["metadata"]);
  const schema = textOf(metadata["dbt_schema_version"]);
  const version = /\/manifest\/(v\d+)\.json$/.exec(schema ?? "")?.[1];
  if (!isFields(manifest) || version === undefined || !isFields(manifest["nodes"]))
    throw new DxError("DX_LINEAGE_DBT_MANIFEST", "this is no manifest of dbt", {
      path: ["manifest"],
      hint: "give target/manifest.json, which `dbt compile` writes",
    });
  if (!versions.includes(version))
    throw new DxError("DX_LINEAGE_DBT_MANIFEST", `manifests of version ${version} are not known`, {
      path: ["manifest", "metadata", "dbt_schema_version"],
      hint: `known are ${versions.join(", ")}: those of dbt 1.6 and later`,
    });
  const dialect = options.dialect ?? dialectOf(textOf(metadata["adapter_type"]) ?? "");
  const groups = ["nodes", "sources", "exposures", "metrics", "semantic_models", "saved_queries"];
  const nodes = groups.flatMap((group) =>
    entriesOf(manifest[group]).map(([id, one]) => nodeOf(id, one, options)),
  );
  return { dialect, nodes: new Map(nodes.map((one) => [one.id, one])) };
}

function dialectOf(adapter: string): ParserDialect {
  const found = adapters[adapter] ?? parserDialects.find((one) => one === adapter);
  if (found !== undefined) return found;
  const near = nearest(adapter, parserDialects);
  throw new DxError(
    "DX_LINEAGE_DBT_DIALECT",
    `whose SQL dbt's adapter "${adapter}" writes is not known`,
    {
      path: ["dialect"],
      hint: near === undefined ? "give `dialect`" : `give \`dialect\`, as ${near}`,
    },
  );
}

function nodeOf(id: string, node: Fields, { omitDatabase }: DbtManifestOptions): DbtNode {
  const full = textOf(node["relation_name"]);
  const config = fieldsOf(node["config"]);
  const isShort =
    omitDatabase !== undefined &&
    textOf(node["database"])?.toLowerCase() === omitDatabase.toLowerCase();
  const relation = full !== undefined && isShort ? withoutDatabase(full) : full;
  const isEphemeral = config["materialized"] === "ephemeral";
  const isInjected = node["extra_ctes_injected"] !== false || textsInside(node).length === 0;
  return {
    id,
    type: textOf(node["resource_type"]) ?? id.split(".")[0] ?? "",
    name: textOf(node["name"]) ?? id,
    relation: isEphemeral ? undefined : relation,
    sql: isInjected ? textOf(node["compiled_code"]) : undefined,
    language: textOf(node["language"]) ?? "sql",
    file: textOf(node["original_file_path"]) ?? id,
    needs: textsOf(fieldsOf(node["depends_on"])["nodes"]),
    config,
  };
}

function textsInside(node: Fields): readonly unknown[] {
  return Array.isArray(node["extra_ctes"]) ? node["extra_ctes"] : [];
}

/** A table's name in SQL without its first of three parts. */
export function withoutDatabase(relation: string): string {
  const parts = relationParts(relation);
  return parts.length < 3 ? relation : parts.slice(1).join(".");
}
