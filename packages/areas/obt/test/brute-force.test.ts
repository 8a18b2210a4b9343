import { formatValue, type PlainObject } from "@dx/core";
import type { Database } from "@dx/database";
import { identifier, sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect } from "vitest";
import { obtClaims, planObt, planObtPeriods, type ObtLevel, type ObtSpec } from "../src/index.ts";

type Maybe<T> = T | null;

type Fact = {
  readonly id: number;
  readonly shop: Maybe<number>;
  readonly account: Maybe<string>;
  readonly at: Maybe<string>;
  readonly amount: Maybe<number>;
  readonly least: Maybe<number>;
  readonly most: Maybe<number>;
  readonly mean: Maybe<number>;
  readonly balance: Maybe<number>;
};

interface Star {
  readonly facts: readonly Fact[];
  readonly cities: readonly Maybe<string>[];
  /** The day on which each account changes its tier. */
  readonly turns: Readonly<Record<"a" | "b", string>>;
}

/** One try finds most that is wrong, if it is not of a few facts; `npm run deep` tries small stars too. */
const tries = budget(1, 10);
const fewest = tries.numRuns === 1 ? 20 : 0;
const days = ["2024-01-30", "2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01"] as const;
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<Maybe<T>> => fc.option(of, { freq: 5 });
const number = maybe(fc.integer({ min: -2, max: 3 }));
const day = fc.constantFrom(...days);
const stars: fc.Arbitrary<Star> = fc.record({
  facts: fc
    .array(
      fc.record({
        shop: maybe(fc.integer({ min: 1, max: 4 })),
        account: maybe(fc.constantFrom("a", "b")),
        at: maybe(day),
        amount: number,
        least: number,
        most: number,
        mean: number,
        balance: number,
      }),
      { minLength: fewest, maxLength: 30 },
    )
    .map((facts) => facts.map((fact, at) => Object.assign({ id: at + 1 }, fact))),
  cities: fc.tuple(...[1, 2, 3].map(() => maybe(fc.constantFrom("Bonn", "O'Ulm")))),
  turns: fc.record({ a: day, b: day }),
});

const levels: readonly ObtLevel[] = [
  { kind: "detail" },
  { kind: "daily", time: "at" },
  { kind: "monthly", time: "at" },
];

const specOf = (level: ObtLevel): ObtSpec => ({
  fact: "fact",
  factKey: "id",
  measures: [
    { column: "amount", rollUp: "sum" },
    { column: "least", rollUp: "min" },
    { column: "most", rollUp: "max" },
    { column: "mean", rollUp: "average", isFloat: true },
    { column: "balance", rollUp: "last", per: "account" },
  ],
  dimensions: [
    { table: "shop", joinKey: "shop", dimensionKey: "key", attributes: "city" },
    {
      table: "tier",
      joinKey: "account",
      role: "tier",
      attributes: "name",
      asOf: { validFrom: "begins", validTo: "ends", at: "at" },
    },
  ],
  level,
  calculated: [{ name: "ratio", formula: "amount / least" }],
  filters: [
    "amount is null or amount > -2",
    "shop_city = 'O''Ulm' or shop_city is null or most > 0",
  ],
});

const tiersOf = ({ turns }: Star): readonly PlainObject[] =>
  Object.entries(turns).flatMap(([account, turn]) => [
    { account, name: "new", begins: "2024-01-31", ends: turn },
    { account, name: "old", begins: turn, ends: null },
  ]);

