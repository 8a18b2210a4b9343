import { quoteName, type Finding } from "@dx/core";
import type { ParserDialect } from "@dx/sql-parser";
import type {
  ColumnRef,
  GivenEdge,
  GivenRowEdge,
  GivenTableEdge,
  LineageGiven,
  LineageSource,
  LineageTables,
} from "../build/lineage.ts";
import type { EdgeKind } from "../statement-lineage.ts";
import { entriesOf, fieldsOf, listOf, textOf, type Fields } from "./fields.ts";
import { columnOfField, dialectOf, tableOfDataset } from "./open-lineage-names.ts";
import { gatherRuns, type JobRun } from "./open-lineage-runs.ts";
import { said, type ReadSources } from "./read-sources.ts";

/** Which tables events speak of. */
export interface ReadOpenLineageOptions {
  /**
   * By namespace, what stands before the names of its tables and goes, as `{ "postgres://db:5432": "shop.public." }`. A namespace
   * that is not in it: tables of a database keep their names; of a second such namespace, and of files and topics, the namespace
   * becomes a part of the name.
   */
  readonly namespaces?: Readonly<Record<string, string>>;
  /** Whose rules names have, where the namespace does not say; `duckdb` without it, which tells no cases apart. */
  readonly dialect?: ParserDialect;
}

/**
 * What OpenLineage events say, those of Airflow, Spark and dbt included: of each job, the run that ended well last, its events
 * put together. Column lineage is taken with kinds and masking; where a job has none, its tables are connected. Runs that failed
 * or did not end are said. The SQL text of a job is not read.
 * @param events - run, job and dataset events, as JSON objects
 * @throws DxError `DX_LINEAGE_EVENT` for what is no event
 * @example
 * ```ts
 * import { buildLineage, readOpenLineage } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const namespace = "postgres://db:5432";
 * const { sources } = readOpenLineage([{
 *   eventType: "COMPLETE", eventTime: "2026-01-01T00:00:00Z", run: { runId: "0197a1b2-0000-7000-8000-000000000000" },
 *   job: { namespace: "airflow", name: "nightly.load" },
 *   inputs: [{ namespace, name: "shop.public.orders" }], outputs: [{ namespace, name: "shop.marts.revenue" }],
 * }], { namespaces: { [namespace]: "shop." } });
 * const { tableEdges } = buildLineage(await loadParser(), sources);
 * if (tableEdges[0]?.from !== "orders" || tableEdges[0].to !== "marts.revenue") throw new Error();
 * ```
 * @see https://openlineage.io/docs/spec/object-model
 */
export function readOpenLineage(
  events: readonly unknown[],
  options: ReadOpenLineageOptions = {},
): ReadSources {
  const { runs, datasets, findings } = gatherRuns(events);
  const naming = createNaming(options);
  const more: Finding[] = [];
  const all = [...datasets, ...runs.flatMap(({ inputs, outputs }) => [...inputs, ...outputs])];
  const tables = all.flatMap((one) => describe(one, naming));
  const given = runs.map((run) => edgesOf(run, { naming, more }));
  const sources: readonly LineageSource[] = [...merged(tables), ...given];
  return { sources, findings: [...findings, ...naming.findings, ...more] };
}

interface Known {
  readonly table: string;
  readonly dialect: ParserDialect;
}

interface Naming {
  readonly findings: Finding[];
  nameOf(namespace: string, name: string): Known;
}

/** A name that the namespace is a part of. */
function whole(namespace: string, name: string, dialect: ParserDialect): Known {
  const between = namespace.endsWith("/") || name.startsWith("/") ? "" : "/";
  return { table: quoteName(`${namespace}${between}${name}`), dialect };
}

/** How datasets become tables; the first database that no option names gives its tables their own names. */
function createNaming({ namespaces = {}, dialect = "duckdb" }: ReadOpenLineageOptions): Naming {
  const findings: Finding[] = [];
  const told = new Set<string>();
  let first: string | undefined;
  const nameOf = (namespace: string, name: string): Known => {
    const own = dialectOf(namespace) ?? dialect;
    const prefix = Object.hasOwn(namespaces, namespace) ? namespaces[namespace] : undefined;
    if (prefix !== undefined) {
      const rest = name.startsWith(prefix) ? name.slice(prefix.length) : name;
      const table = tableOfDataset(rest, own);
      return table === undefined ? whole(namespace, name, own) : { table, dialect: own };
    }
    if (dialectOf(namespace) === undefined) return whole(namespace, name, own);
    first ??= namespace;
    const table = namespace === first ? tableOfDataset(name, own) : undefined;
    if (table !== undefined) return { table, dialect: own };
    if (namespace !== first && !told.has(namespace)) {
      told.add(namespace);
      const message = `its tables are named with it, since those of ${first} have their names alone; name both in \`namespaces\``;
      findings.push(said("DX_LINEAGE_EVENT_NAMESPACE", namespace, message));
    }
    return whole(namespace, name, own);
  };
  return { findings, nameOf };
}

