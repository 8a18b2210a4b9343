import { toObjects, type TableName } from "@dx/core";
import { relation } from "@dx/core";
import { identifier, query, sql, type Query } from "@dx/sql";
import type { DesignColumn, DesignFigures } from "./design-input.ts";
import { dayOf } from "../internal/in-utc.ts";
import { isDate } from "./kinds.ts";

/**
 * Asks for the first and last day of each date of a table, in UTC, and how many rows have none: what the calendar must cover.
 * @example
 * ```ts
 * import { measureDates } from "@dx/dimensional";
 * const asked = measureDates("flights", [{ name: "date", type: { kind: "timestamp" } }]);
 * if (asked.questions.length !== 1) throw new Error();
 * ```
 */
export function measureDates(
  table: TableName,
  columns: readonly DesignColumn[],
): Query<Readonly<Record<string, DesignFigures>>> {
  const dates = columns.filter(({ type }) => isDate(type));
  const asked = dates.flatMap(({ name, type }, index) => {
    const day = dayOf(identifier("t", name), type.kind === "instant");
    return [
      sql`min(${day}) as ${identifier(`first_${index}`)}`,
      sql`max(${day}) as ${identifier(`last_${index}`)}`,
      sql`count(*) - count(${identifier("t", name)}) as ${identifier(`nulls_${index}`)}`,
    ];
  });
  const all = [sql`count(*) as counted`, ...asked];
  return query("measureDates", sql`select ${all} from ${relation(table)} as t`, (rows) => {
    const [row = {}] = toObjects(rows, "js");
    return Object.fromEntries(
      dates.map(({ name }, index) => [
        name,
        {
          min: textOf(row[`first_${index}`]),
          max: textOf(row[`last_${index}`]),
          nulls: Number(row[`nulls_${index}`] ?? 0),
        },
      ]),
    );
  });
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
