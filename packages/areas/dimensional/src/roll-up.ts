import { castAs, identifier, sql, type Sql } from "@dx/sql";
import type { Measure } from "./model.ts";

/** What is compared of a measure: each is exact, so that the order in which engines add makes no difference. */
export interface RolledUp {
  /** Columns of an aggregate, by their names. */
  readonly columns: Readonly<Record<string, Sql>>;
  /** For people, as "its sum". */
  readonly text: string;
}

/**
 * The roll-up of a measure as exact aggregates. Whole numbers and decimals are added as they are; floating-point numbers are rounded to
 * nine digits behind the point first, since their sum would depend on the order.
 * @param alias - whose column `column` has the values
 */
export function rollUpOf(measure: Measure, alias: string, column: string): RolledUp {
  const value = identifier(alias, column);
  const total = sumOf(value, measure);
  const counted = sql`count(${value})`;
  switch (measure.rollUp.kind) {
    case "sum":
      return { columns: { total, counted }, text: "its sum" };
    case "last":
      return { columns: { total, counted }, text: "its sum on the last day" };
    case "average":
      return { columns: { total, counted }, text: "its mean (sum and count)" };
    case "none":
      return {
        columns: { total, counted, least: sql`min(${value})`, greatest: sql`max(${value})` },
        text: "its checksums (sum, count, least and greatest: nobody has said how it is rolled up)",
      };
  }
}

function sumOf(value: Sql, { type }: Measure): Sql {
  switch (type.kind) {
    case "decimal":
      return sql`sum(${value})`;
    case "float64":
      return sql`sum(${castAs(value, { kind: "decimal", precision: 38, scale: 9 })})`;
    default:
      return castAs(sql`sum(${value})`, { kind: "decimal", precision: 38, scale: 0 });
  }
}
