import { DxError, nearest, type Dialect } from "@dx/core";

/** A dialect that is read: those that dx writes, and more. */
export type ParserDialect =
  | Dialect
  | "generic"
  | "ansi"
  | "tsql"
  | "mysql"
  | "oracle"
  | "sqlite"
  | "trino"
  | "athena"
  | "clickhouse"
  | "databricks"
  | "hive"
  | "teradata";

/** Where the alias of an output may be used by its name, besides `order by`. */
export type AliasPlace = "select" | "where" | "group" | "having" | "qualify";

/** How a dialect reads text and binds names. */
export interface DialectTraits {
  /** What the parser calls it. */
  readonly parser: string;
  /** How names of columns, aliases and schemas without quotes are compared: folded, or as they are. */
  readonly fold: "lower" | "upper" | "insensitive" | "keep";
  /** Where names of tables differ from that. */
  readonly foldTables?: "keep";
  /** The schema of a name without one, where all agree on it. */
  readonly defaultSchema?: string;
  /** What quotes a name. */
  readonly nameQuotes: readonly ('"' | "`" | "[")[];
  /** What quotes a text, besides `'`. */
  readonly textQuotes: readonly '"'[];
  /** Whether `\'` in a text does not end it. */
  readonly backslash: boolean;
  /** Whether comments lie in comments. */
  readonly nestedComments: boolean;
  /** What begins a comment to the end of the line, besides `--`. */
  readonly lineComments: readonly ("#" | "//")[];
  /** Whether `$tag$` quotes a text. */
  readonly dollarQuotes: boolean;
  /** Where aliases are visible. */
  readonly aliases: readonly AliasPlace[];
  /** Whether a derived table sees those to its left without the word `lateral`. */
  readonly implicitLateral: boolean;
}

const ansi: DialectTraits = {
  parser: "generic",
  fold: "insensitive",
  nameQuotes: ['"'],
  textQuotes: [],
  backslash: false,
  nestedComments: false,
  lineComments: [],
  dollarQuotes: false,
  aliases: ["group"],
  implicitLateral: false,
};

const everywhere: readonly AliasPlace[] = ["select", "where", "group", "having", "qualify"];

const postgres: DialectTraits = {
  ...ansi,
  parser: "postgresql",
  fold: "lower",
  defaultSchema: "public",
  nestedComments: true,
  dollarQuotes: true,
};

const spark: DialectTraits = {
  ...ansi,
  parser: "spark",
  nameQuotes: ["`"],
  textQuotes: ['"'],
  backslash: true,
  nestedComments: true,
  aliases: ["select", "group", "having", "qualify"],
};

const mysql: DialectTraits = {
  ...ansi,
  parser: "mysql",
  foldTables: "keep",
  nameQuotes: ["`"],
  textQuotes: ['"'],
  backslash: true,
  lineComments: ["#"],
  aliases: ["group", "having"],
};

/** What each dialect does; a new one does not compile until all is said. */
const traits: Readonly<Record<ParserDialect, DialectTraits>> = {
  generic: { ...ansi, nameQuotes: ['"', "`"], dollarQuotes: true, aliases: everywhere },
  ansi,
  duckdb: {
    ...postgres,
    parser: "duckdb",
    fold: "insensitive",
    defaultSchema: "main",
    aliases: everywhere,
    implicitLateral: true,
  },
  postgres,
  redshift: { ...postgres, parser: "redshift", aliases: ["select", "group", "qualify"] },
  snowflake: {
    ...ansi,
    parser: "snowflake",
    fold: "upper",
    backslash: true,
    lineComments: ["//"],
    dollarQuotes: true,
    aliases: everywhere,
  },
  bigquery: {
    ...ansi,
    parser: "bigquery",
    foldTables: "keep",
    nameQuotes: ["`"],
    textQuotes: ['"'],
    backslash: true,
    lineComments: ["#"],
    aliases: ["group", "having", "qualify"],
  },
  spark,
  databricks: { ...spark, parser: "databricks" },
  hive: { ...spark, parser: "hive", aliases: ["having"] },
  tsql: {
    ...ansi,
    parser: "tsql",
    defaultSchema: "dbo",
    nameQuotes: ['"', "["],
    nestedComments: true,
    aliases: [],
  },
  mysql,
  oracle: { ...ansi, parser: "oracle", fold: "upper", aliases: [] },
  sqlite: {
    ...ansi,
    parser: "sqlite",
    defaultSchema: "main",
    nameQuotes: ['"', "`", "["],
    aliases: ["where", "group", "having"],
  },
  trino: { ...ansi, parser: "trino", aliases: [] },
  athena: { ...ansi, parser: "athena", aliases: [] },
  clickhouse: {
    ...ansi,
    parser: "clickhouse",
    fold: "keep",
    nameQuotes: ['"', "`"],
    backslash: true,
    nestedComments: true,
    lineComments: ["#"],
    aliases: everywhere,
  },
  teradata: { ...ansi, parser: "teradata", aliases: everywhere },
};

/** All dialects that are read. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table above
export const parserDialects = Object.keys(traits) as readonly ParserDialect[];

/**
 * How a dialect reads text and binds names.
 * @throws DxError `DX_SQL_PARSER_DIALECT` if it is not known
 */
export function traitsOf(dialect: ParserDialect): DialectTraits {
  if (Object.hasOwn(traits, dialect)) return traits[dialect];
  const near = nearest(JSON.stringify(dialect), parserDialects);
  throw new DxError("DX_SQL_PARSER_DIALECT", `unknown dialect ${JSON.stringify(dialect)}`, {
    path: ["dialect"],
    hint: near === undefined ? `one of ${parserDialects.join(", ")}` : `did you mean ${near}?`,
  });
}
