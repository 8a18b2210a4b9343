import type { DataTypeKind, Dialect } from "@dx/core";

/** A type of decimals. */
interface DecimalForm {
  /** Its name. */
  readonly name: string;
  /** The most digits. */
  readonly digits: number;
  /** The most of them behind the point. */
  readonly scale: number;
  /** The most of them before the point. */
  readonly whole: number;
}

/** Everything in which dialects differ and that is a plain fact; functions in this folder are over it. */
export interface Traits {
  /** What becomes of a name that is written without quotes. */
  readonly fold: "lower" | "upper" | "keep";
  /** Stands around a name. */
  readonly quote: '"' | "`";
  /** How a name writes the quote itself. */
  readonly quoteEscape: "double" | "backslash";
  /** The longest name, in bytes of UTF-8. */
  readonly nameBytes: number;
  /** How a text literal writes a quote and a backslash: `''` and `\`, `\'` and `\\`, or `''` and `\\`. */
  readonly escape: "double" | "backslash" | "mixed";
  /** How a bound value is written. */
  readonly placeholder: (index: number) => string;
  /** How a value is written that a scheduled job supplies by name. */
  readonly parameter: (name: string) => string;
  /** The names of types; `null` where there is none. */
  readonly types: Readonly<Record<Exclude<DataTypeKind, "decimal">, string | null>>;
  /** What decimals are called, the first that is large enough; and what one without precision is called. */
  readonly decimals: readonly DecimalForm[];
  /** What a decimal without precision is called; `null` where it would lose digits. */
  readonly plainDecimal: string | null;
  /** Equality for which NULL equals NULL. */
  readonly nullSafe: "is not distinct from" | "<=>" | null;
  /** Whether `except all` is there, and how `except` is written. */
  readonly except: { readonly all: boolean; readonly distinct: string };
  /** Whether `update ... from` takes an alias of the target; if not, `merge` does the same. */
  readonly updateFrom: boolean;
  /** Whether the target of `delete` takes an alias. */
  readonly deleteAlias: boolean;
  /** Whether `merge` takes an alias of the target, a query as its source, and conditions. */
  readonly merge: boolean;
  /** Whether `values` takes nothing but constants, so that casts stand around it. */
  readonly constantValues: boolean;
  /** Whether statements that define tables can be undone with a transaction. */
  readonly transactionalDdl: boolean;
  /** How bytes are made of hexadecimal digits, before and behind the text. */
  readonly bytes: readonly [before: string, after: string];
  /** What stands before a literal of JSON, and behind it. */
  readonly json: readonly [before: string, after: string];
  /** How years before 1 and after 9999 are written. */
  readonly farYears: "postgres" | "duckdb" | null;
  /** How the zone of an instant is written. */
  readonly utc: "Z" | "+00:00";
  /** How an infinite float64 is written. */
  readonly infinity: "Infinity" | "inf";
  /** The MD5 of text, as 32 hexadecimal digits. */
  readonly md5: readonly [before: string, after: string];
}

const numbered = (index: number): string => `$${index}`;
const question = (): string => "?";

/**
 * The traits of each dialect; a new one does not compile until all is said.
 * @see DuckDB, "Keywords and Identifiers", "Data Types"; PostgreSQL, "Lexical Structure", "Data Types"
 * @see Snowflake, "Identifier requirements", "String & binary data types" (escape sequences), "VALUES"
 * @see BigQuery, "Lexical structure and syntax in GoogleSQL", "Data types" (parameterized decimals)
 * @see Amazon Redshift, "Names and identifiers", "QUOTE_LITERAL" (backslashes are escapes), "UPDATE", "DELETE", "MERGE"
 * @see Apache Spark, "Literals", "Identifiers"; Databricks, "STRING type" (escape sequences)
 */
