import { toObjects, type PlainObject } from "@dx/core";
import { hashValues } from "@dx/sql";
import { expect, test } from "vitest";
import {
  createCollector,
  nestedColumns,
  normalizeName,
  type CollectOptions,
} from "../src/index.ts";

function tablesOf(records: readonly unknown[], options: Partial<CollectOptions> = {}) {
  const collector = createCollector({ name: "orders", nested: "tables", ...options });
  collector.add(records);
  const own = new Set<string>(Object.values(nestedColumns));
  return Object.fromEntries(
    collector
      .tables()
      .map(({ name, rows }) => [
        name,
        toObjects(rows, "js").map((row) =>
          Object.fromEntries(
            Object.entries(row).filter(
              ([key, value]) => value !== null && (!own.has(key) || key === nestedColumns.index),
            ),
          ),
        ),
      ]),
  );
}

test("objects become columns, lists tables, what is deeper JSON; NULL and what is empty leave nothing", () => {
  const records = [
    {
      id: 1,
      shop: { name: "Ulm", geo: { lat: 48.4 }, none: {} },
      items: [{ sku: "a", tags: ["x", null] }, { sku: null }, [7]],
      notes: [],
    },
    7,
    { id: 2, items: null, shop: "closed", big: 2n ** 60n },
  ];
  expect(tablesOf(records)).toEqual({
    orders: [
      { id: 1, shop__name: "Ulm", shop__geo__lat: 48.4 },
      { value: 7 },
      { id: 2, shop: "closed", big: String(2n ** 60n) },
    ],
    orders__items: [{ _dx_index: 0, sku: "a" }, { _dx_index: 1 }, { _dx_index: 2 }],
    orders__items__tags: [{ _dx_index: 0, value: "x" }, { _dx_index: 1 }],
    orders__items__list: [{ _dx_index: 0, value: 7 }],
  });
  expect(tablesOf(records.slice(0, 1), { mostLevels: 1 })).toEqual({
    orders: [{ id: 1, shop__name: "Ulm", shop__geo: '{"lat":48.4}', shop__none: "{}" }],
    orders__items: [
      { _dx_index: 0, sku: "a", tags: '["x",null]' },
      { _dx_index: 1 },
      { _dx_index: 2, list: "[7]" },
    ],
  });
  expect(tablesOf([{ a: { b: 2n ** 60n } }], { nested: "json" })).toEqual({
    orders: [{ a: '{"b":1152921504606846976}' }],
  });
});

test("ids are the same each time, of records the row hash of their key, and no two are one", () => {
  const ids = (records: readonly unknown[], options: Partial<CollectOptions> = {}) => {
    const collector = createCollector({ name: "t", nested: "tables", idOf: ["id"], ...options });
    collector.add(records);
    return collector.tables().map(({ rows }) => toObjects(rows, "js"));
  };
  const [roots = [], items = []] = ids([
    { id: 7, l: [1, 2] },
    { l: [3], id: "7" },
  ]);
  expect(roots[0]?.["_dx_id"]).toBe(hashValues([{ type: "int64", value: 7n }]));
  expect(items.map((one) => one["_dx_parent_id"])).toEqual([
    roots[0]?.["_dx_id"],
    roots[0]?.["_dx_id"],
    roots[1]?.["_dx_id"],
  ]);
  expect(ids([{ id: "7", l: [3] }])[1]?.[0]).toEqual(items[2]);
  const content = { idOf: undefined } as unknown as Partial<CollectOptions>;
  const twice =
    ids(
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
        { a: 1, b: 2 },
      ],
      content,
    )[0] ?? [];
  expect(new Set(twice.map((one) => one["_dx_id"])).size).toBe(3);
  expect(ids([{ b: 2, a: 1 }], content)[0]).toEqual(twice.slice(0, 1));
  const many = ids(
    Array.from({ length: 100 }, (_, id) => ({
      id,
      l: Array.from({ length: 300 }, (__, at) => at),
    })),
  );
  expect(new Set(many[1]?.map((one) => one["_dx_id"])).size).toBe(30_000);
});

test("names follow their convention, long ones keep a hash, and no two fields get one", () => {
  const snake = (name: string) => normalizeName(name, "snake-case");
  expect(
    ["HTTPStatus", "orderID2", "a--b__c", "Größe (cm)", "9lives", "x_", "+1"].map(snake),
  ).toEqual(["http_status", "order_id2", "a_b_c", "größe_cm", "_9lives", "x", "_1"]);
  expect(normalizeName("userName.X", "lower")).toBe("username_x");
  expect(() => snake("---")).toThrow('"---" has no name');
  const long = normalizeName(`${"ä".repeat(60)}1`, "as-is");
  expect(long).not.toBe(normalizeName(`${"ä".repeat(60)}2`, "as-is"));
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(63);
  expect(long.endsWith("1")).toBe(true);
  const clash =
    (record: PlainObject, options: Partial<CollectOptions> = {}) =>
    () =>
      tablesOf([record], options);
  expect(clash({ userName: 1, user_name: 2 }, { naming: "snake-case" })).toThrow(
    "get one name, user_name",
  );
  expect(clash({ a: 1, A: 2 })).toThrow("get one name");
  expect(clash({ a__b: 1, a: { b: 2 } })).toThrow("a__b and a.b of orders get one name");
  expect(clash({ [nestedColumns.id]: 1 })).toThrow("get one name");
  expect(clash({ a: { b: [1] }, a__b: [1] })).toThrow("get one name, orders__a__b");
});
