import { toObjects, type Json } from "@dx/core";
import {
  identifier,
  inquire,
  joinSql,
  query,
  sql,
  type Inquiry,
  type Query,
  type Sql,
} from "@dx/sql";
import { factRows, inRows } from "./fact-rows.ts";
import type { LoadOptions } from "./load-options.ts";
import type { Additivity, DimensionalModel, FactTable, Measure, RollUp } from "./model.ts";

/** What data say against the sum of a measure. */
export interface Refutation {
  /** What it is instead. */
  readonly additivity: Exclude<Additivity, "additive" | "unknown">;
  /** How it is rolled up then. */
  readonly rollUp: RollUp;
  /** In a sentence. */
  readonly reason: string;
  /** Rows whose sum makes no sense. */
  readonly counterexample: Json;
}

/** What was tried to refute a sum. */
export interface AdditivityFinding {
  /** The first refutation; `null` if none was found, which shows nothing. */
  readonly refuted: Refutation | null;
  /** What was tried, in words. */
  readonly tried: readonly string[];
}

/** The least number of rows, or of groups, that must agree before they count. */
const least = 10;

/**
 * Tries to refute that a measure may be summed, by three laws that hold for all rows of the source, at least ten of them: it is the
 * same in all rows of each document (it is not at the grain), it is the quotient of two other measures (a price, a rate), or it is the running
 * total of another measure for each member of a role (a balance: sums over time make no sense). No law found says nothing.
 * @example
 * ```ts
 * import { refuteAdditivity } from "@dx/dimensional";
 * const amount = { name: "amount", source: "amount", type: { kind: "int64" }, additivity: "unknown", saidBy: "nobody", rollUp: { kind: "none" } } as const;
 * const fact = { name: "fct_sale", kind: "transaction", source: "sale", grain: { sentence: "one row per sale", key: [{ name: "id", source: "id", type: { kind: "int64" } }] }, keys: [], measures: [amount], degenerate: [] } as const;
 * const model = { name: "sales", facts: [fact], dimensions: [], date: null, decisions: [] };
 * if (refuteAdditivity(model, { fact, measure: amount }).name !== "refuteAdditivity") throw new Error();
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 3, additive, semi-additive and non-additive facts
 */
export function refuteAdditivity(
  model: DimensionalModel,
  given: { readonly fact: FactTable; readonly measure: Measure },
  options: Pick<LoadOptions, "sources"> = {},
): Inquiry<AdditivityFinding> {
  const fact = inRows(given.fact);
  const measure = fact.measures.find(({ name }) => name === given.measure.name) ?? given.measure;
  const from = factRows(given.fact, options);
  const laws = [
    ...repetitions(fact, measure, from),
    ...quotients(fact, measure, from),
    ...balances(model, { fact, measure }, from),
  ];
  return inquire("refuteAdditivity", function* () {
    for (const { asked, refutation } of laws) {
      let found: Json | null = null;
      for (const one of asked) {
        found = yield* one;
        if (found === null) break;
      }
      if (found !== null)
        return {
          refuted: { ...refutation, counterexample: found },
          tried: laws.map((law) => law.tried),
        };
    }
    return { refuted: null, tried: laws.map((law) => law.tried) };
  });
}

/** A law that would refute a sum: it holds if each of its questions has an answer, which is asked for in order. */
interface Law {
  readonly tried: string;
  readonly asked: readonly Query<Json | null>[];
  readonly refutation: Omit<Refutation, "counterexample">;
}

function ask(question: Sql): Query<Json | null> {
  return query("law", question, (rows) => toObjects(rows, "text")[0] ?? null);
}

function repetitions(fact: FactTable, measure: Measure, from: Sql): readonly Law[] {
  const value = identifier("f", measure.source);
  return fact.degenerate
    .filter(({ type }) => type.kind !== "timestamp" && type.kind !== "instant")
    .map(({ source, name }) => {
      const document = identifier("f", source);
      const groups = sql`select ${document} as document, count(*) as counted, count(${value}) as known, min(${value}) as least, max(${value}) as greatest
        from ${from} as f where ${document} is not null group by ${document} having count(*) > 1`;
      return {
        tried: `whether it is the same in all rows of each ${name}`,
        asked: [
          ask(sql`
            select max(g.document) as document, max(g.counted) as counted, max(g.least) as repeated from (
              select g.*, row_number() over (order by g.counted desc, g.document) as place from (${groups}) as g) as g
            where g.place = 1 and (select count(*) from (${groups}) as o where o.known > 0) >= ${BigInt(least)}
              and (select count(distinct o.least) from (${groups}) as o) > 4
              and not exists (select 1 from (${groups}) as o where o.known > 0 and (o.least <> o.greatest or o.known < o.counted))
            having count(*) > 0`),
        ],
        refutation: {
          additivity: "non-additive",
          rollUp: { kind: "average" },
          reason: `it is the same in all rows of each ${name}, so it belongs to a coarser grain, and a sum counts it several times`,
        },
      };
    });
}

const rate = /(price|rate|ratio|percent|pct|average|avg|mean|share|per_|unit|cost_of_one)/i;

