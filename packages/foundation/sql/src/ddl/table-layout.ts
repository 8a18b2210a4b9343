import { DxError, type Names } from "@dx/core";
import { dialectCall } from "../dialect/functions.ts";
import { identifier } from "../identifier.ts";
import { sql } from "../sql-template.ts";
import type { Sql } from "../sql.ts";
import { verbatimSql } from "../verbatim-sql.ts";
import { toIdentifiers } from "./names-as-columns.ts";

/** Partitions of whole numbers: from one, to one that is excluded, each of so many. */
export interface RangePartitions {
  /** Tells it from others. */
  readonly kind: "range";
  /** An integer. */
  readonly column: string;
  /** The first number of the first partition. */
  readonly from: number;
  /** The number behind the last one. */
  readonly to: number;
  /** How many numbers a partition has. */
  readonly step: number;
}

/** Partitions of dates or times. */
export interface PeriodPartitions {
  /** Tells it from others. */
  readonly kind: "period";
  /** A date, timestamp or instant. */
  readonly column: string;
  /** Its type. */
  readonly type: "date" | "timestamp" | "instant";
  /** How long one is. */
  readonly period: "day" | "month" | "year";
}

/** Where the rows of a table lie. Each platform writes what it has a clause for; DuckDB and Postgres have none. */
export interface TableLayout {
  /** The columns that rows lie by: `cluster by` (Snowflake, BigQuery, Spark), a compound sort key (Redshift). */
  readonly clusterBy?: Names;
  /** Parts that queries leave out (BigQuery). */
  readonly partitionBy?: RangePartitions | PeriodPartitions;
  /** On which nodes: evenly, on all of them, or by a column (Redshift). */
  readonly distribute?:
    | "even"
    | "all"
    | {
        /** The column. */
        readonly by: string;
      };
}

/** The clauses behind a table's columns. */
export function writeLayout({ clusterBy, partitionBy, distribute }: TableLayout): Sql {
  const node = distribute === undefined ? sql`` : dialectCall("distribute", styleOf(distribute));
  const parts =
    partitionBy === undefined ? sql`` : dialectCall("partition-by", partsOf(partitionBy));
  const lies =
    clusterBy === undefined
      ? sql``
      : dialectCall("cluster-by", sql`${toIdentifiers(clusterBy, "clusterBy")}`);
  return sql`${node}${parts}${lies}`;
}

function styleOf(distribute: NonNullable<TableLayout["distribute"]>): Sql {
  if (distribute === "even") return sql`diststyle even`;
  if (distribute === "all") return sql`diststyle all`;
  return sql`diststyle key distkey (${identifier(distribute.by)})`;
}

/** A table has 10,000 partitions at most. */
const mostPartitions = 10_000;

function partsOf(parts: RangePartitions | PeriodPartitions): Sql {
  const column = identifier(parts.column);
  if (parts.kind === "range") {
    const numbers = [parts.from, parts.to, parts.step];
    const isRange = numbers.every(Number.isSafeInteger) && parts.step > 0 && parts.from < parts.to;
    const count = (parts.to - parts.from) / parts.step;
    if (!isRange || count > mostPartitions)
      throw new DxError("DX_SQL_VALUE", `no partitions: ${numbers.join(", ")}`, {
        path: ["partitionBy"],
        hint: `give whole numbers that make 1 to ${mostPartitions} partitions`,
      });
    return sql`range_bucket(${column}, generate_array(${numbers.map((one) => verbatimSql(String(one)))}))`;
  }
  const { type, period } = parts;
  const unit = verbatimSql(period);
  if (type === "date") return period === "day" ? column : sql`date_trunc(${column}, ${unit})`;
  return type === "timestamp"
    ? sql`datetime_trunc(${column}, ${unit})`
    : sql`timestamp_trunc(${column}, ${unit})`;
}
