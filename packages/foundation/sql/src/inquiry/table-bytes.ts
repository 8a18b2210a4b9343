import { getColumn, relation, valueAt, type TableName } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import type { Query } from "./inquiry.ts";
import { query } from "./query.ts";

/**
 * Asks how many bytes a table takes on the disk: 0 where nothing of it was written yet, as in memory.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` where no query tells
 */
export function tableBytes(table: TableName): Query<number> {
  return query("tableBytes", dialectCall("table-bytes", relation(table)), (answer) =>
    Number(valueAt(getColumn(answer, "bytes", "int64"), 0) ?? 0n),
  );
}
