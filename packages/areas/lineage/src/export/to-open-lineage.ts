import type { Json } from "@dx/core";
import { hashValues } from "@dx/sql";
import { isDirect } from "../build/compose-kinds.ts";
import type { ColumnRef, Lineage, LineageLink } from "../build/lineage.ts";
import type { EdgeKind } from "../statement-lineage.ts";

/** What events say besides lineage. */
export interface ToOpenLineageOptions {
  /** Of tables, as `postgres://host:5432`; for a DuckDB, `file`. */
  readonly datasetNamespace: string;
  /** Of jobs; without it, that of tables. */
  readonly jobNamespace?: string;
  /** Before the names of tables, as `shop.public.`; without it, nothing. */
  readonly datasetPrefix?: string;
  /** When it was so, ISO text with its zone. */
  readonly eventTime: string;
  /** A URI that names who says so. */
  readonly producer: string;
}

/** A run event, as OpenLineage has it. */
export type OpenLineageEvent = Readonly<Record<string, Json>>;

const facets = "https://openlineage.io/spec/facets";

/**
 * A run event for each statement that fills a table, with schemas, column lineage and the text; tables that were temporary
 * are not in it. Influences on rows are in `dataset` of the column lineage, those on columns in `fields`. Run ids are made of
 * script, place and time, so that the same input gives the same events. O(edges).
 * @example
 * ```ts
 * import { buildLineage, toOpenLineage } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const events = toOpenLineage(lineage, {
 *   datasetNamespace: "file",
 *   eventTime: "2026-01-01T00:00:00Z",
 *   producer: "https://example.com/nightly",
 * });
 * if (events[0]?.["eventType"] !== "COMPLETE") throw new Error();
 * ```
 * @see https://openlineage.io/docs/spec/facets/dataset-facets/column_lineage_facet
 */
export function toOpenLineage(
  lineage: Lineage,
  options: ToOpenLineageOptions,
): readonly OpenLineageEvent[] {
  const { datasetNamespace, jobNamespace = datasetNamespace, eventTime, producer } = options;
  const facet = (file: string, name: string): Readonly<Record<string, Json>> => ({
    _producer: producer,
    _schemaURL: `${facets}/${file}#/$defs/${name}`,
  });
  const tables = new Map(lineage.tables.map((one) => [one.name, one]));
  const dataset = (table: string, more: Readonly<Record<string, Json>> = {}): Json => ({
    namespace: datasetNamespace,
    name: nameOf(table, options),
    facets: {
      schema: {
        ...facet("1-1-1/SchemaDatasetFacet.json", "SchemaDatasetFacet"),
        fields: (tables.get(table)?.columns ?? []).map(({ name, type }) =>
          type === "" ? { name } : { name, type },
        ),
      },
      ...more,
    },
  });
  const sources = groupBy(
    lineage.tableEdges.flatMap(({ from, to, statements }) =>
      statements.map((one) => [one, { from, to }] as const),
    ),
  );
  const edges = groupBy(lineage.edges.map((one) => [one.statement ?? -1, one] as const));
  const rows = groupBy(lineage.rows.map((one) => [one.statement ?? -1, one] as const));
  return lineage.statements.flatMap(
    ({ script, target, sql, isTemporary }, number): readonly OpenLineageEvent[] => {
      const inputs = [...new Set((sources.get(number) ?? []).map(({ from }) => from))];
      if (target === null || isTemporary || inputs.length === 0) return [];
      const fields = groupBy((edges.get(number) ?? []).map((one) => [one.to.column, one] as const));
      const columnLineage = {
        ...facet("1-2-0/ColumnLineageDatasetFacet.json", "ColumnLineageDatasetFacet"),
        fields: Object.fromEntries(
          [...fields].map(([column, links]) => [
            column,
            { inputFields: inputFields(links, options) },
          ]),
        ),
        dataset: inputFields(rows.get(number) ?? [], options),
      };
      return [
        {
          eventType: "COMPLETE",
          eventTime,
          producer,
          schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
          run: { runId: uuidOf([script, `${number}`, eventTime]) },
          job: {
            namespace: jobNamespace,
            name: `${script}#${number + 1}`,
            facets: { sql: { ...facet("1-0-1/SQLJobFacet.json", "SQLJobFacet"), query: sql } },
          },
          inputs: inputs.map((one) => dataset(one)),
          outputs: [dataset(target, { columnLineage })],
        },
      ];
    },
  );
}

function nameOf(table: string, { datasetPrefix = "" }: ToOpenLineageOptions): string {
  return `${datasetPrefix}${table}`;
}

const subtypes: Readonly<Record<EdgeKind, string>> = {
  identity: "IDENTITY",
  transformation: "TRANSFORMATION",
  aggregation: "AGGREGATION",
  join: "JOIN",
  filter: "FILTER",
  "group-by": "GROUP_BY",
  sort: "SORT",
  window: "WINDOW",
  conditional: "CONDITIONAL",
};

function inputFields(links: readonly LineageLink[], options: ToOpenLineageOptions): Json[] {
  const byColumn = groupBy(links.map((one) => [JSON.stringify(one.from), one] as const));
  return [...byColumn].map(([key, all]) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was written so just above
    const { table, column } = JSON.parse(key) as ColumnRef;
    return {
      namespace: options.datasetNamespace,
      name: nameOf(table, options),
      field: column,
      transformations: all.map(({ kind, isMasking }) => ({
        type: isDirect(kind) ? "DIRECT" : "INDIRECT",
        subtype: subtypes[kind],
        description: "",
        masking: isMasking,
      })),
    };
  });
}

function groupBy<Key, Value>(
  pairs: readonly (readonly [Key, Value])[],
): ReadonlyMap<Key, readonly Value[]> {
  const map = new Map<Key, Value[]>();
  for (const [key, value] of pairs) {
    const list = map.get(key);
    if (list === undefined) map.set(key, [value]);
    else list.push(value);
  }
  return map;
}

/** A UUID (version 8) of texts: always the same. @see https://www.rfc-editor.org/rfc/rfc9562#section-5.8 */
function uuidOf(texts: readonly string[]): string {
  const hex = hashValues(texts.map((value) => ({ type: "text", value })));
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
