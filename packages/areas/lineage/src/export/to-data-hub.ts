import type { Json } from "@dx/core";
import { isDirect } from "../build/compose-kinds.ts";
import { columnKey } from "../build/column-key.ts";
import type { ColumnRef, Lineage } from "../build/lineage.ts";
import { datasetName, fieldName } from "../read/open-lineage-names.ts";

/** How DataHub knows the tables. */
export interface ToDataHubOptions {
  /** The name of the platform, as `duckdb` or `postgres`. */
  readonly platform: string;
  /** Before the names of tables, as `shop.public.`; without it, nothing. */
  readonly datasetPrefix?: string;
  /** `PROD` without it. */
  readonly environment?: string;
}

/**
 * Metadata change proposals for DataHub, one for each table that is filled: the aspect `upstreamLineage` with the tables and,
 * column by column, what values come from. As a list in a JSON file, its source `file` takes them. Influences that only
 * decide make edges of tables. O(edges).
 * @example
 * ```ts
 * import { buildLineage, toDataHub } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const [proposal] = toDataHub(lineage, { platform: "duckdb" });
 * if (proposal?.["entityUrn"] !== "urn:li:dataset:(urn:li:dataPlatform:duckdb,b,PROD)") throw new Error();
 * ```
 * @see https://docs.datahub.com/docs/generated/metamodel/entities/dataset#upstreamlineage
 */
export function toDataHub(
  lineage: Lineage,
  { platform, datasetPrefix = "", environment = "PROD" }: ToDataHubOptions,
): readonly Readonly<Record<string, Json>>[] {
  const urn = (table: string): string =>
    `urn:li:dataset:(urn:li:dataPlatform:${platform},${encode(datasetPrefix + datasetName(table))},${environment})`;
  const field = ({ table, column }: ColumnRef): string =>
    `urn:li:schemaField:(${urn(table)},${encode(fieldName(column))})`;
  const filled = [...new Set(lineage.tableEdges.map(({ to }) => to))];
  return filled.map((table) => {
    const upstreams = lineage.tableEdges.filter(({ to, from }) => to === table && from !== table);
    const edges = lineage.edges.filter(({ to, kind }) => to.table === table && isDirect(kind));
    const columns = [...new Set(edges.map(({ to }) => to.column))];
    return {
      entityType: "dataset",
      entityUrn: urn(table),
      changeType: "UPSERT",
      aspectName: "upstreamLineage",
      aspect: {
        json: {
          upstreams: upstreams.map(({ from }) => ({
            dataset: urn(from),
            type: "TRANSFORMED",
            auditStamp: { time: 0, actor: "urn:li:corpuser:unknown" },
          })),
          fineGrainedLineages: columns.map((column) => {
            const own = edges.filter(({ to }) => to.column === column);
            const sources = new Map(own.map(({ from }) => [columnKey(from), field(from)]));
            return {
              upstreamType: "FIELD_SET",
              upstreams: [...sources.values()],
              downstreamType: "FIELD",
              downstreams: [field({ table, column })],
              transformOperation: [...new Set(own.map(({ kind }) => kind.toUpperCase()))].join("+"),
              confidenceScore: Math.min(...own.map(({ confidence }) => confidence)),
            };
          }),
        },
      },
    };
  });
}

/** What URNs are made with is written by its number where a name has it. @see https://docs.datahub.com/docs/what/urn */
function encode(name: string): string {
  return name
    .replaceAll(/[%,()\u241F]/g, encodeURIComponent)
    .replaceAll("(", "%28")
    .replaceAll(")", "%29");
}
