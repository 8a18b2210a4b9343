import type { DataTypeKind, Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

/** How the encoding of a value for hashing is computed where dialects differ; `null` where it cannot be. */
export interface HashForms {
  /** Text without the zeros around it. */
  readonly trimZeros: (text: Sql) => Sql;
  /** The 64 bits of a number as 16 hexadecimal digits in lower case. */
  readonly float64: Form;
  /** Days since 1970-01-01, or the name of an infinity. */
  readonly date: Form;
  /** Microseconds since midnight. */
  readonly time: Form;
  /** Microseconds since 1970-01-01T00:00:00, or the name of an infinity. */
  readonly timestamp: Form;
  /** Microseconds since 1970-01-01T00:00:00Z, or the name of an infinity. */
  readonly instant: Form;
  /** Months, days and microseconds, with commas between them. */
  readonly interval: Form;
  /** Hexadecimal digits in lower case. */
  readonly bytes: Form;
  /** The text of JSON as the engine gives it. */
  readonly json: Form;
  /** How many hexadecimal digits {@link HashForms.number} takes at most. */
  readonly digits: 8 | 16;
  /** The number that hexadecimal digits are; a sum of it over a table does not overflow. */
  readonly number: (digits: Sql) => Sql;
}

/** An expression over a value that is not NULL; gives text, or a number that is cast to it. */
type Form = ((value: Sql) => Sql) | null;

/** The kinds whose encoding needs a form of the dialect. */
export type FormKind = keyof HashForms & DataTypeKind;

const finiteOr = (value: Sql, text: Sql, number: Sql): Sql =>
  sql`case when isfinite(${value}) then cast(${number} as ${text}) else cast(${value} as ${text}) end`;
const varchar = sql`varchar`;
const postgresText = sql`text`;

const postgresMicros = (value: Sql): Sql =>
  sql`cast(extract(epoch from ${value}) * 1000000 as bigint)`;
const duckdbMicros = (value: Sql): Sql => finiteOr(value, varchar, sql`epoch_us(${value})`);
const clock = (value: Sql, micros: Sql): Sql =>
  sql`((extract(hour from ${value}) * 60 + extract(minute from ${value})) * 60000000 + ${micros})`;
const months = (value: Sql): Sql =>
  sql`(extract(year from ${value}) * 12 + extract(month from ${value}))`;

/**
 * The forms of each dialect. Postgres is 14 or later, where `extract` is exact; Spark is in ANSI mode (its default since 4.0), where
 * small decimals are not written with an exponent.
 * @see IEEE 754 for the bits of float64; DuckDB, "Bitstring type"; PostgreSQL, `float8send`; Java, `Double.doubleToLongBits`
 */
export const hashForms: Readonly<Record<Dialect, HashForms>> = {
  duckdb: {
    trimZeros: (text) => sql`trim(${text}, '0')`,
    float64: (value) => sql`lower(hex(cast(cast(${value} as bit) as blob)))`,
    date: (value) => finiteOr(value, varchar, sql`(${value} - cast('1970-01-01' as date))`),
    time: (value) => sql`epoch_us(${value})`,
    timestamp: duckdbMicros,
    instant: duckdbMicros,
    interval: (value) =>
      sql`${months(value)} || ',' || extract(day from ${value}) || ',' || ${clock(value, sql`extract(microsecond from ${value})`)}`,
    bytes: (value) => sql`lower(hex(${value}))`,
    json: (value) => sql`cast(${value} as varchar)`,
    digits: 16,
    number: (digits) => sql`cast('0x' || ${digits} as ubigint)`,
  },
  postgres: {
    trimZeros: (text) => sql`btrim(${text}, '0')`,
    float64: (value) => sql`encode(float8send(${value}), 'hex')`,
    date: (value) => finiteOr(value, postgresText, sql`(${value} - cast('1970-01-01' as date))`),
    time: postgresMicros,
    timestamp: (value) => finiteOr(value, postgresText, postgresMicros(value)),
    instant: (value) => finiteOr(value, postgresText, postgresMicros(value)),
    interval: (value) =>
      sql`cast(${months(value)} as bigint) || ',' || cast(extract(day from ${value}) as bigint) || ',' || cast(${clock(value, sql`extract(microseconds from ${value})`)} as bigint)`,
    bytes: (value) => sql`encode(${value}, 'hex')`,
    json: (value) => sql`cast(${value} as text)`,
    digits: 8,
    number: (digits) => sql`cast(cast('x' || ${digits} as bit(32)) as bigint)`,
  },
  snowflake: {
    trimZeros: (text) => sql`trim(${text}, '0')`,
    float64: null,
    date: (value) => sql`datediff(day, cast('1970-01-01' as date), ${value})`,
    time: (value) => sql`datediff(microsecond, cast('00:00:00' as time), ${value})`,
    timestamp: (value) => sql`date_part(epoch_microsecond, ${value})`,
    instant: (value) => sql`date_part(epoch_microsecond, ${value})`,
    interval: null,
    bytes: (value) => sql`hex_encode(${value}, 0)`,
    json: (value) => sql`to_json(${value})`,
    digits: 16,
    number: (digits) => sql`to_number(${digits}, 'XXXXXXXXXXXXXXXX')`,
  },
  bigquery: {
    trimZeros: (text) => sql`trim(${text}, '0')`,
    float64: null,
    date: (value) => sql`unix_date(${value})`,
    time: (value) => sql`time_diff(${value}, cast('00:00:00' as time), microsecond)`,
    timestamp: (value) =>
      sql`datetime_diff(${value}, cast('1970-01-01 00:00:00' as datetime), microsecond)`,
    instant: (value) => sql`unix_micros(${value})`,
    interval: (value) =>
      sql`concat(cast(${months(value)} as string), ',', cast(extract(day from ${value}) as string), ',', cast(${clock(value, sql`extract(second from ${value}) * 1000000 + extract(microsecond from ${value})`)} as string))`,
    bytes: (value) => sql`to_hex(${value})`,
    json: (value) => sql`to_json_string(${value})`,
    digits: 8,
    number: (digits) => sql`cast(cast('0x' || ${digits} as int64) as bignumeric)`,
  },
  redshift: {
    trimZeros: (text) => sql`btrim(${text}, '0')`,
    float64: null,
    date: (value) => sql`datediff(day, cast('1970-01-01' as date), ${value})`,
    time: (value) => sql`datediff(microsecond, cast('00:00:00' as time), ${value})`,
    timestamp: (value) =>
      sql`datediff(microsecond, cast('1970-01-01 00:00:00' as timestamp), ${value})`,
    instant: (value) =>
      sql`datediff(microsecond, cast('1970-01-01 00:00:00' as timestamp), ${value} at time zone 'UTC')`,
    interval: null,
    bytes: (value) => sql`lower(from_varbyte(${value}, 'hex'))`,
    json: (value) => sql`json_serialize(${value})`,
    digits: 8,
    number: (digits) => sql`cast(strtol(${digits}, 16) as decimal(38, 0))`,
  },
  spark: {
    trimZeros: (text) => sql`trim(both '0' from ${text})`,
    float64: (value) =>
      sql`lower(lpad(hex(cast(java_method('java.lang.Double', 'doubleToLongBits', ${value}) as bigint)), 16, '0'))`,
    date: (value) => sql`unix_date(${value})`,
    time: null,
    timestamp: (value) =>
      sql`((cast(unix_date(cast(${value} as date)) as bigint) * 86400 + hour(${value}) * 3600 + minute(${value}) * 60) * 1000000 + cast(extract(second from ${value}) * 1000000 as bigint))`,
    instant: (value) => sql`unix_micros(${value})`,
    interval: null,
    bytes: (value) => sql`lower(hex(${value}))`,
    json: (value) => sql`${value}`,
    digits: 8,
    number: (digits) => sql`cast(conv(${digits}, 16, 10) as decimal(20, 0))`,
  },
};
