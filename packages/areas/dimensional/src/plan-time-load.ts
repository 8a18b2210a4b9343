import { createColumn, createRows, relation, type Rows } from "@dx/core";
import {
  createPlan,
  dropTable,
  identifier,
  joinSql,
  planTable,
  sql,
  type Plan,
  type Sql,
} from "@dx/sql";
import { timeRows } from "./generate-time-dimension.ts";
import { equalOn, stagingOf, tableOf, timeOf, type LoadOptions } from "./load-options.ts";
import { auditColumns, timeKey, unknownKey, unknownText, type TimeDimension } from "./model.ts";
import { written } from "./members.ts";
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
  const { name } = time;
  const table = relation(tableOf(name, options));
  const staging = relation(stagingOf(name, options));
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
  return createPlan([
    [drop, ...planTable(staging, sixty()).flat()],
    [
      {
        purpose: `put the unknown time into ${name}`,
        sql: insertUnknown(sql`${table}`, timeKey, { values, options }),
      },
      {
        purpose: `put new times into ${name}`,
        sql: sql`insert into ${table} (${[...columns, auditColumns.insertedAt, auditColumns.updatedAt].map((one) => identifier(one))})
          select ${columns.map((one) => identifier("s", one))}, ${at}, ${at} from (${timesOf(time, sql`${staging}`)}) as s
          where not exists (select 1 from ${table} as d where ${equalOn("d", "s", [timeKey])})`,
      },
    ],
    [drop],
  ]);
}

/** The numbers from 0 to 59 with two digits: what hours, minutes and seconds are made of, since 86,400 rows would be a long statement. */
function sixty(): Rows {
  const numbers = Array.from({ length: 60 }, (_, at) => at);
  const digits = numbers.map((one) => String(one).padStart(2, "0"));
  return createRows([createColumn("n", "int32", numbers), createColumn("digits", "text", digits)]);
}

/** All times of a day, as `generateTimeDimension` has them. */
function timesOf({ granularity, dayParts }: TimeDimension, numbers: Sql): Sql {
  const bySecond = granularity === "second";
  const minutes = sql`h.n * 100 + m.n`;
  const columns = {
    [timeKey]: bySecond ? sql`(${minutes}) * 100 + s.n` : minutes,
    hour_minute: sql`h.digits || ':' || m.digits`,
    hour: sql`h.n`,
    minute: sql`m.n`,
    ...(bySecond ? { second: sql`s.n` } : {}),
    minute_of_day: sql`h.n * 60 + m.n`,
    hour_12: sql`case when h.n = 0 then 12 when h.n > 12 then h.n - 12 else h.n end`,
    am_pm: sql`case when h.n < 12 then 'AM' else 'PM' end`,
    day_part: partOf(dayParts, minutes),
  };
  const seconds = bySecond ? sql` cross join ${numbers} as s` : sql``;
  return sql`select ${written(columns)} from ${numbers} as h cross join ${numbers} as m${seconds} where h.n < 24`;
}

/** The part of the day that has begun last. */
function partOf(dayParts: TimeDimension["dayParts"], minutes: Sql): Sql {
  const cases = dayParts
    .toReversed()
    .map(
      ({ name, from }) => sql` when ${minutes} >= ${BigInt(from.replace(":", ""))} then ${name}`,
    );
  return sql`case${joinSql(cases, "")} else ${dayParts.at(-1)?.name ?? ""} end`;
}
