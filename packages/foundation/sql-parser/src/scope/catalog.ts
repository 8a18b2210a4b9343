import { DxError, parseName, quoteName, relation, type Relation } from "@dx/core";
import type { TableReference } from "../ast/query.ts";
import { likeOf, traitsOf, type ParserDialect } from "../dialect/parser-dialect.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import { shownName } from "./shown-name.ts";

/** The columns of tables with their types; names as `Names` and `TableName` of `@dx/core` say. */
export type Schema = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A column of a table. */
export interface CatalogColumn {
  /** As the engine shows it. */
  readonly written: string;
  /** By which it is compared. */
  readonly name: string;
  /** As it was given. */
  readonly type: string;
}

/** The columns of tables, by the names that {@link tableName} gives. */
export type Catalog = ReadonlyMap<string, readonly CatalogColumn[]>;

/** How names are read. */
export interface NameOptions {
  /** Whose rules. */
  readonly dialect: ParserDialect;
  /** The schema of tables that are named without one. */
  readonly defaultSchema?: string | undefined;
}

/**
 * The one name by which a table is known: folded as the dialect does, in the grammar of names. With a default
 * schema, all names get it that have none; without one, that of the engine (`main` of DuckDB, `public` of
 * Postgres, `dbo` of T-SQL) is left out.
 * @throws DxError `DX_CORE_TABLE_NAME` if it is no name of a table
 * @example
 * ```ts
 * import { tableName } from "@dx/sql-parser";
 * if (tableName("Public.Orders", { dialect: "postgres" }) !== "orders") throw new Error();
 * if (tableName("orders", { dialect: "snowflake", defaultSchema: "shop" }) !== "SHOP.ORDERS") throw new Error();
 * ```
 */
export function tableName(table: string | Relation, options: NameOptions): string {
  const { name, schema, catalog } = relation(table);
  const parts = [catalog, schema, name].flatMap((one) => {
    if (one === undefined) return [];
    const { text, exact } = parseName(one);
    return [{ name: text, quoted: exact }];
  });
  return joinParts(parts, options);
}

/** {@link tableName} of a table in a statement; BigQuery writes all parts in one pair of quotes. */
export function referenceName({ parts }: TableReference, options: NameOptions): string {
  const [format, path] = parts;
  const like = likeOf(options.dialect);
  if (like === "spark" && parts.length === 2 && isFile(format?.name ?? "", path?.name ?? ""))
    return joinParts(parts.slice(1), { dialect: options.dialect });
  if (parts.length === 1 && format?.quoted === true && isPath(format.name))
    return joinParts(parts, { dialect: options.dialect });
  if (options.dialect !== "bigquery") return joinParts(parts, options);
  const split = parts.flatMap(({ name }) =>
    name.split(".").map((part) => ({ name: part, quoted: true })),
  );
  return joinParts(split, options);
}

/** A file of Spark: `parquet.\`/a/b\``. */
function isFile(format: string, path: string): boolean {
  return /^(?:parquet|csv|json|orc|avro|delta|text|binaryfile)$/i.test(format) && /[/:]/.test(path);
}

/** A file, whose name no schema goes before. */
function isPath(name: string): boolean {
  return name.startsWith("@") || name.includes("/");
}

interface Part {
  readonly name: string;
  readonly quoted: boolean;
}

function joinParts(parts: readonly Part[], { dialect, defaultSchema }: NameOptions): string {
  const fold = (part: Part): string => foldIdentifier(part, dialect, "table");
  const folded = parts.map(fold);
  if (defaultSchema !== undefined && folded.length === 1) {
    const { text, exact } = parseName(defaultSchema);
    folded.unshift(fold({ name: text, quoted: exact }));
  }
  const [schema, ...rest] = folded;
  const isDefault = defaultSchema === undefined && schema === traitsOf(dialect).defaultSchema;
  const kept = folded.length === 2 && isDefault ? rest : folded;
  return kept.map((part) => protect(part, dialect, "table")).join(".");
}

/** A folded name, in quotes where reading it again would not give it. */
function protect(name: string, dialect: ParserDialect, use: "column" | "table"): string {
  const isPlain = /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name);
  if (isPlain)
    return foldIdentifier({ name, quoted: false }, dialect, use) === name ? name : quoteName(name);
  return use === "table" && !/^[^".\s]+$/.test(name) ? quoteName(name) : name;
}

/** A folded name of a column in the grammar of names: in quotes where reading it again would not give it. */
export function formatColumn(name: string, dialect: ParserDialect): string {
  return protect(name, dialect, "column");
}

/**
 * The columns of tables in the form that is looked up fastest; make it once for many statements.
 * @throws DxError `DX_CORE_TABLE_NAME` if a key is no name of a table
 * @throws DxError `DX_SQL_PARSER_SCHEMA` if two keys name one table
 */
export function toCatalog(schema: Schema | Catalog, options: NameOptions): Catalog {
  if (schema instanceof Map) return schema;
  const catalog = new Map<string, readonly CatalogColumn[]>();
  for (const [table, columns] of Object.entries(schema)) {
    const name = tableName(table, options);
    if (catalog.has(name))
      throw new DxError("DX_SQL_PARSER_SCHEMA", `two tables of the schema are ${name}`, {
        path: ["schema", table],
        hint: "give each table once",
      });
    catalog.set(name, catalogColumns(columns, options.dialect));
  }
  return catalog;
}

/** The columns of one table. */
export function catalogColumns(
  columns: Readonly<Record<string, string>>,
  dialect: ParserDialect,
): readonly CatalogColumn[] {
  return Object.entries(columns).map(([given, type]) => {
    const { text, exact } = parseName(given);
    const name = { name: text, quoted: exact };
    return { written: shownName(name, dialect), name: foldIdentifier(name, dialect), type };
  });
}
