import type { Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";
import { hashForms } from "./hash-forms.ts";

/** What comparing tables needs and dialects write differently. */
export interface DiffForms {
  /** Text that is compared by its code points, whatever collation its column has. */
  readonly exactText: (text: Sql) => Sql;
  /** The instant of a timestamp that is local in a time zone; `null` where it is not known to be exact. */
  readonly atZone: ((timestamp: Sql, zone: Sql) => Sql) | null;
  /** Ends a subquery whose expressions are to be computed once; empty where that is so anyhow. */
  readonly fence: string;
  /** A number for so many hexadecimal digits, exact modulo 2 to the power of their bits. */
  readonly part: { readonly digits: 8 | 16; readonly number: (digits: Sql) => Sql };
}

const byCode = (text: Sql): Sql => sql`(${text} collate "C")`;
const zoned = (timestamp: Sql, zone: Sql): Sql => sql`(${timestamp} at time zone ${zone})`;
const part = (dialect: Dialect): DiffForms["part"] => hashForms[dialect];

/** The forms of each dialect. A `collate` that Spark 4 columns may have is not undone. */
export const diffForms: Readonly<Record<Dialect, DiffForms>> = {
  duckdb: { exactText: byCode, atZone: zoned, fence: "", part: part("duckdb") },
  postgres: {
    exactText: byCode,
    atZone: zoned,
    fence: " offset 0",
    part: {
      digits: 16,
      number: (digits) => sql`cast(cast('x' || ${digits} as bit(64)) as bigint)`,
    },
  },
  snowflake: {
    exactText: (text) => sql`collate(${text}, '')`,
    atZone: null,
    fence: "",
    part: part("snowflake"),
  },
  bigquery: {
    exactText: (text) => sql`collate(${text}, '')`,
    atZone: null,
    fence: "",
    part: part("bigquery"),
  },
  redshift: {
    exactText: (text) => sql`collate(${text}, 'case_sensitive')`,
    atZone: zoned,
    fence: "",
    part: part("redshift"),
  },
  spark: { exactText: (text) => text, atZone: null, fence: "", part: part("spark") },
};