function quotients(fact: FactTable, measure: Measure, from: Sql): readonly Law[] {
  const others = fact.measures.filter(({ name }) => name !== measure.name).slice(0, 6);
  const pairs = others.flatMap((by) =>
    others.filter((of) => of !== by).map((of) => [by, of] as const),
  );
  return pairs
    .filter(([by]) => isQuotient(measure, by))
    .map(([by, of]) => {
      const [a, b, c] = [measure, by, of].map(({ source }) => identifier("f", source));
      const [x, y, z] = [a ?? sql``, b ?? sql``, c ?? sql``];
      const known = sql`${x} is not null and ${y} is not null and ${z} is not null`;
      return {
        tried: `whether it is ${of.name} divided by ${by.name}`,
        asked: [
          ask(sql`
            select sum(${x}) as sum_of_it, sum(${y}) as sum_of_divisor, sum(${z}) as sum_of_dividend, count(*) as counted
            from ${from} as f where ${known}
            having count(*) >= ${BigInt(least)} and count(distinct ${x}) > 2 and count(distinct ${y}) > 1
              and count(case when ${isProduct([x, y, z], of)} then 1 end) = count(*)`),
        ],
        refutation: {
          additivity: "non-additive",
          rollUp: { kind: "average" },
          reason: `in all rows it is ${of.name} divided by ${by.name}: sum both, then divide`,
        },
      };
    });
}

/** Of two factors, the one that is a rate: by its name, or because it alone has digits behind the point. */
function isQuotient(measure: Measure, by: Measure): boolean {
  if (rate.test(measure.name) !== rate.test(by.name)) return rate.test(measure.name);
  return !isWhole(measure) && isWhole(by);
}

function isWhole({ type }: Measure): boolean {
  return type.kind === "int32" || type.kind === "int64";
}

function isProduct([a, b, c]: readonly [Sql, Sql, Sql], { type }: Measure): Sql {
  switch (type.kind) {
    case "float64":
      return sql`abs(${a} * ${b} - ${c}) <= abs(${c}) / ${1_000_000_000n}`;
    case "decimal":
      return sql`abs(${a} * ${b} - ${c}) * ${BigInt(2 * 10 ** Math.min(type.scale ?? 0, 9))} <= ${1n}`;
    default:
      return sql`${a} * ${b} = ${c}`;
  }
}

function balances(
  model: DimensionalModel,
  { fact, measure }: { readonly fact: FactTable; readonly measure: Measure },
  from: Sql,
): readonly Law[] {
  const date = fact.keys.find(({ dimension }) => dimension === model.date?.name);
  const [day] = date?.source ?? [];
  if (date === undefined || day === undefined) return [];
  const roles = fact.keys.filter(({ dimension }) => dimension !== date.dimension);
  const others = fact.measures.filter(({ name }) => name !== measure.name).slice(0, 6);
  return roles.flatMap((key) =>
    others.map((other) => {
      const [first = ""] = key.source;
      const busiest = sql`${identifier("f", first)} = (select max(g.code) from (
        select ${identifier("f", first)} as code, row_number() over (order by count(*) desc, ${identifier("f", first)}) as place
        from ${from} as f where ${identifier("f", first)} is not null group by ${identifier("f", first)}) as g where g.place = 1)`;
      const law = (where: Sql): Query<Json | null> =>
        ask(holdsAsBalance({ fact, measure, other, key: key.source, day }, from, where));
      const known = joinSql(
        key.source.map((column) => sql`${identifier("f", column)} is not null`),
        " and ",
      );
      return {
        tried: `whether it is the running total of ${other.name} for each ${key.role}`,
        asked: [law(busiest), law(known)],
        refutation: {
          additivity: "semi-additive",
          rollUp: { kind: "last", role: date.role },
          reason: `for each ${key.role} it is the running total of ${other.name}, a balance: it may be summed over all but time`,
        },
      };
    }),
  );
}

interface Balance {
  readonly fact: FactTable;
  readonly measure: Measure;
  readonly other: Measure;
  readonly key: readonly string[];
  readonly day: string;
}

/** The law of a balance: what it was, and what came since, is what it is; one row if that is so for all rows. */
// oxlint-disable-next-line max-params -- the balance, where it is, and which rows count
function holdsAsBalance({ fact, measure, other, key, day }: Balance, from: Sql, where: Sql): Sql {
  const value = identifier("f", measure.source);
  const window = sql`(partition by ${key.map((column) => identifier("f", column))}
    order by ${identifier("f", day)}, ${fact.grain.key.map(({ source }) => identifier("f", source))})`;
  const rows = sql`select ${value} as now, lag(${value}) over ${window} as before, ${identifier("f", other.source)} as came from ${from} as f where ${where}`;
  return sql`
    select count(*) as counted, sum(r.now) as sum_over_time, max(r.now) as greatest from (${rows}) as r where r.before is not null
    having count(*) >= ${BigInt(least)} and count(distinct r.came) > 1
      and count(case when r.now - r.before = r.came then 1 end) = count(*)`;
}