/** The wide table as it should be, row by row, by looking through all of the star. */
function expected(star: Star, level: ObtLevel): readonly string[] {
  const rows = star.facts.flatMap((fact) => {
    const city = fact.shop === null ? null : (star.cities[fact.shop - 1] ?? null);
    const tier = tierOf(star, fact);
    const isMeant =
      (fact.amount === null || fact.amount > -2) &&
      (city === "O'Ulm" || city === null || (fact.most ?? 0) > 0);
    return isMeant ? [{ fact, city, tier, period: periodOf(fact.at, level) }] : [];
  });
  if (level.kind === "detail")
    return rows.map(({ fact, city, tier }) =>
      show([
        fact.id,
        fact.shop,
        fact.account,
        fact.at,
        city,
        tier,
        ...measuresOf(fact),
        ratio(fact),
      ]),
    );
  const isLast = ({ fact, period }: (typeof rows)[number]): boolean =>
    rows.every(
      ({ fact: other, period: own }) =>
        own !== period ||
        other.account !== fact.account ||
        other.id === fact.id ||
        `${other.at} ${String(other.id).padStart(3)}` < `${fact.at} ${String(fact.id).padStart(3)}`,
    );
  const groups = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) {
    const key = show([row.period, row.city, row.tier]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((members) => {
    const [first] = members;
    const valuesOf = (name: "amount" | "least" | "most" | "mean"): readonly number[] =>
      members.flatMap(({ fact }) => fact[name] ?? []);
    const lasts = members.filter(isLast).flatMap(({ fact }) => fact.balance ?? []);
    const mean = valuesOf("mean");
    const amount = sum(valuesOf("amount"));
    const least = some(valuesOf("least"), Math.min);
    return show([
      first?.period ?? null,
      first?.city ?? null,
      first?.tier ?? null,
      members.length,
      amount,
      least,
      some(valuesOf("most"), Math.max),
      mean.length === 0 ? null : (sum(mean) ?? 0) / mean.length,
      sum(lasts),
      ratio({ amount, least }),
    ]);
  });
}

function tierOf({ turns }: Star, { account, at }: Fact): Maybe<string> {
  if (at === null || (account !== "a" && account !== "b")) return null;
  if (at >= turns[account]) return "old"; // its begin belongs to a version, its end does not
  return at >= "2024-01-31" ? "new" : null;
}

function periodOf(at: Maybe<string>, { kind }: ObtLevel): Maybe<string> {
  return at === null || kind === "daily" ? at : `${at.slice(0, 7)}-01`;
}

const measuresOf = (fact: Fact): readonly Maybe<number>[] => [
  fact.amount,
  fact.least,
  fact.most,
  fact.mean,
  fact.balance,
];
const sum = (values: readonly number[]): Maybe<number> =>
  some(values, (...all) => all.reduce((total, one) => total + one, 0));
const some = (values: readonly number[], of: (...all: number[]) => number): Maybe<number> =>
  values.length === 0 ? null : of(...values);
const ratio = ({
  amount,
  least,
}: {
  readonly amount: Maybe<number>;
  readonly least: Maybe<number>;
}) => (amount === null || least === null || least === 0 ? null : amount / least);
const show = (row: readonly unknown[]): string =>
  JSON.stringify(row.map((cell) => (cell === 0 ? 0 : cell)));

async function fill(db: Database, star: Star): Promise<void> {
  const numbers = { amount: "int64", least: "int64", most: "int64", balance: "int64" } as const;
  await db.load("fact", star.facts, {
    types: { id: "int64", shop: "int64", account: "text", at: "date", mean: "float64", ...numbers },
  });
  const shops = star.cities.map((city, index) => ({ key: index + 1, city }));
  await db.load("shop", shops, { types: { key: "int64", city: "text" } });
  await db.load("tier", tiersOf(star), { types: { begins: "date", ends: "date" } });
}

async function found(db: Database, table: string): Promise<readonly string[]> {
  const { count, columns } = await db.query(sql`select * from ${identifier(table)}`);
  const read = (column: (typeof columns)[number], row: number): unknown => {
    const text = formatValue(column, row);
    return text === null || column.kind === "text" || column.kind === "date" ? text : Number(text);
  };
  return Array.from({ length: count }, (_, row) => show(columns.map((one) => read(one, row))));
}

forEachDatabase(
  "wide tables are what looking through the star gives, made anew or brought up to date",
  async ({ db }) => {
    const property = async (star: Star, later: Star): Promise<void> => {
      await fill(db, star);
      for (const level of levels) {
        // oxlint-disable no-await-in-loop -- one database
        const spec: ObtSpec = specOf(level);
        await db.apply(planObt(`wide_${level.kind}`, spec));
        expect((await found(db, `wide_${level.kind}`)).toSorted()).toEqual(
          expected(star, level).toSorted(),
        );
      }
      const monthly = specOf({ kind: "monthly", time: "at" });
      const claims = obtClaims("wide_monthly", monthly).filter(({ about }) => about === "result");
      const failed = (await db.check(claims)).filter(({ verdict }) => verdict === "fails");
      expect(failed).toEqual([]);
      await fill(db, later);
      for (const level of levels) {
        if (level.kind === "detail") continue;
        const table = `wide_${level.kind}`;
        await db.apply(planObtPeriods(table, specOf(level), { kind: "different" }));
        expect((await found(db, table)).toSorted()).toEqual(expected(later, level).toSorted());
        // oxlint-enable no-await-in-loop
      }
    };
    await fc.assert(fc.asyncProperty(stars, stars, property), tries);
  },
);