/** A dataset by the name of its table, where it has another one, as files of Spark have. */
function known(dataset: Fields, naming: Naming): Known {
  const identifiers = listOf(fieldsOf(fieldsOf(dataset["facets"])["symlinks"])["identifiers"]);
  const other = identifiers.find(
    ({ type, name }) => type === "TABLE" && textOf(name) !== undefined,
  );
  const { namespace, name } = other ?? dataset;
  return naming.nameOf(textOf(namespace) ?? "", textOf(name) ?? "");
}

interface Described extends Known {
  readonly columns: Readonly<Record<string, string>>;
}

function describe(dataset: Fields, naming: Naming): readonly Described[] {
  const fields = listOf(fieldsOf(fieldsOf(dataset["facets"])["schema"])["fields"]);
  if (fields.length === 0) return [];
  const { table, dialect } = known(dataset, naming);
  const columns = fields.flatMap(({ name, type }) => {
    const text = textOf(name);
    return text === undefined ? [] : [[columnOfField(text, dialect), textOf(type) ?? ""] as const];
  });
  return [{ table, dialect, columns: Object.fromEntries(columns) }];
}

/** Tables by dialect, each as it was described last. */
function merged(tables: readonly Described[]): readonly LineageTables[] {
  const schemas = new Map<ParserDialect, Record<string, Readonly<Record<string, string>>>>();
  for (const { table, dialect, columns } of tables) {
    const schema = schemas.get(dialect) ?? {};
    schemas.set(dialect, schema);
    schema[table] = columns;
  }
  return [...schemas].map(([dialect, schema]) => ({ kind: "tables", dialect, schema }));
}

interface EdgesContext {
  readonly naming: Naming;
  readonly more: Finding[];
}

function edgesOf({ job, inputs, outputs }: JobRun, { naming, more }: EdgesContext): LineageGiven {
  const [edges, rows]: [GivenEdge[], GivenRowEdge[]] = [[], []];
  const tableEdges: GivenTableEdge[] = [];
  for (const output of outputs) {
    const { table: to, dialect } = known(output, naming);
    for (const input of inputs) tableEdges.push({ from: known(input, naming).table, to });
    const lineage = fieldsOf(fieldsOf(output["facets"])["columnLineage"]);
    for (const [field, one] of entriesOf(lineage["fields"]))
      for (const input of listOf(one["inputFields"])) {
        const column = columnOfField(field, dialect);
        const from = columnOf(input, naming);
        for (const link of linksOf(input, one, { job, more }))
          edges.push({ ...link, from, to: { table: to, column } });
      }
    for (const input of listOf(lineage["dataset"]))
      for (const link of linksOf(input, {}, { job, more }))
        rows.push({ ...link, from: columnOf(input, naming), to });
  }
  return { kind: "edges", name: job, edges, rows, tableEdges };
}

function columnOf(input: Fields, naming: Naming): ColumnRef {
  const { table, dialect } = known(input, naming);
  return { table, column: columnOfField(textOf(input["field"]) ?? "*", dialect) };
}

interface Link {
  readonly kind: EdgeKind;
  readonly isMasking: boolean;
}

const kinds: Readonly<Record<string, EdgeKind>> = {
  IDENTITY: "identity",
  TRANSFORMATION: "transformation",
  AGGREGATION: "aggregation",
  JOIN: "join",
  FILTER: "filter",
  GROUP_BY: "group-by",
  SORT: "sort",
  WINDOW: "window",
  CONDITIONAL: "conditional",
};

/** The ways in which an input has an influence; without any, what the field's deprecated type says. */
function linksOf(
  input: Fields,
  field: Fields,
  { job, more }: { readonly job: string; readonly more: Finding[] },
): readonly Link[] {
  const given = listOf(input["transformations"]);
  if (given.length === 0) {
    const type = textOf(field["transformationType"]);
    return [
      { kind: type === "IDENTITY" ? "identity" : "transformation", isMasking: type === "MASKED" },
    ];
  }
  return given.map(({ type, subtype, masking }) => {
    const kind = kinds[textOf(subtype)?.toUpperCase() ?? ""];
    if (kind === undefined && textOf(subtype) !== undefined)
      more.push(
        said("DX_LINEAGE_EVENT_KIND", job, `a transformation ${String(subtype)} is not known`),
      );
    const unknown = type === "INDIRECT" ? "conditional" : "transformation";
    return { kind: kind ?? unknown, isMasking: masking === true };
  });
}
