import { toRows } from "@dx/core";
import { profileTables } from "@dx/profile";
import { conduct } from "@dx/sql";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import { openDatabase } from "@dx/database";
import { expect, test } from "vitest";
import { foreignKeys } from "../src/index.ts";
import { describeShop } from "./discover-profiles.ts";
import { aside, tuned } from "./schemas/index.ts";
import { judgeSchema, loadSchema } from "./schemas/judge.ts";
import { pickTables } from "./schemas/make-schema.ts";
import { readSchema } from "./schemas/read-schema.ts";
import { makeRetail } from "./schemas/retail.ts";

// the others are in the deep run, and in the bench
const makers = process.env["DX_DEEP"] === undefined ? aside.slice(-1) : [...tuned, ...aside];

test.each(makers.map((make) => make(1)))("references of $name are found", async (schema) => {
  const db = await openDatabase("duckdb:");
  const judged = await judgeSchema(db, schema, await loadSchema(db, schema)).finally(async () =>
    db.close(),
  );
  const { f1, wrong, missed } = judged;
  expect(f1 >= 0.85 ? [] : [...wrong, ...missed]).toEqual([]);
  expect(judged.candidates.every(({ probability }) => probability >= 0 && probability <= 1)).toBe(
    true,
  );
});

forEachDatabase(
  "references are the same in each engine, and rejected ones say why",
  async ({ db }) => {
    const schema = pickTables(makeRetail(2), [
      "countries",
      "customers",
      "addresses",
      "orders",
      "payments",
    ]);
    const judged = await judgeSchema(db, schema, await loadSchema(db, schema));
    expect(judged.f1).toBe(1);
    expect(judged.candidates.length).toBeGreaterThan(
      judged.candidates.filter(({ accepted }) => accepted).length,
    );
    for (const one of judged.candidates)
      expect(one.reasons.some((reason) => reason.startsWith("rejected: "))).toBe(!one.accepted);
  },
);

forEachDatabase(
  "a person is a party: the nearest parent is taken; damaged data are rejected with a row",
  async ({ db }) => {
    const ids = Array.from({ length: 40 }, (_, at) => at + 501);
    const cards = ids.map((_, at) => ({ card_id: at + 1, holder_party_id: 501 + (at % 20) }));
    await db.load(
      "party",
      ids.map((party_id) => ({ party_id, kind: "x" })),
    );
    await db.load(
      "person",
      ids.slice(0, 25).map((party_id) => ({ party_id, born: party_id % 7 })),
    );
    const find = async () =>
      db.run(foreignKeys(await db.run(profileTables(["party", "person", "card"]))));
    const holder = async () =>
      (await find()).filter(
        (one) => one.child === "card" && one.childColumns[0] === "holder_party_id",
      );
    await db.load("card", cards);
    const [nearest, further] = await holder();
    expect(nearest).toMatchObject({ parent: "person", accepted: true, coverage: 1 });
    expect(further).toMatchObject({ parent: "party", accepted: false });
    expect(further?.reasons.at(-1)).toMatch(/fits better: a column has one parent/);
    expect(await find()).toContainEqual(
      expect.objectContaining({ child: "person", parent: "party", accepted: true }),
    );
    await db.load(
      "card",
      cards.map(({ card_id, holder_party_id }, at) => ({
        card_id,
        holder_party_id: at < 8 ? 999 : holder_party_id,
      })),
    );
    for (const one of await holder()) {
      expect(one).toMatchObject({ accepted: false, coverage: 0.8 });
      expect(one.reasons.at(-1)).toBe("rejected: 8 of 40 rows have no parent, as 999 (8 rows)");
    }
  },
);

forEachDatabase(
  "the nearest of a chain is taken, and what has a key of its own is no link of it",
  async ({ db }) => {
    const ids = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
    await db.load(
      "party",
      ids(90).map((party_id) => ({ party_id, kind: "x" })),
    );
    await db.load(
      "person",
      ids(70).map((party_id) => ({ party_id, born: party_id % 9 })),
    );
    await db.load(
      "email",
      ids(70).map((party_id) => ({ party_id, email_id: party_id + 5 })),
    );
    await db.load(
      "employee",
      ids(40).map((party_id) => ({ party_id, grade: party_id % 3 })),
    );
    await db.load(
      "seller",
      ids(20).map((at) => ({ party_id: at * 2, quota: at % 4 })),
    );
    await db.load(
      "payroll",
      ids(200).map((at) => ({ party_id: (at % 40) + 1, paid: at })),
    );
    const tables = ["party", "person", "email", "employee", "seller", "payroll"];
    const found = await db.run(foreignKeys(await db.run(profileTables(tables))));
    const taken = found
      .filter(({ accepted }) => accepted)
      .map(({ child, parent }) => `${child} ${parent}`);
    expect(taken.toSorted()).toEqual([
      "email person",
      "employee person",
      "payroll employee",
      "person party",
      "seller employee",
    ]);
  },
);

forEachDatabase("nothing, one value and tables that count from 1 prove nothing", async ({ db }) => {
  const counted = (name: string, size: number) =>
    Array.from({ length: size }, (_, at) => ({ id: at + 1, [name]: `n${at}` }));
  await db.load("planets", counted("planet", 30));
  await db.load("spoons", counted("spoon", 20));
  await db.load("empty", toRows([], { id: "int64", planet_id: "int64" }));
  await db.load("one", [{ planet_id: 3 }, { planet_id: 3 }]);
  await db.load("void", toRows([{ planet_id: null }], { planet_id: "int64" }));
  const found = await db.run(
    foreignKeys(await db.run(profileTables(["planets", "spoons", "empty", "one", "void"]))),
  );
  expect(found.filter(({ accepted }) => accepted)).toEqual([]);
  expect(found.find(({ child }) => child === "one")?.reasons.at(-1)).toMatch(
    /unverified: one value/,
  );
  expect(await db.run(foreignKeys([]))).toEqual([]);
});

