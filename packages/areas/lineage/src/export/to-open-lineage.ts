import type { Json } from "@dx/core";
import { hashValues } from "@dx/sql";
import { isDirect } from "../build/compose-kinds.ts";
import type { ColumnRef, Lineage, LineageEdge, LineageLink, RowEdge } from "../build/lineage.ts";
import { datasetName, fieldName } from "../read/open-lineage-names.ts";
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
 * A run event for each statement that fills a table, with schemas, column lineage and the text, and one for each table that
 * edges given by hand fill; tables that were temporary are not in it. Names are those of the engine, without quotes. Influences on rows are in `dataset` of the column lineage, those on columns in `fields`. Run ids are made of
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
        ...facet("1-2-0/SchemaDatasetFacet.json", "SchemaDatasetFacet"),
        fields: (tables.get(table)?.columns ?? []).map(({ name, type }, place) =>
          Object.assign(type === "" ? {} : { type }, {
            name: fieldName(name),
            ordinal_position: place + 1,
          }),
        ),
      },
      ...more,
    },
  });
  return fillings(lineage).map(({ statement, to, inputs, edges, rows }): OpenLineageEvent => {
    const fields = groupBy(edges.map((one) => [one.to.column, one] as const));
    const columnLineage = {
      ...facet("1-2-0/ColumnLineageDatasetFacet.json", "ColumnLineageDatasetFacet"),
      fields: Object.fromEntries(
        [...fields].map(([column, links]) => [
          fieldName(column),
          { inputFields: inputFields(links, options) },
        ]),
      ),
      dataset: inputFields(rows, options),
    };
    const filledBy = statement === null ? undefined : lineage.statements[statement];
    const job =
      filledBy === undefined
        ? { name: `given: ${to}` }
        : {
            name: `${filledBy.script}#${(statement ?? 0) + 1}${filledBy.target === to ? "" : ` ${to}`}`,
            facets: {
              sql: { ...facet("1-1-0/SQLJobFacet.json", "SQLJobFacet"), query: filledBy.sql },
            },
          };
    return {
      eventType: "COMPLETE",
      eventTime,
      producer,
      schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
      run: { runId: uuidOf([job.name, eventTime]) },
      job: { namespace: jobNamespace, ...job },
      inputs: [...inputs].map((one) => dataset(one)),
      outputs: [dataset(to, { columnLineage })],
    };
  });
}

/** What one statement brings into one table, or what is given by hand for it. */
interface Filling {
  readonly statement: number | null;
  readonly to: string;
  readonly inputs: Set<string>;
  readonly edges: LineageEdge[];
  readonly rows: RowEdge[];
}

/** In the order of the statements; what is given by hand stands behind them. */
function fillings({ tableEdges, edges, rows }: Lineage): readonly Filling[] {
  const all = new Map<string, Filling>();
  const of = (statement: number | null, to: string): Filling => {
    const key = `${statement} ${to}`;
    const known = all.get(key) ?? { statement, to, inputs: new Set(), edges: [], rows: [] };
    all.set(key, known);
    return known;
  };
  for (const { from, to, statements } of tableEdges)
    for (const one of statements.length === 0 ? [null] : statements) of(one, to).inputs.add(from);
  for (const edge of edges) {
    const filling = of(edge.statement, edge.to.table);
    filling.inputs.add(edge.from.table);
    filling.edges.push(edge);
  }
  for (const edge of rows) {
    const filling = of(edge.statement, edge.to);
    filling.inputs.add(edge.from.table);
    filling.rows.push(edge);
  }
  const place = ({ statement }: Filling): number => statement ?? Infinity;
  return [...all.values()].toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

function nameOf(table: string, { datasetPrefix = "" }: ToOpenLineageOptions): string {
  return `${datasetPrefix}${datasetName(table)}`;
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
      field: fieldName(column),
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
