import { DxError, isDxError, messageOf, type Json } from "@dx/core";
import { parserDialects, type ParserDialect, type SqlParser } from "@dx/sql-parser";
import { buildLineage } from "./build/build-lineage.ts";
import type { Lineage } from "./build/lineage.ts";
import { upstreamTables } from "./upstream-tables.ts";
import type { EdgeKind } from "./statement-lineage.ts";

/** What {@link lineageColumns} gives; plain JSON, with names for other languages. */
export interface LineageColumns {
  /** Tables that are read, temporary ones left out. */
  readonly tables_in: readonly string[];
  /** Tables that are filled or made. */
  readonly tables_out: readonly string[];
  /** The columns that are given or filled: of a query by their names alone, of a table as `table.column`. */
  readonly columns: readonly {
    /** The column. */
    readonly target: string;
    /** What it comes from, and what decides on it; not what decides on rows. */
    readonly sources: readonly {
      /** The table. */
      readonly table: string;
      /** The column. */
      readonly column: string;
      /** How. */
      readonly kind: EdgeKind;
    }[];
  }[];
  /** What was not understood, with its place. */
  readonly unresolved: readonly string[];
  /** What is wrong with the request; then all lists are empty. */
  readonly error: {
    /** Stable. */
    readonly code: string;
    /** What happened. */
    readonly message: string;
    /** What to do about it. */
    readonly hint: string | null;
  } | null;
}

/**
 * The columns of a text of SQL and where they come from, of a request in JSON: for `dx lineage columns`. Never throws.
 * @param request - `{ sql, dialect, schema?, default_schema? }`
 * @example
 * ```ts
 * import { lineageColumns } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const request = { sql: "select a + b as c from t", dialect: "duckdb", schema: { t: { a: "int", b: "int" } } };
 * const { columns, tables_in } = lineageColumns(await loadParser(), request);
 * if (columns[0]?.sources.length !== 2 || tables_in.join() !== "t") throw new Error();
 * ```
 */
export function lineageColumns(parser: SqlParser, request: Json): LineageColumns {
  try {
    return answer(parser, readRequest(request));
  } catch (error) {
    const { code, hint = null } = isDxError(error) ? error : { code: "DX_LINEAGE_REQUEST" };
    return {
      tables_in: [],
      tables_out: [],
      columns: [],
      unresolved: [],
      error: { code, message: messageOf(error), hint },
    };
  }
}

interface Request {
  readonly sql: string;
  readonly dialect: ParserDialect;
  readonly schema: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly defaultSchema: string | undefined;
}

function answer(
  parser: SqlParser,
  { sql, dialect, schema, defaultSchema }: Request,
): LineageColumns {
  const names = defaultSchema === undefined ? { dialect } : { dialect, defaultSchema };
  const lineage = buildLineage(parser, [
    { kind: "tables", schema, ...names },
    { kind: "script", name: "sql", sql, ...names },
  ]);
  const targets = new Set(
    lineage.statements.flatMap(({ target, isTemporary, kind }) =>
      target === null || isTemporary || kind === "drop" ? [] : [target],
    ),
  );
  return {
    tables_in: upstreamTables(lineage),
    tables_out: [...targets],
    columns: [...filled(lineage), ...asked(lineage)],
    unresolved: lineage.findings.map(({ message }) => message),
    error: null,
  };
}

/** Columns of tables, whatever statements fill them. */
function filled({ edges, statements }: Lineage): LineageColumns["columns"] {
  const columns = new Map<string, LineageColumns["columns"][number]["sources"][number][]>();
  for (const { target, isTemporary, kind, lineage } of statements)
    if (target !== null && !isTemporary && kind !== "create-table" && kind !== "drop")
      for (const { name } of lineage.outputs)
        if (name !== null && name !== "*") columns.set(`${target}.${name}`, []);
  for (const { from, to, kind } of edges) {
    const wanted = `${to.table}.${to.column}`;
    const key =
      [...columns.keys()].find(
        (one) => one === wanted || one.toLowerCase() === wanted.toLowerCase(),
      ) ?? wanted;
    columns.set(key, [...(columns.get(key) ?? []), { ...from, kind }]);
  }
  return [...columns].map(([target, sources]) => ({ target, sources: distinct(sources) }));
}

/** Columns of queries, by their names. */
function asked({ statements }: Lineage): LineageColumns["columns"] {
  return statements
    .filter(({ target, kind }) => target === null && kind === "select")
    .flatMap(({ lineage }) =>
      lineage.outputs.map(({ name, ordinal, sources }) => ({
        target: name ?? `column${ordinal + 1}`,
        sources: distinct(sources.map(({ table, column, kind }) => ({ table, column, kind }))),
      })),
    );
}

function distinct<T>(sources: readonly T[]): readonly T[] {
  return [...new Map(sources.map((one) => [JSON.stringify(one), one])).values()];
}

function readRequest(request: Json): Request {
  if (typeof request !== "object" || request === null || Array.isArray(request))
    throw wrong("a request", "an object", []);
  const given = new Map<string, Json | undefined>(Object.entries(request));
  const [sql, dialect] = [given.get("sql"), given.get("dialect")];
  const [schema, defaultSchema] = [given.get("schema") ?? {}, given.get("default_schema")];
  if (typeof sql !== "string") throw wrong("sql", "text", ["sql"]);
  const known = parserDialects.find((one) => one === dialect);
  if (known === undefined)
    throw wrong("dialect", `one of ${parserDialects.join(", ")}`, ["dialect"]);
  if (defaultSchema !== undefined && defaultSchema !== null && typeof defaultSchema !== "string")
    throw wrong("default_schema", "text", ["default_schema"]);
  return {
    sql,
    dialect: known,
    schema: readSchema(schema),
    defaultSchema: defaultSchema ?? undefined,
  };
}

function readSchema(given: Json): Request["schema"] {
  if (given === null) return {};
  if (typeof given !== "object" || Array.isArray(given))
    throw wrong("schema", "an object of tables", ["schema"]);
  return Object.fromEntries(
    Object.entries(given).map(([table, columns]) => {
      if (typeof columns !== "object" || columns === null || Array.isArray(columns))
        throw wrong(table, "an object of columns", ["schema", table]);
      return [
        table,
        Object.fromEntries(
          Object.entries(columns).map(([column, type]) => [
            column,
            typeof type === "string" ? type : "",
          ]),
        ),
      ];
    }),
  );
}

function wrong(what: string, wanted: string, path: readonly string[]): DxError {
  return new DxError("DX_LINEAGE_REQUEST", `${what} is to be ${wanted}`, {
    path,
    hint: 'write {"sql": "select 1", "dialect": "duckdb", "schema": {"t": {"a": "integer"}}}',
  });
}
