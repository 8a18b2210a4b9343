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
  | "presto"
  | "athena"
  | "clickhouse"
  | "databricks"
  | "hive"
  | "impala"
  | "teradata"
  | "mariadb"
  | "tidb"
  | "singlestore"
  | "doris"
  | "starrocks"
  | "cockroachdb"
  | "greenplum"
  | "materialize"
  | "risingwave"
  | "vertica"
  | "exasol"
  | "db2"
  | "dremio"
  | "fabric";

/** Where the alias of an output may be used by its name, besides `order by`. */
export type AliasPlace = "select" | "where" | "group" | "having" | "qualify";

/** How a dialect reads text and binds names. */
export interface DialectTraits {
  /** The dialect that it is like in all that is not said here. */
  readonly like: ParserDialect;
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
  /** Whether a column of `using` or `natural` stays in the place that the left side has it in; else such columns come first. */
  readonly joinedInPlace: boolean;
  /** Whether a derived table sees those to its left without the word `lateral`. */
  readonly implicitLateral: boolean;
}

const ansi: DialectTraits = {
  like: "ansi",
  parser: "generic",
  fold: "insensitive",
  nameQuotes: ['"'],
  textQuotes: [],
  backslash: false,
  nestedComments: false,
  lineComments: [],
  dollarQuotes: false,
  aliases: ["group"],
  joinedInPlace: false,
  implicitLateral: false,
};

const everywhere: readonly AliasPlace[] = ["select", "where", "group", "having", "qualify"];

const postgres: DialectTraits = {
  ...ansi,
  like: "postgres",
  parser: "postgresql",
  fold: "lower",
  defaultSchema: "public",
  nestedComments: true,
  dollarQuotes: true,
};

const spark: DialectTraits = {
  ...ansi,
  like: "spark",
  parser: "spark",
  nameQuotes: ["`"],
  textQuotes: ['"'],
  backslash: true,
  nestedComments: true,
  aliases: ["select", "group", "having", "qualify"],
};

const mysql: DialectTraits = {
  ...ansi,
  like: "mysql",
  parser: "mysql",
  foldTables: "keep",
  nameQuotes: ["`"],
  textQuotes: ['"'],
  backslash: true,
  lineComments: ["#"],
  aliases: ["group", "having"],
};

const trino: DialectTraits = { ...ansi, like: "trino", parser: "trino", aliases: [] };

const tsql: DialectTraits = {
  ...ansi,
  like: "tsql",
  parser: "tsql",
  defaultSchema: "dbo",
  nameQuotes: ['"', "["],
  nestedComments: true,
  aliases: [],
};

const hive: DialectTraits = { ...spark, like: "hive", parser: "hive", aliases: ["having"] };

/** What each dialect does; a new one does not compile until all is said. */
const traits: Readonly<Record<ParserDialect, DialectTraits>> = {
  generic: {
    ...ansi,
    nameQuotes: ['"', "`"],
    dollarQuotes: true,
    aliases: everywhere,
    joinedInPlace: true,
  },
  ansi,
  duckdb: {
    ...postgres,
    like: "duckdb",
    parser: "duckdb",
    fold: "insensitive",
    defaultSchema: "main",
    aliases: everywhere,
    joinedInPlace: true,
    implicitLateral: true,
  },
  postgres,
  redshift: {
    ...postgres,
    like: "redshift",
    parser: "redshift",
    aliases: ["select", "group", "qualify"],
  },
  snowflake: {
    ...ansi,
    like: "snowflake",
    parser: "snowflake",
    fold: "upper",
    backslash: true,
    lineComments: ["//"],
    dollarQuotes: true,
    aliases: everywhere,
  },
  bigquery: {
    ...ansi,
    like: "bigquery",
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
  hive,
  impala: { ...hive, aliases: ["group", "having"] },
  tsql,
  fabric: { ...tsql, parser: "fabric" },
  mysql,
  mariadb: mysql,
  tidb: { ...mysql, parser: "tidb" },
  singlestore: { ...mysql, parser: "singlestore" },
  doris: { ...mysql, parser: "doris" },
  starrocks: { ...mysql, parser: "starrocks" },
  oracle: { ...ansi, like: "oracle", parser: "oracle", fold: "upper", aliases: [] },
  sqlite: {
    ...ansi,
    like: "sqlite",
    joinedInPlace: true,
    parser: "sqlite",
    defaultSchema: "main",
    nameQuotes: ['"', "`", "["],
    aliases: ["where", "group", "having"],
  },
  trino,
  presto: { ...trino, parser: "presto" },
  athena: { ...ansi, parser: "athena", aliases: [] },
  clickhouse: {
    ...ansi,
    like: "clickhouse",
    joinedInPlace: true,
    parser: "clickhouse",
    fold: "keep",
    nameQuotes: ['"', "`"],
    backslash: true,
    nestedComments: true,
    lineComments: ["#"],
    aliases: everywhere,
  },
  teradata: { ...ansi, like: "teradata", parser: "teradata", aliases: everywhere },
  cockroachdb: { ...postgres, parser: "cockroachdb", nestedComments: false },
  greenplum: postgres,
  materialize: { ...postgres, parser: "materialize" },
  risingwave: { ...postgres, parser: "risingwave" },
  vertica: { ...postgres, fold: "insensitive", aliases: ["group", "having"] },
  exasol: { ...ansi, parser: "exasol", fold: "upper", aliases: everywhere },
  db2: { ...ansi, fold: "upper", aliases: [] },
  dremio: { ...ansi, parser: "dremio", aliases: ["group", "having"] },
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

/** The dialect that one is like in all that its traits do not say: `postgres` of CockroachDB, `mysql` of MariaDB; itself if none. */
export function likeOf(dialect: ParserDialect): ParserDialect {
  return traitsOf(dialect).like;
}

/** What other tools call them. */
const otherNames: Readonly<Record<string, ParserDialect>> = {
  "": "generic",
  postgresql: "postgres",
  sparksql: "spark",
  spark2: "spark",
  pyspark: "spark",
  mssql: "tsql",
  sqlserver: "tsql",
  "t-sql": "tsql",
  azuresql: "tsql",
  synapse: "tsql",
  prestodb: "presto",
  memsql: "singlestore",
  "non-validating": "generic",
};

/**
 * The dialect of a name that dx or another tool has for it, as `sparksql`, `postgresql` or `mssql`; `null` if none is called so.
 * @example
 * ```ts
 * import { readDialect } from "@dx/sql-parser";
 * if (readDialect("PostgreSQL") !== "postgres" || readDialect("cobol") !== null) throw new Error();
 * ```
 */
export function readDialect(name: string): ParserDialect | null {
  const own = name.toLowerCase();
  const known = parserDialects.find((one) => one === own);
  if (known !== undefined) return known;
  return Object.hasOwn(otherNames, own) ? (otherNames[own] ?? null) : null;
}
