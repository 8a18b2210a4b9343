import { toObjects } from "@dx/core";
import { identifier, sql, startOfMonth, tableBytes } from "@dx/sql";
import { expect } from "vitest";
import { forEachDatabase, forEachDialect } from "../src/index.ts";

forEachDatabase("the first day of a month", async ({ db }) => {
  const days = ["2024-02-29", "2024-03-01", "1969-12-31", "0001-01-31"];
  await db.load("d", [...days.map((day) => ({ day })), { day: null }], { types: { day: "date" } });
  const rows = await db.query(sql`select day, ${startOfMonth(identifier("day"))} as first from d`);
  const found = new Map(toObjects(rows, "js").map(({ day, first }) => [day, first]));
  expect(found.get("2024-02-29")).toBe("2024-02-01");
  expect(found.get("2024-03-01")).toBe("2024-03-01");
  expect(found.get("1969-12-31")).toBe("1969-12-01");
  expect(found.get("0001-01-31")).toBe("0001-01-01");
  expect(found.get(null)).toBe(null);
});

forEachDatabase("the bytes of a table grow with its rows", async ({ db }) => {
  const odd = "my Table"; // DuckDB reads no doubled quotes there
  await db.load({ kind: "relation", name: odd }, [{ a: 1 }]);
  const few = await db.run(tableBytes({ kind: "relation", name: odd }));
  const many = Array.from({ length: 200_000 }, (_, a) => ({
    a: (a * 7919) % 1_000_003,
    b: `${a}`,
  }));
  await db.load({ kind: "relation", name: odd }, many);
  const bytes = await db.run(tableBytes({ kind: "relation", name: odd }));
  if (db.dialect === "postgres") expect(few).toBeGreaterThan(0);
  else expect(bytes).toBe(0); // in memory, nothing is written
  if (db.dialect === "postgres") expect(bytes).toBeGreaterThan(200_000 * 8);
});

forEachDialect("the first day of a month", ({ check }) => {
  check(sql`select ${startOfMonth(identifier("day"))} as first from d`);
});
