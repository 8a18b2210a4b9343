import { toNames, type Claim, type Names, type Relation } from "@dx/core";
import { createPlan, query, sql, type Plan, type Query, type Sql } from "@dx/sql";
import { planCopy } from "../move/plan-copy.ts";
import { referencesOf, transformationSql } from "./transformation-sql.ts";
import type { Transformation } from "./transformation.ts";

/** Where the unit test of a transformation is kept, beside its table. */
export interface UnitTestTables {
  /** Real rows of each source or transformation that it is made of, by its name. */
  readonly given: Readonly<Record<string, Relation>>;
  /** What its query gave of them when they were recorded. */
  readonly answer: Relation;
}

/**
 * The tables of a transformation's unit test.
 * @param place - where a source or transformation is
 * @example
 * ```ts
 * import { unitTestTables } from "@dx/pipeline";
 * const one = { name: "big", layer: "marts", key: "id", from: "orders", columns: { id: "id" } } as const;
 * const { given, answer } = unitTestTables(one, (name) => ({ kind: "relation", name }));
 * if (given["orders"]?.name !== "_dx_unit_big__orders" || answer.name !== "_dx_unit_big") throw new Error();
 * ```
 */
export function unitTestTables(
  one: Transformation,
  place: (name: string) => Relation,
): UnitTestTables {
  const own = (name: string): Relation => ({ ...place(one.name), name: `_dx_unit_${name}` });
  const given = referencesOf(one).map((name) => [name, own(`${one.name}__${name}`)] as const);
  return { given: Object.fromEntries(given), answer: own(one.name) };
}

/** How a unit test is recorded. */
export interface UnitTestOptions {
  /** How many rows of each table. */
  readonly rows: number;
  /** By which columns the first ones are told, by the table's name. */
  readonly orderBy: Readonly<Record<string, Names>>;
}

/** The plan that records real rows of what a transformation is made of, and its answer to them. */
export function planUnitTest(
  one: Transformation,
  place: (name: string) => Relation,
  { rows, orderBy }: UnitTestOptions,
): Plan {
  const { given, answer } = unitTestTables(one, place);
  const copies = Object.entries(given).flatMap(([name, into]) =>
    planCopy(place(name), into, { orderBy: orderBy[name] ?? [], first: rows }).flat(),
  );
  return createPlan([[...copies, ...planCopy(onFixture(one, place), answer).flat()]]);
}

/** What a transformation's query gives of the rows of its unit test. */
function onFixture(one: Transformation, place: (name: string) => Relation): Sql {
  const { given } = unitTestTables(one, place);
  return transformationSql(one, (name) => given[name] ?? place(name));
}

/** The columns that a transformation gives of the rows of its unit test now. */
export function unitTestColumns(
  one: Transformation,
  place: (name: string) => Relation,
): Query<readonly string[]> {
  return query(
    "unitTestColumns",
    sql`select * from (${onFixture(one, place)}) as q where 1 = 0`,
    ({ columns }) => columns.map(({ name }) => name),
  );
}

/** That a transformation answers the recorded rows as it did when they were recorded; else the row that is another. */
export function unitTestClaim(
  one: Transformation,
  place: (name: string) => Relation,
  { columns, id }: { readonly columns: readonly string[]; readonly id: string },
): Claim<Sql> {
  return {
    id,
    statement: `The transformation ${one.name} gives of the rows of its unit test what it gave when they were recorded.`,
    subject: one.name,
    about: "result",
    check: {
      kind: "same-rows",
      left: sql`select * from ${unitTestTables(one, place).answer}`,
      right: onFixture(one, place),
      key: toNames(one.key, "key"),
      columns,
    },
  };
}
