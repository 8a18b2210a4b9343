import { identifier } from "../identifier.ts";
import type { Sql } from "../sql.ts";
import { dialectCall } from "./functions.ts";

/**
 * The number of the transaction that wrote a row, as int64, subtransactions having their own: of Postgres only, from
 * version 13. Numbers older than 2 ** 32 transactions cannot be told from later ones.
 * @param table - as the query calls it
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` in all dialects but Postgres
 * @see PostgreSQL, "System Columns" and "Transaction ID and Snapshot Information Functions"
 */
export function rowTransaction(table: string): Sql {
  return dialectCall("row-transaction", identifier(table, "xmin"));
}

/**
 * The query of one row that tells which transactions are over: `xmin`, the lowest number that is not (all lower ones
 * are), `xmax`, the first that was not begun, and `system`, which cluster and database these numbers are of.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` in all dialects but Postgres
 */
export function transactionHorizon(): Sql {
  return dialectCall("transaction-horizon");
}

/**
 * The query of one instant, `low`, before which no transaction began that is still open: NULL if that cannot be told,
 * as there are prepared transactions, or no right to see those of others (`pg_read_all_stats`).
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` in all dialects but Postgres
 */
export function oldestOpenTransaction(): Sql {
  return dialectCall("oldest-open-transaction");
}
