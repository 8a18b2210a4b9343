import { formatDate, isDxError, toObjects } from "@dx/core";
import { sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { generateDateDimension, holidaysOf } from "../src/index.ts";

const plain = { fiscalYearStartMonth: 1, fiscalYearLabel: "end", holidays: [] } as const;

forEachDatabase("equals the engine's calendar from 1900 to 2100", async ({ db }) => {
  const years = db.dialect === "duckdb" ? [1900, 2100] : [1996, 2012];
  const rows = generateDateDimension({
    from: `${years[0]}-01-01`,
    to: `${years[1]}-12-31`,
    ...plain,
  });
  await db.load("days", rows);
  const d = sql`calendar_date`;
  const wrong = sql`select calendar_date from days where not (
    year = extract(year from ${d}) and month = extract(month from ${d}) and day_of_month = extract(day from ${d})
    and quarter = extract(quarter from ${d}) and day_of_year = extract(doy from ${d})
    and day_of_week = extract(isodow from ${d}) and iso_year = extract(isoyear from ${d}) and iso_week = extract(week from ${d})
    and date_key = year * 10000 + month * 100 + day_of_month)`;
  expect((await db.query(wrong)).count).toBe(0);
  const [days] = toObjects(
    await db.query(
      sql`select count(*) as n, max(calendar_date) - min(calendar_date) as width from days`,
    ),
    "js",
  );
  expect(days).toEqual({ n: rows.count, width: rows.count - 1 });
});

test("fiscal years are called by their first or last day", () => {
  const of = (from: string, start: number, label: "start" | "end") => {
    const [day] = toObjects(
      generateDateDimension({
        from,
        to: from,
        ...plain,
        fiscalYearStartMonth: start,
        fiscalYearLabel: label,
      }),
      "js",
    );
    return [day?.["fiscal_year"], day?.["fiscal_quarter"], day?.["fiscal_month"]].join(" ");
  };
  expect(of("2026-09-30", 10, "end")).toBe("2026 4 12");
  expect(of("2026-10-01", 10, "end")).toBe("2027 1 1");
  expect(of("2026-10-01", 10, "start")).toBe("2026 1 1");
  expect(of("2026-10-01", 1, "end")).toBe("2026 4 10");
  expect(of("2026-03-31", 4, "start")).toBe("2025 4 12");
});

test("holidays by rule: dates, weekdays of months, and Easter", () => {
  const at = (year: number, rule: Parameters<typeof holidaysOf>[1][number]) =>
    [...holidaysOf(year, [rule]).keys()].map(formatDate).join();
  const easter = (year: number) => at(year, { name: "Easter", easter: 0 });
  // the earliest and latest Easter Sundays of the Gregorian calendar, and published ones
  expect([1818, 1943, 2000, 2024, 2026, 2038].map(easter)).toEqual([
    "1818-03-22",
    "1943-04-25",
    "2000-04-23",
    "2024-03-31",
    "2026-04-05",
    "2038-04-25",
  ]);
  expect(at(2026, { name: "Thanksgiving", month: 11, weekday: 4, nth: 4 })).toBe("2026-11-26");
  expect(at(2026, { name: "Memorial Day", month: 5, weekday: 1, nth: -1 })).toBe("2026-05-25");
  expect(at(2026, { name: "fifth Friday", month: 2, weekday: 5, nth: 5 })).toBe("");
  expect(at(2026, { name: "4 July", month: 7, day: 4, observed: true })).toBe("2026-07-03");
  expect(at(2027, { name: "4 July", month: 7, day: 4, observed: true })).toBe("2027-07-05");
  expect([2025, 2028].map((year) => at(year, { name: "leap", month: 2, day: 29 }))).toEqual([
    "",
    "2028-02-29",
  ]);
});

test("business days leave weekends and holidays out, also those observed in the year before", () => {
  const holidays = [{ name: "New Year", month: 1, day: 1, observed: true }];
  const rows = toObjects(
    generateDateDimension({ from: "2021-12-30", to: "2022-01-04", ...plain, holidays }),
    "js",
  );
  expect(
    rows.map(
      (day) =>
        `${day["day_name"]} ${day["holiday_name"]} ${day["is_business_day"]} ${day["business_day_of_month"]}`,
    ),
  ).toEqual([
    "Thursday null true 22",
    "Friday New Year false 22",
    "Saturday null false 0",
    "Sunday null false 0",
    "Monday null true 1",
    "Tuesday null true 2",
  ]);
});

test("what is no calendar is refused", () => {
  const wrong = [
    { from: "2026-02-01", to: "2026-01-31" },
    { from: "1900-01-01", to: "2199-12-31" },
    { from: "today", to: "2026-01-31" },
    { from: "2026-01-01", to: "2026-01-02", fiscalYearStartMonth: 13 },
    { from: "2026-01-01", to: "2026-01-02", holidays: [{ name: "none", month: 2, day: 30 }] },
    {
      from: "2026-01-01",
      to: "2026-01-02",
      holidays: [{ name: "none", month: 2, weekday: 1, nth: 0 }],
    },
  ];
  for (const one of wrong) {
    let code = "none";
    try {
      generateDateDimension({ ...plain, ...one });
    } catch (error) {
      if (isDxError(error)) code = error.code;
    }
    expect([JSON.stringify(one), code]).toEqual([JSON.stringify(one), "DX_DIMENSIONAL_DATE"]);
  }
});
