import { createRandom, DxError, formatValue, messageOf, relation, type Rows } from "@dx/core";
import {
  createPlan,
  createSchema,
  dropSchema,
  inquire,
  verbatimSql,
  type Sql,
  type Statement,
} from "@dx/sql";
import {
  resolveScopes,
  toCatalog,
  type Catalog,
  type CatalogColumn,
  type NameOptions,
  type ParsedStatement,
  type Schema,
} from "@dx/sql-parser";
import { createTracer } from "../analyze/tracer.ts";
import { copyName, makeTable, viewOf, type Made } from "./make-copies.ts";
import { changeValues, makeRows, usualCount, type RowStyle } from "./make-rows.ts";
import type { ChangeKind, Observation, Perturbation, Variant } from "./perturbation.ts";
import { queryText, type QueryText } from "./query-text.ts";
import { familyOf } from "./type-family.ts";
import { poolKey, valuePools, type ValuePools } from "./value-pools.ts";
import { witnessRows } from "./witness/witness-rows.ts";

/** How data is made and changed. */
export interface PerturbationOptions {
  /** The columns of all tables that the query reads, with DuckDB's types. */
  readonly schema: Schema | Catalog;
  /** The same seed gives the same data; another other data, and perhaps of another kind. */
  readonly seed: number;
  /** The schema of tables that are named without one. */
  readonly defaultSchema?: string | undefined;
  /** How many rows each table gets; 6 to 24 without a word. */
  readonly rows?: number;
  /** The schema that is made for the data; `dx_perturb` without a word. */
  readonly scratch?: string;
}

const styles: readonly RowStyle[] = ["few", "sparse", "neutral", "few", "two", "sparse", "wide"];

const changes: readonly ChangeKind[] = ["nudge", "rotate", "null", "fresh"];

/**
 * What is to be done in a DuckDB to see which column moves which output of a query: small tables, denser than random,
 * so that joins and filters let rows through; the same with their rows in another order; and for each column of each
 * table that is read variants in which only this column is different: four, or one if the text does not name it. All of it
 * lies in a schema of its own, so nothing that is there is touched.
 * @param statement - a `select`, view or `create table as` in DuckDB's SQL
 * @throws DxError `DX_LINEAGE_PERTURB_STATEMENT` if the statement has no query
 * @throws DxError `DX_LINEAGE_PERTURB_SCHEMA` if it reads a table that the schema does not have
 * @throws DxError `DX_LINEAGE_PERTURB_TYPE` for a type that no values are made for
 * @example
 * ```ts
 * import { planPerturbation } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const schema = { t: { a: "integer", b: "integer" } };
 * const parser = await loadParser();
 * const [statement] = parser.parse("select a + 1 as x from t where b > 1", { dialect: "duckdb" }).statements;
 * if (statement === undefined) throw new Error();
 * const { setUp, observe, tearDown, variants } = planPerturbation(statement, { schema, seed: 1 });
 * // await db.apply(setUp), then await db.run(observe), then await db.apply(tearDown)
 * if (variants.length !== 10 || setUp.length !== 1) throw new Error(observe.name + tearDown.length);
 * ```
 */
export function planPerturbation(
  statement: ParsedStatement,
  options: PerturbationOptions,
): Perturbation {
  const names: NameOptions = { dialect: "duckdb", defaultSchema: options.defaultSchema };
  const catalog = toCatalog(options.schema, names);
  const resolved = resolveScopes(statement, catalog, names);
  const text = queryText(statement, resolved);
  const tables = resolved.reads.map((table) => ({ table, columns: columnsOf(table, catalog) }));
  const pools = valuePools(createTracer(resolved), catalog);
  const random = createRandom(options.seed);
  const style = styles.at(options.seed % styles.length) ?? "few";
  const count = options.rows ?? usualCount[style];
  const witnesses = witnessRows(resolved, { catalog, pools, random, most: 300 });
  const base = tables.map(({ table, columns }, own): Made => {
    const drawn = makeRows(table, columns, { pools, random, style, count, own });
    return { table, columns, rows: witnesses.mend(table, [...drawn, ...witnesses.rowsOf(table)]) };
  });
  const schema = options.scratch ?? "dx_perturb";
  const copies: Copy[] = [
    {
      variant: { kind: "base" },
      tables: [],
      made: base.flatMap((one) => makeTable(one, { schema, copy: 0 })),
    },
    {
      variant: { kind: "reordered" },
      tables: base.map(({ table }) => table),
      made: base.flatMap(({ rows, ...one }) =>
        makeTable({ ...one, rows: rows.toReversed() }, { schema, copy: 1 }),
      ),
    },
  ];
  for (const one of base)
    copies.push(...variantsOf(one, { pools, schema, first: copies.length, text: statement.text }));
  return {
    setUp: createPlan([
      [
        { purpose: `make ${schema}`, sql: createSchema(`"${schema}"`) },
        ...copies.flatMap(({ made }) => made),
      ],
    ]),
    observe: inquire("observe", function* () {
      const found: Observation[] = [];
      for (const [copy, { variant, tables: own }] of copies.entries()) {
        const seen = yield* observe(variant, questionOf(text, { schema, copy, own }));
        found.push(seen);
        if (copy === 0 && (seen.rows ?? 0) === 0) break;
      }
      return found;
    }),
    tearDown: createPlan([
      [{ purpose: `remove ${schema}`, sql: dropSchema(`"${schema}"`, { cascade: true }) }],
    ]),
    variants: copies.map(({ variant }) => variant),
  };
}