forEachDatabase("a sample chooses candidates, the whole table decides", async ({ db }) => {
  const customers = Array.from({ length: 400 }, (_, at) => ({
    customer_id: at + 1000,
    name: `n${at % 50}`,
  }));
  await db.load("customers", [...customers, { customer_id: 1399, name: "again" }]);
  await db.load(
    "orders",
    customers.flatMap(({ customer_id }, at) => [
      { order_id: at, customer_id },
      { order_id: at + 1000, customer_id },
    ]),
  );
  const sample = { rows: 100, seed: 1 };
  const sampled = await db.run(
    foreignKeys(await db.run(profileTables(["customers", "orders"], { sample }))),
  );
  expect(sampled.filter(({ accepted }) => accepted)).toEqual([]);
  await db.load("customers", customers);
  const [found] = await db.run(
    foreignKeys(await db.run(profileTables(["customers", "orders"], { sample }))),
  );
  expect(found).toMatchObject({
    child: "orders",
    childColumns: ["customer_id"],
    parent: "customers",
    accepted: true,
    coverage: 1,
  });
});

forEachDatabase(
  "keys that loaders of CSV made floats and texts are found, those with fractions and Booleans are not",
  async ({ db }) => {
    const ids = Array.from({ length: 60 }, (_, at) => 101 + 3 * at);
    const half = (id: number, at: number): number => (at % 2 === 0 ? id + 0.5 : id);
    await db.load(
      "customers",
      ids.map((customer_id, at) => ({ customer_id, is_customer: at > 0 })),
    );
    const orders = (damage: (id: number, at: number) => number) =>
      toRows(
        ids.flatMap((id, at) =>
          [0, 1].map((copy) => ({
            order_id: 9000 + at * 2 + copy,
            customer_id: at === 7 ? null : damage(id, at),
            customer: `${id}.0`,
            is_customer: at > 3,
          })),
        ),
        { order_id: "int64", customer_id: "float64", customer: "text", is_customer: "boolean" },
      );
    const find = async () =>
      (await db.run(foreignKeys(await db.run(profileTables(["customers", "orders"]))))).flatMap(
        ({ childColumns, parent, accepted, compared, coverage }) =>
          accepted ? [{ childColumns, parent, compared, coverage }] : [],
      );
    await db.load(
      "orders",
      orders((id) => id),
    );
    const found = { parent: "customers", compared: "as numbers", coverage: 1 };
    expect(await find()).toEqual([
      { ...found, childColumns: ["customer_id"] },
      { ...found, childColumns: ["customer"] },
    ]);
    await db.load("orders", orders(half));
    expect(await find()).toEqual([{ ...found, childColumns: ["customer"] }]);
  },
);

forEachDatabase("a column refers to several tables, as another one says", async ({ db }) => {
  const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ id: at + 1 }));
  await db.load("issues", rows(40));
  await db.load("pull_requests", rows(25));
  const comments = (outside: number) =>
    Array.from({ length: 120 }, (_, at) => ({
      comment_id: at + 5000,
      commentable_type:
        at % 3 === 0 ? "App::PullRequest" : at % 3 === 1 ? "Issue" : at === 2 ? "" : 'Planet "9"',
      commentable_id: at % 3 === 0 ? (at % 25) + 1 : at % 3 === 1 ? (at % 40) + outside : 7000 + at,
    }));
  const find = async () =>
    (
      await db.run(
        foreignKeys(await db.run(profileTables(["issues", "pull_requests", "comments"]))),
      )
    ).filter(({ childColumns }) => childColumns[0] === "commentable_id");
  await db.load("comments", comments(1));
  const accepted = (await find()).filter((one) => one.accepted);
  expect(accepted.map(({ parent, when }) => `${parent} ${when?.value}`).toSorted()).toEqual([
    "issues Issue",
    "pull_requests App::PullRequest",
  ]);
  await db.load("comments", comments(30));
  expect((await find()).find(({ parent }) => parent === "issues")?.reasons.at(-1)).toMatch(
    /^rejected: 29 of 40 rows have no parent/,
  );
});

test.each([
  ...(process.env["DX_DEEP"] === undefined ? [] : [["sakila", "typed"] as const]),
  ["northwind", "csv"],
] as const)("references of %s are found, stored as %s", async (name, storage) => {
  const db = await openDatabase("duckdb:");
  const schema = readSchema(name, { seed: 5, storage });
  const { wrong, missed } = await judgeSchema(db, schema, await loadSchema(db, schema)).finally(
    async () => db.close(),
  );
  expect([...wrong, ...missed]).toEqual([]);
});

forEachDialect("questions of references are valid", async ({ check }) => {
  let asked = 0;
  await conduct(foreignKeys(describeShop()), async (questions) => {
    for (const one of questions) check(one);
    asked += questions.length;
    const count = (name: string) =>
      ({ kind: "int64", name, values: BigInt64Array.of(5n) }) as const;
    const columns = ["n_rows", "n_values", "missing_rows", "missing_values"].map(count);
    return Promise.resolve(questions.map(() => ({ count: 1, columns })));
  });
  expect(asked).toBeGreaterThan(3);
});

test("options that are none are refused", () => {
  const refused: unknown = expect.objectContaining({ code: "DX_DIMENSIONAL_OPTIONS" });
  expect(() => foreignKeys([], { minProbability: 2 })).toThrow(refused);
  expect(() => foreignKeys([], { maxParents: 0 })).toThrow(refused);
});
