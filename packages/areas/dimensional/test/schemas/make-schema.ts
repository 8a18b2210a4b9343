import { createRandom, type PlainObject, type Random, type TypeName } from "@dx/core";

/** How the values of a column are made; `null` is NULL. */
export interface ColumnRule {
  readonly type: TypeName;
  readonly make: (context: MakeContext) => unknown;
  /** The key that the column names a row of, as `table.column`, if it does. */
  readonly references?: string;
}

/** What a rule sees. */
interface MakeContext {
  readonly random: Random;
  readonly index: number;
  readonly count: number;
  /** Of the same row, so far. */
  readonly row: Readonly<Record<string, unknown>>;
  /** The values of a column of a table made before, or of the rows before of this one. */
  readonly valuesOf: (path: string) => readonly unknown[];
  /** The rows of a table made before. */
  readonly rowsOf: (table: string) => readonly PlainObject[];
}

/** A table: how many rows, and its columns; `keys` are references of several columns. */
export interface TableRule {
  readonly rows: number;
  readonly columns: Readonly<Record<string, ColumnRule>>;
  readonly references?: readonly CompositeReference[];
  /** Columns that together are never repeated: such rows are left out. */
  readonly unique?: readonly string[];
}

/** A reference of several columns. */
interface CompositeReference {
  readonly columns: readonly string[];
  readonly parent: string;
  readonly parentColumns: readonly string[];
}

/** A schema with data. */
export interface MadeSchema {
  readonly name: string;
  readonly tables: readonly MadeTable[];
  /** `child(columns)->parent(columns)`. */
  readonly truth: readonly string[];
}

/** A table with data. */
interface MadeTable {
  readonly name: string;
  readonly rows: readonly PlainObject[];
  readonly types: Readonly<Record<string, TypeName>>;
}

/** Makes the data of a schema; the same for the same seed. */
export function makeSchema(
  name: string,
  seed: number,
  rules: Readonly<Record<string, TableRule>>,
): MadeSchema {
  const random = createRandom(seed);
  const made = new Map<string, PlainObject[]>();
  const truth: string[] = [];
  const tables = Object.entries(rules).map(([table, rule]): MadeTable => {
    const rows: PlainObject[] = [];
    made.set(table, rows);
    const seen = new Set<string>();
    for (let index = 0; index < rule.rows; index += 1) {
      const row: Record<string, unknown> = {};
      const rowsOf = (path: string): readonly PlainObject[] => made.get(path) ?? [];
      const valuesOf = (path: string): readonly unknown[] => {
        const [of = "", column = ""] = path.split(".");
        return rowsOf(of).map((one) => one[column]);
      };
      const context = { random, index, count: rule.rows, row, valuesOf, rowsOf };
      for (const [column, { make }] of Object.entries(rule.columns)) row[column] = make(context);
      const key = JSON.stringify(rule.unique?.map((column) => String(row[column])) ?? index);
      if (seen.has(key)) continue;
      seen.add(key);
      rows.push(row);
    }
    for (const [column, { references }] of Object.entries(rule.columns)) {
      const [parent, key] = references?.split(".") ?? [];
      if (parent !== undefined && key !== undefined)
        truth.push(edge(table, [column], [parent, [key]]));
    }
    for (const { columns, parent, parentColumns } of rule.references ?? [])
      truth.push(edge(table, columns, [parent, parentColumns]));
    const types = Object.fromEntries(
      Object.entries(rule.columns).map(([column, { type }]) => [column, type]),
    );
    return { name: table, rows, types };
  });
  return { name, tables, truth };
}

/** An edge as text; of several columns in the order of their names. */
export function edge(
  child: string,
  columns: readonly string[],
  [parent, parentColumns]: readonly [string, readonly string[]],
): string {
  const pairs = columns.map((one, at) => `${one}=${parentColumns[at] ?? ""}`).toSorted();
  return `${child}->${parent}: ${pairs.join(", ")}`;
}

/** Some tables of a schema, and what is meant between them. */
export function pickTables(schema: MadeSchema, names: readonly string[]): MadeSchema {
  const isIn = (table: string | undefined): boolean => names.includes(table ?? "");
  return {
    ...schema,
    tables: schema.tables.filter(({ name }) => isIn(name)),
    truth: schema.truth.filter((one) => {
      const [child, parent] = one.split(/->|:/);
      return isIn(child) && isIn(parent);
    }),
  };
}