/** What one variant of the data is made by. */
interface Copy {
  readonly variant: Variant;
  /** The tables that are other than in the base. */
  readonly made: readonly Statement[];
  readonly tables: readonly string[];
}

function columnsOf(table: string, catalog: Catalog): readonly CatalogColumn[] {
  const columns = catalog.get(table);
  if (columns === undefined)
    throw new DxError("DX_LINEAGE_PERTURB_SCHEMA", `the schema does not have ${table}`, {
      path: ["schema"],
      hint: "give the columns of all tables that the query reads",
    });
  for (const { type } of columns) familyOf(type);
  return columns;
}

interface VariantContext {
  readonly pools: ValuePools;
  readonly schema: string;
  readonly first: number;
  readonly text: string;
}

/** Four changes for each column that the text may name, one for others: these are not expected to matter. */
function variantsOf(one: Made, { pools, schema, first, text }: VariantContext): readonly Copy[] {
  const { table, columns, rows } = one;
  const copies: Copy[] = [];
  for (const [place, column] of columns.entries()) {
    const pool = pools.get(poolKey(table, column.name)) ?? [];
    const values = rows.map((row) => row[place] ?? null);
    for (const kind of mayName(text, column.name) ? changes : changes.slice(0, 1)) {
      const changed = changeValues(values, { kind, column, pool });
      const copy = first + copies.length;
      const made = [viewOf(one, { place, values: changed }, { schema, copy })];
      copies.push({ variant: { kind, table, column: column.name }, tables: [table], made });
    }
  }
  return copies;
}

/** `*` for columns, not as in a product or in `count(*)`. */
const star = /(?:\bselect|\bdistinct|\ball|\bcolumns\s*\(|[,.])\s*\*/i;

function mayName(text: string, column: string): boolean {
  return star.test(text) || text.toLowerCase().includes(column);
}

interface Place {
  readonly schema: string;
  readonly copy: number;
  /** The tables that this copy has of its own. */
  readonly own: readonly string[];
}

/** The query over the tables of one copy, each under the name that the query calls it by. */
function questionOf({ texts, uses }: QueryText, { schema, copy, own }: Place): Sql {
  const parts = texts.map((text, index) => {
    const use = uses[index];
    if (use === undefined) return text;
    const name = copyName(use.table, own.includes(use.table) ? copy : 0);
    return `${text}"${schema}"."${name}"${use.aliased ? "" : ` as ${ownName(use.table)}`}`;
  });
  return verbatimSql(`select * from (${parts.join("")}\n) as observed`);
}

/** The last part of a table's name, by which columns are qualified. */
function ownName(table: string): string {
  return relation(table).name;
}

function* observe(
  variant: Variant,
  question: Sql,
): Generator<readonly Sql[], Observation, readonly Rows[]> {
  try {
    const [answer] = yield [question];
    if (answer === undefined) return { variant, rows: null, outputs: [], error: "no answer" };
    const { count, columns } = answer;
    const outputs = columns.map((column) => allValues(column, count));
    return { variant, rows: count, outputs, error: null };
  } catch (error) {
    return { variant, rows: null, outputs: [], error: messageOf(error) };
  }
}

function allValues(column: Rows["columns"][number], count: number): string {
  const texts = Array.from({ length: count }, (_, row) => JSON.stringify(formatValue(column, row)));
  return texts.toSorted().join(",");
}
