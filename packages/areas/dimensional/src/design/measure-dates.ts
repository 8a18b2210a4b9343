import { relation, toObjects, type DataType, type TableName } from "@dx/core";
import { identifier, query, sql, type Query, type Sql } from "@dx/sql";
import type { DesignColumn, DesignFigures } from "./design-input.ts";
import { dayOf, secondOf, timeOfDay } from "../internal/in-utc.ts";
import { isDate } from "./kinds.ts";

/**
 * Asks for the first and last day of each date of a table, in UTC, how many rows have none, and of times how many are not at
 * midnight and not at a full minute: what the calendar must cover, and whether times of day say anything.
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
      ...(type.kind === "date" ? [] : timesOf(identifier("t", name), type, index)),
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
          ...(dates[index]?.type.kind === "date"
            ? {}
            : {
                timed: Number(row[`timed_${index}`] ?? 0),
                withSeconds: Number(row[`seconds_${index}`] ?? 0),
              }),
        },
      ]),
    );
  });
}

/** How many times are not at midnight, and not at a full minute. */
function timesOf(column: Sql, { kind }: DataType, index: number): readonly Sql[] {
  const utc = kind === "instant";
  const time = timeOfDay(column, { granularity: "second", utc });
  return [
    sql`count(case when ${time} <> 0 then 1 end) as ${identifier(`timed_${index}`)}`,
    sql`count(case when ${secondOf(column, utc)} <> 0 then 1 end) as ${identifier(`seconds_${index}`)}`,
  ];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