export const traits: Readonly<Record<Dialect, Traits>> = {
  duckdb: {
    fold: "keep",
    quote: '"',
    quoteEscape: "double",
    nameBytes: Infinity,
    escape: "double",
    placeholder: numbered,
    parameter: (name) => `$${name}`,
    types: {
      boolean: "boolean",
      int32: "integer",
      int64: "bigint",
      float64: "double",
      text: "varchar",
      date: "date",
      time: "time",
      timestamp: "timestamp",
      instant: "timestamptz",
      interval: "interval",
      bytes: "blob",
      uuid: "uuid",
      json: "json",
    },
    decimals: [{ name: "decimal", digits: 38, scale: 38, whole: 38 }],
    plainDecimal: null,
    nullSafe: "is not distinct from",
    except: { all: true, distinct: "except" },
    updateFrom: true,
    deleteAlias: true,
    merge: true,
    constantValues: false,
    transactionalDdl: true,
    bytes: ["from_hex(", ")"],
    json: ["cast(", " as json)"],
    farYears: "duckdb",
    utc: "Z",
    infinity: "Infinity",
    md5: ["md5(", ")"],
  },
  postgres: {
    fold: "lower",
    quote: '"',
    quoteEscape: "double",
    nameBytes: 63,
    escape: "double",
    placeholder: numbered,
    parameter: (name) => `:'${name}'`,
    types: {
      boolean: "boolean",
      int32: "integer",
      int64: "bigint",
      float64: "double precision",
      text: "text",
      date: "date",
      time: "time",
      timestamp: "timestamp",
      instant: "timestamptz",
      interval: "interval",
      bytes: "bytea",
      uuid: "uuid",
      json: "json",
    },
    decimals: [{ name: "numeric", digits: 1000, scale: 1000, whole: 1000 }],
    plainDecimal: "numeric",
    nullSafe: "is not distinct from",
    except: { all: true, distinct: "except" },
    updateFrom: true,
    deleteAlias: true,
    merge: true,
    constantValues: false,
    transactionalDdl: true,
    bytes: ["decode(", ", 'hex')"],
    json: ["cast(", " as json)"],
    farYears: "postgres",
    utc: "Z",
    infinity: "Infinity",
    md5: ["md5(", ")"],
  },
  snowflake: {
    fold: "upper",
    quote: '"',
    quoteEscape: "double",
    nameBytes: 255,
    escape: "mixed",
    placeholder: question,
    parameter: (name) => `:${name}`,
    types: {
      boolean: "boolean",
      int32: "integer",
      int64: "bigint",
      float64: "double",
      text: "varchar",
      date: "date",
      time: "time",
      timestamp: "timestamp_ntz",
      instant: "timestamp_tz",
      interval: null,
      bytes: "binary",
      uuid: "varchar(36)",
      json: "variant",
    },
    decimals: [{ name: "number", digits: 38, scale: 37, whole: 38 }],
    plainDecimal: null,
    nullSafe: "is not distinct from",
    except: { all: false, distinct: "except" },
    updateFrom: false,
    deleteAlias: false,
    merge: true,
    constantValues: true,
    transactionalDdl: false,
    bytes: ["to_binary(", ", 'HEX')"],
    json: ["parse_json(", ")"],
    farYears: null,
    utc: "+00:00",
    infinity: "inf",
    md5: ["md5(", ")"],
  },
  bigquery: {
    fold: "keep",
    quote: "`",
    quoteEscape: "backslash",
    nameBytes: 300,
    escape: "backslash",
    placeholder: question,
    parameter: (name) => `@${name}`,
    types: {
      boolean: "bool",
      int32: "int64",
      int64: "int64",
      float64: "float64",
      text: "string",
      date: "date",
      time: "time",
      timestamp: "datetime",
      instant: "timestamp",
      interval: "interval",
      bytes: "bytes",
      uuid: "string",
      json: "json",
    },
    decimals: [
      { name: "numeric", digits: 38, scale: 9, whole: 29 },
      { name: "bignumeric", digits: 76, scale: 38, whole: 38 },
    ],
    plainDecimal: "bignumeric",
    nullSafe: "is not distinct from",
    except: { all: false, distinct: "except distinct" },
    updateFrom: true,
    deleteAlias: true,
    merge: true,
    constantValues: false,
    transactionalDdl: false,
    bytes: ["from_hex(", ")"],
    json: ["parse_json(", ")"],
    farYears: null,
    utc: "Z",
    infinity: "Infinity",
    md5: ["to_hex(md5(", "))"],
  },
  redshift: {
    fold: "lower",
    quote: '"',
    quoteEscape: "double",
    nameBytes: 127,
    escape: "mixed",
    placeholder: numbered,
    parameter: (name) => `:${name}`,
    types: {
      boolean: "boolean",
      int32: "integer",
      int64: "bigint",
      float64: "double precision",
      text: "varchar(65535)",
      date: "date",
      time: "time",
      timestamp: "timestamp",
      instant: "timestamptz",
      interval: null,
      bytes: "varbyte",
      uuid: "varchar(36)",
      json: "super",
    },
    decimals: [{ name: "decimal", digits: 38, scale: 37, whole: 38 }],
    plainDecimal: null,
    nullSafe: null,
    except: { all: false, distinct: "except" },
    updateFrom: true,
    deleteAlias: false,
    merge: false,
    constantValues: false,
    transactionalDdl: true,
    bytes: ["to_varbyte(", ", 'hex')"],
    json: ["json_parse(", ")"],
    farYears: null,
    utc: "Z",
    infinity: "Infinity",
    md5: ["md5(", ")"],
  },
  spark: {
    fold: "keep",
    quote: "`",
    quoteEscape: "double",
    nameBytes: 255,
    escape: "backslash",
    placeholder: question,
    parameter: (name) => `:${name}`,
    types: {
      boolean: "boolean",
      int32: "int",
      int64: "bigint",
      float64: "double",
      text: "string",
      date: "date",
      time: null,
      timestamp: "timestamp_ntz",
      instant: "timestamp",
      interval: null,
      bytes: "binary",
      uuid: "string",
      json: "string",
    },
    decimals: [{ name: "decimal", digits: 38, scale: 38, whole: 38 }],
    plainDecimal: null,
    nullSafe: "<=>",
    except: { all: true, distinct: "except" },
    updateFrom: false,
    deleteAlias: false,
    merge: true,
    constantValues: false,
    transactionalDdl: false,
    bytes: ["unhex(", ")"],
    json: ["", ""],
    farYears: null,
    utc: "Z",
    infinity: "Infinity",
    md5: ["md5(", ")"],
  },
};
