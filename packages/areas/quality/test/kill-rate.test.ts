import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { checkForSurvivor, listMutations, measureKillRate, suiteOf } from "../src/index.ts";

const columns = [
  { name: "id", type: { kind: "int64" } },
  { name: "name", type: { kind: "text" } },
  { name: "price", type: { kind: "float64" } },
  { name: "day", type: { kind: "date" } },
] as const;
const rows = Array.from({ length: 200 }, (_, index) => ({
  id: index + 1,
  name: ["Ann", "Bob", "Cid"][index % 3] ?? "",
  price: 10 + (index % 9),
  day: `2024-01-${String(1 + (index % 28)).padStart(2, "0")}`,
}));
const types = { id: "int64", name: "text", price: "float64", day: "date" } as const;

forEachDatabase(
  "damages are noticed by the checks that speak of them, others survive, and an unharmed copy passes",
  async ({ db }) => {
    await db.load("shop", rows, { types });
    const suite = suiteOf("shop", {
      shop: {
        id: ["not null", "unique"],
        name: "in (Ann, Bob, Cid)",
        price: "between 10 and 18",
        day: "matches x",
      },
    });
    const found = (await db.tables()).find(({ name }) => name === "shop");
    const scratch = found?.schema ?? "main";
    const options = {
      database: db,
      table: "shop",
      columns,
      scratch,
      at: "2024-02-01",
      seed: 5,
      most: 200,
    };
    const rate = await measureKillRate(suite, options);
    expect(rate.falseAlarms).toEqual([]);
    expect(rate.blind).toEqual(["shop.day.1"]);
    const noticed = new Map(rate.judged.map(({ id, noticedBy }) => [id, noticedBy]));
    expect(noticed.get("nulls: id")).toEqual(["shop.id.1"]);
    expect(noticed.get("duplicated rows")).toEqual(["shop.id.2"]);
    expect(noticed.get("case: name")).toEqual(["shop.name.1"]);
    expect(noticed.get("unit error: price")).toEqual(["shop.price.1"]);
    expect(noticed.get("lost column: price")).toEqual(["shop.price.1"]);
    expect(noticed.get("nulls: name")).toEqual([]);
    expect(noticed.get("date in the future: day")).toEqual([]);
    expect(noticed.get("lost rows")).toEqual([]);
    expect(rate.noticed + rate.survivors.length).toBe(rate.damages);
    const again = await measureKillRate(suite, { ...options, most: 9 });
    const ids = new Set(again.judged.map(({ id }) => id));
    expect(again.judged).toEqual(rate.judged.filter(({ id }) => ids.has(id)));
    expect(ids.size).toBeGreaterThan(3);
    expect((await db.query("select * from shop")).count).toBe(200);
  },
);

test("damages are listed by types alone, all kinds alike, and the same for a seed", () => {
  const all = listMutations(columns, { seed: 1, most: 1000 });
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  const some = listMutations(columns, { seed: 1, most: 24 });
  expect(new Set(some.map(({ kind }) => kind)).size).toBe(
    new Set(all.map(({ kind }) => kind)).size,
  );
  expect(listMutations(columns, { seed: 1, most: 24 })).toEqual(some);
  expect(listMutations(columns, { seed: 2, most: 24 })).not.toEqual(some);
});

test("the rule to try against lost rows names as many as there are now; without figures it says what is missing", () => {
  const lost = listMutations(columns, { seed: 1, most: 1000 }).find(
    ({ kind }) => kind === "lost rows",
  );
  if (lost === undefined) throw new Error("no damage loses rows");
  expect(checkForSurvivor(lost, undefined, 200)).toBe("row count >= 200");
  expect(checkForSurvivor(lost)).toBe("row count >= (the least that is ordinary)");
});
