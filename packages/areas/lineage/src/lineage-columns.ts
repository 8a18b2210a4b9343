import { DxError, isDxError, messageOf, type Json } from "@dx/core";
import { parserDialects, readDialect, type ParserDialect, type SqlParser } from "@dx/sql-parser";
import { buildLineage } from "./build/build-lineage.ts";
import { readName } from "./build/column-key.ts";
import type { Lineage, LineageStatement } from "./build/lineage.ts";
import { itemTexts } from "./item-texts.ts";
import type { EdgeKind, StatementLineage } from "./statement-lineage.ts";

/** What {@link lineageColumns} gives; plain JSON, with names for other languages. */
export interface LineageColumns {
  /** Tables that are read, temporary ones left out; one that is changed row by row only if its values come back into it. */
  readonly tables_in: readonly string[];
  /** Tables that are filled, changed or made; temporary ones only if nothing reads them. */
  readonly tables_out: readonly string[];
  /** The columns that are given or filled: of a query by their names alone, of a table as `table.column`. */
  readonly columns: readonly {
    /** The column; of an expression without a name, its text. */
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
  const last = lastTemporaries(lineage);
  return {
    tables_in: tablesIn(lineage),
    tables_out: tablesOut(lineage, last),
    columns: [...filled(lineage, dialect), ...asked(lineage, last, dialect)],
    unresolved: lineage.findings.map(({ message }) => message),
    error: null,
  };
}

/** Tables that are read, temporary ones left out; of one that is changed row by row, only if its values come back into it. */
function tablesIn({ statements }: Lineage): readonly string[] {
  const temporary = new Set<string | null>();
  const read = new Set<string>();
  for (const { target, isTemporary, lineage } of statements) {
    const { reads, readsTarget } = lineage;
    if (isMereRename(lineage)) continue;
    for (const table of reads)
      if (!temporary.has(table) && (table !== target || readsTarget)) read.add(table);
    if (isTemporary) temporary.add(target);
  }
  return [...read];
}

/** A rename of a table of which nothing is known: no column goes anywhere. */
function isMereRename({ kind, outputs }: StatementLineage): boolean {
  return kind === "rename" && outputs.every(({ name }) => name === "*");
}

/** Temporary tables that nothing reads or drops: what their script is for. */
function lastTemporaries({ statements }: Lineage): ReadonlySet<LineageStatement> {
  const open = new Map<string, LineageStatement>();
  for (const statement of statements) {
    for (const table of statement.reads) if (table !== statement.target) open.delete(table);
    if (statement.target === null) continue;
    if (statement.isTemporary) open.set(statement.target, statement);
    else open.delete(statement.target);
  }
  return new Set(open.values());
}

function tablesOut(
  { statements }: Lineage,
  last: ReadonlySet<LineageStatement>,
): readonly string[] {
  const out = statements.flatMap((one) =>
    one.target === null ||
    (one.isTemporary && !last.has(one)) ||
    one.kind === "drop" ||
    one.kind === "other" ||
    isMereRename(one.lineage)
      ? []
      : [one.target],
  );
  return [...new Set(out)];
}

type Columns = LineageColumns["columns"];
type Source = Columns[number]["sources"][number];

/** Columns of tables that stay, whatever statements fill them. */
function filled({ edges, statements }: Lineage, dialect: ParserDialect): Columns {
  const columns = new Map<string, { readonly target: string; readonly sources: Source[] }>();
  for (const { target, isTemporary, kind, lineage, sql } of statements) {
    if (target === null || isTemporary || kind === "create-table" || kind === "drop") continue;
    const texts = textsOf(lineage.outputs, sql, dialect);
    for (const [index, { name, ordinal }] of lineage.outputs.entries()) {
      if (name === "*") continue;
      const key = name === null ? `column${ordinal + 1}` : readName(name, dialect);
      const shown = name === null ? texts[index] : key;
      columns.set(`${target}.${key}`, { target: `${target}.${shown}`, sources: [] });
    }
  }
  for (const { from, to, kind } of edges) {
    const key = `${to.table}.${to.column}`;
    const known = columns.get(key) ?? { target: key, sources: [] };
    columns.set(key, known);
    known.sources.push({ ...from, kind });
  }
  return [...columns.values()].map(({ target, sources }) => ({
    target,
    sources: distinct(sources),
  }));
}

/** Columns of queries, by their names, and of temporary tables that are left. */
function asked(
  { statements }: Lineage,
  last: ReadonlySet<LineageStatement>,
  dialect: ParserDialect,
): Columns {
  return statements.flatMap((one): Columns => {
    const { target, outputs, lineage, sql } = one;
    if (target !== null && !last.has(one)) return [];
    const texts = textsOf(lineage.outputs, sql, dialect);
    return outputs.map(({ name, links }, index) => {
      const shown = lineage.outputs[index]?.name ?? texts[index] ?? "";
      return {
        target: target === null ? shown : `${target}.${name ?? shown}`,
        sources: distinct(links.map(({ from, kind }) => ({ ...from, kind }))),
      };
    });
  });
}

/** For outputs without a name: what the text says of each. */
function textsOf(
  outputs: readonly { readonly name: string | null; readonly ordinal: number }[],
  sql: string,
  dialect: ParserDialect,
): readonly string[] {
  if (outputs.every(({ name }) => name !== null)) return [];
  const texts = itemTexts(sql, dialect);
  return outputs.map(({ ordinal }) =>
    texts.length === outputs.length ? (texts[ordinal] ?? "") : `column${ordinal + 1}`,
  );
}

function distinct(sources: readonly Source[]): readonly Source[] {
  const found = new Map(
    sources.map((one) => [`${one.kind}\0${one.table}\0${one.column}`, one] as const),
  );
  return [...found.values()];
}

function readRequest(request: Json): Request {
  if (typeof request !== "object" || request === null || Array.isArray(request))
    throw wrong("a request", "an object", []);
  const given = new Map<string, Json | undefined>(Object.entries(request));
  const [sql, dialect] = [given.get("sql"), given.get("dialect")];
  const [schema, defaultSchema] = [given.get("schema") ?? {}, given.get("default_schema")];
  if (typeof sql !== "string") throw wrong("sql", "text", ["sql"]);
  const known = typeof dialect === "string" ? readDialect(dialect) : null;
  if (known === null) throw wrong("dialect", `one of ${parserDialects.join(", ")}`, ["dialect"]);
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
