import { relation } from "@dx/core";
import { createPlan, dropTable, identifier, planTable, sql, type Plan, type Sql } from "@dx/sql";
import { generateTimeDimension, timeRows } from "./generate-time-dimension.ts";
import { equalOn, stagingOf, tableOf, timeOf, type LoadOptions } from "./load-options.ts";
import { auditColumns, timeKey, unknownKey, unknownText, type TimeDimension } from "./model.ts";
import { insertUnknown } from "./plan-dimension-load.ts";

/**
 * Plans the load of a time-of-day dimension: the unknown time, and all times that are not there yet.
 * @throws DxError what `generateTimeDimension` throws
 * @example
 * ```ts
 * import { planTimeLoad } from "@dx/dimensional";
 * const time = { name: "dim_time_of_day", granularity: "minute", dayParts: [{ name: "day", from: "06:00" }, { name: "night", from: "22:00" }] } as const;
 * if (planTimeLoad(time, { loadedAt: "2026-01-01" }).length !== 3) throw new Error();
 * ```
 */
export function planTimeLoad(time: TimeDimension, options: LoadOptions): Plan {
  const { name, granularity } = time;
  const table = relation(tableOf(name, options));
  const staging = relation(stagingOf(name, options));
  const minutes = generateTimeDimension({ ...time, granularity: "minute" });
  const all = timeRows(time, 1).columns;
  const at = timeOf(options);
  const drop = {
    purpose: `remove the working table of ${name}`,
    sql: dropTable(staging, { ifExists: true }),
  };
  const texts = all.filter(({ kind }) => kind === "text");
  const values = {
    [timeKey]: unknownKey,
    ...Object.fromEntries(texts.map((column) => [column.name, unknownText])),
  };
  const columns = all.map((column) => column.name);
  const rows =
    granularity === "minute"
      ? sql`${staging} as s`
      : sql`(${withSeconds(columns, sql`${staging}`)}) as s`;
  return createPlan([
    [drop, ...planTable(staging, minutes).flat()],
    [
      {
        purpose: `put the unknown time into ${name}`,
        sql: insertUnknown(sql`${table}`, timeKey, { values, options }),
      },
      {
        purpose: `put new times into ${name}`,
        sql: sql`insert into ${table} (${[...columns, auditColumns.insertedAt, auditColumns.updatedAt].map((one) => identifier(one))})
          select ${columns.map((one) => identifier("s", one))}, ${at}, ${at} from ${rows}
          where not exists (select 1 from ${table} as d where ${equalOn("d", "s", [timeKey])})`,
      },
    ],
    [drop],
  ]);
}

/** Each minute sixty times: 86,400 rows would be a long statement. */
function withSeconds(columns: readonly string[], minutes: Sql): Sql {
  const [key, second] = [identifier("m", timeKey), identifier("n", "minute")];
  const shown = columns.map((one) => {
    if (one === timeKey) return sql`${key} * 100 + ${second} as ${identifier(one)}`;
    return one === "second"
      ? sql`${second} as ${identifier(one)}`
      : sql`${identifier("m", one)} as ${identifier(one)}`;
  });
  return sql`select ${shown} from ${minutes} as m cross join ${minutes} as n where ${identifier("n", "hour")} = 0`;
}
