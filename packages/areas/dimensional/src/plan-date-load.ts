import { relation } from "@dx/core";
import { createPlan, dropTable, identifier, planTable, sql, type Plan } from "@dx/sql";
import { generateDateDimension } from "./generate-date-dimension.ts";
import {
  columnsOf,
  equalOn,
  stagingOf,
  tableOf,
  timeOf,
  type LoadOptions,
} from "./load-options.ts";
import { auditColumns, dateKey, unknownKey, unknownText, type DateDimension } from "./model.ts";
import { insertUnknown } from "./plan-dimension-load.ts";

/**
 * Plans the load of a date dimension: the unknown day, and the days that are not there yet. Days that are there stay, so that a
 * later load may cover a longer time.
 * @throws DxError what `generateDateDimension` throws
 * @example
 * ```ts
 * import { planDateLoad } from "@dx/dimensional";
 * const date = { name: "dim_date", from: "2026-01-01", to: "2026-01-31", fiscalYearStartMonth: 1, fiscalYearLabel: "start", holidays: [] } as const;
 * if (planDateLoad(date, { loadedAt: "2026-01-01" }).length !== 3) throw new Error();
 * ```
 */
export function planDateLoad(date: DateDimension, options: LoadOptions): Plan {
  const { name } = date;
  const table = relation(tableOf(name, options));
  const staging = relation(stagingOf(name, options));
  const rows = generateDateDimension(date);
  const columns = rows.columns.map((column) => column.name);
  const time = timeOf(options);
  const drop = {
    purpose: `remove the working table of ${name}`,
    sql: dropTable(staging, { ifExists: true }),
  };
  const texts = rows.columns.filter(
    ({ kind, name: own }) => kind === "text" && own !== "holiday_name",
  );
  const values = {
    [dateKey]: unknownKey,
    ...Object.fromEntries(texts.map((column) => [column.name, unknownText])),
  };
  return createPlan([
    [drop, ...planTable(staging, rows).flat()],
    [
      {
        purpose: `put the unknown day into ${name}`,
        sql: insertUnknown(sql`${table}`, dateKey, { values, options }),
      },
      {
        purpose: `put new days into ${name}`,
        sql: sql`insert into ${table} (${[...columns, auditColumns.insertedAt, auditColumns.updatedAt].map((one) => identifier(one))})
          select ${columnsOf("s", columns)}, ${time}, ${time} from ${staging} as s
          where not exists (select 1 from ${table} as d where ${equalOn("d", "s", [dateKey])})`,
      },
    ],
    [drop],
  ]);
}
