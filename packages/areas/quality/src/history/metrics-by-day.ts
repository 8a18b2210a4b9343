import { formatDate, getColumn, relation, valueAt, type Rows } from "@dx/core";
import { castAs, countIf, identifier, query, sql, type Query, type Sql } from "@dx/sql";
import type { MetricSeries } from "./backtest-alarms.ts";

/** Which figures of a table are looked at. */
export interface MetricsByDayOptions {
  /** The column of dates or times that says the day. */
  readonly day: string;
  /** Columns whose share of NULL is looked at. */
  readonly nullShares?: readonly string[];
  /** Columns of numbers whose mean is looked at. */
  readonly means?: readonly string[];
}

/** Asks for figures of a table for each of its days: the rows, and what else is wanted. Days without rows are none. */
export function metricsByDay(
  table: string,
  { day, nullShares = [], means = [] }: MetricsByDayOptions,
): Query<readonly MetricSeries[]> {
  const date = castAs(identifier(day), "date");
  const figures = [
    { id: "rows", asked: float(sql`count(*)`) },
    ...nullShares.map((name) => ({
      id: `${name}: null share`,
      asked: sql`${float(countIf(sql`${identifier(name)} is null`))} / count(*)`,
    })),
    ...means.map((name) => ({ id: `${name}: mean`, asked: float(sql`avg(${identifier(name)})`) })),
  ];
  const named = figures.map(
    ({ asked }, index) => sql`${asked} as ${identifier(`figure_${index}`)}`,
  );
  return query(
    "metricsByDay",
    sql`select ${date} as day_of, ${named} from ${relation(table)} where ${identifier(day)} is not null group by 1 order by 1`,
    (rows) => figures.map(({ id }, index) => ({ id, points: pointsOf(rows, `figure_${index}`) })),
  );
}

function pointsOf(rows: Rows, name: string): MetricSeries["points"] {
  const days = getColumn(rows, "day_of", "date");
  const values = getColumn(rows, name, "float64");
  return Array.from({ length: rows.count }, (_, index) => ({
    at: formatDate(valueAt(days, index) ?? 0),
    value: valueAt(values, index),
  })).flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
}

const float = (value: Sql): Sql => castAs(value, "float64");
