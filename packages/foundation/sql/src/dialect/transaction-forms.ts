import { DxError, type Dialect } from "@dx/core";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";

type Form = (given: readonly Sql[], traits: unknown, dialect: Dialect) => Sql;

const only =
  (write: (given: readonly Sql[]) => Sql): Form =>
  (given, _, dialect) => {
    if (dialect === "postgres") return write(given);
    throw new DxError("DX_SQL_UNSUPPORTED", `${dialect} does not number its transactions`, {
      hint: "read by a cursor column; late commits are not seen then",
    });
  };

const horizon = (part: "xmin" | "xmax"): Sql =>
  part === "xmin"
    ? sql`cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint)`
    : sql`cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint)`;

/**
 * What Postgres says of its transactions. A row has the lower 32 bits of its number: the rest is that of the
 * greatest number below the horizon that ends so; numbers below 3 are none of a transaction.
 * @see PostgreSQL, "Transactions and Identifiers"
 */
export const transactionForms: Readonly<Record<string, Form>> = {
  "row-transaction": only(([xmin = sql``]) => {
    const low = sql`cast(cast(${xmin} as text) as bigint)`;
    const next = sql`(select ${horizon("xmax")})`;
    return sql`(case when ${low} < 3 then ${low} else ${next} - 1 - ((${next} - 1 - ${low}) & 4294967295) end)`;
  }),
  "transaction-horizon": only(
    () => sql`select ${horizon("xmin")} as xmin, ${horizon("xmax")} as xmax,
    concat((select system_identifier from pg_control_system()), '/', (select oid from pg_database where datname = current_database())) as system`,
  ),
  "oldest-open-transaction": only(
    () => sql`select case
      when exists (select 1 from pg_prepared_xacts) or exists (select 1 from pg_stat_activity where query = '<insufficient privilege>') then null
      else least(clock_timestamp(), (select min(xact_start) from pg_stat_activity)) end as low`,
  ),
};
