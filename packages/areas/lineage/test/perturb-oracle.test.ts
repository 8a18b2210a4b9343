import { createRandom } from "@dx/core";
import { openDatabase, type Database } from "@dx/database";
import { formatPlan } from "@dx/sql";
import { loadParser, type ParsedStatement, type Schema } from "@dx/sql-parser";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  combineJudgements,
  judgePerturbations,
  planPerturbation,
  type DirectEdge,
  type StatementLineage,
} from "../src/index.ts";
import { plain, randomQuery } from "./perturb-generate.ts";
import { shop, statements } from "./perturb-statements.ts";
import { parseOne, watchStatement, type Watched } from "./perturb-watch.ts";

const parser = await loadParser();
const isDeep = (budget(1).numRuns ?? 1) > 1;
let db: Database;
beforeAll(async () => {
  db = await openDatabase("duckdb:");
});
afterAll(async () => db.close());

const parse = (sql: string): ParsedStatement => parseOne(parser, sql);
const watch = async (sql: string, schema: Schema = shop, seed = 1): Promise<Watched> =>
  watchStatement(sql, { db, parser, schema, seed });

/** The lineage without what it says of one column and output. */
const without = (lineage: StatementLineage, edge: DirectEdge): StatementLineage => ({
  ...lineage,
  outputs: lineage.outputs.map((output) => {
    const sources = output.sources.filter(
      ({ table, column }) =>
        output.ordinal !== edge.ordinal || table !== edge.table || column !== edge.column,
    );
    return Object.assign({}, output, { sources });
  }),
});

test("no statement has an influence that its lineage does not name, and most edges are seen to matter", async () => {
  const sum = { direct: 0, exercised: 0, noticed: 0, statements: 0 };
  for (const sql of statements.slice(0, budget(18, 30).numRuns)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, in one database
    const { lineage, observations } = await watch(sql);
    const judged = judgePerturbations(lineage, observations);
    expect({ sql, ...judged }).toMatchObject({ misses: [], failed: [] });
    expect(judged.rows).toBeGreaterThan(0);
    for (const edge of judged.noticed.slice(0, 1)) {
      const { misses } = judgePerturbations(without(lineage, edge), observations);
      expect(misses.map(({ ordinal, column }) => ({ ordinal, column }))).toContainEqual({
        ordinal: edge.ordinal,
        column: edge.column,
      });
    }
    sum.statements += 1;
    sum.direct += judged.exercised.length + judged.idle.length;
    sum.exercised += judged.exercised.length;
    sum.noticed += judged.noticed.length;
  }
  expect(sum.exercised / sum.direct).toBeGreaterThan(0.95);
  expect(sum.noticed / sum.direct).toBeGreaterThan(0.6);
});

test("generated statements have no miss either", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0 }), async (seed) => {
      const sql = randomQuery(createRandom(seed));
      const { lineage, observations } = await watch(sql, plain, seed);
      const { misses, failed } = judgePerturbations(lineage, observations);
      expect({ sql, misses, failed, findings: lineage.findings }).toEqual({
        sql,
        misses: [],
        failed: [],
        findings: [],
      });
    }),
    isDeep ? { ...budget(5), numRuns: 1000 } : budget(4),
  );
});

test("an edge that one run leaves idle may be seen in another, and what both say is told together", async () => {
  const { lineage, observations } = await watch("select name, id from customers");
  const judged = judgePerturbations(lineage, observations);
  const [edge] = judged.exercised;
  if (edge === undefined) throw new Error();
  const blind = { ...judged, exercised: judged.exercised.slice(1), idle: [edge], noticed: [] };
  expect(combineJudgements([blind, judged])).toMatchObject({ idle: [], power: judged.power });
  expect(combineJudgements([blind, blind])).toMatchObject({ idle: [edge], power: 0 });
});

test("an edge that is not so is idle, an order that is left open is unstable, nothing is shown by no rows", async () => {
  const { lineage, observations } = await watch("select name from customers");
  const [output] = lineage.outputs;
  const [source] = output?.sources ?? [];
  if (output === undefined || source === undefined) throw new Error();
  const more = {
    ...lineage,
    outputs: [{ ...output, sources: [source, { ...source, column: "city" }] }],
  };
  expect(judgePerturbations(more, observations).idle).toMatchObject([{ column: "city" }]);
  const first = await watch("select first(id) as f from customers");
  expect(judgePerturbations(first.lineage, first.observations).unstable).toEqual([0]);
  expect(judgePerturbations(lineage, [])).toMatchObject({ rows: 0, power: null });
});

test("a query that fails on a variant says so", async () => {
  const { lineage, observations } = await watch("select error(name) as e from customers");
  expect(judgePerturbations(lineage, observations)).toMatchObject({ rows: 0, power: null });
  expect(judgePerturbations(lineage, observations).failed[0]).toContain("Error");
});

test("the same seed gives the same data, another other data", () => {
  const text = (seed: number): string =>
    formatPlan(
      planPerturbation(parse("select id, city from customers"), { schema: shop, seed }).setUp,
      "duckdb",
    );
  expect(text(1)).toBe(text(1));
  expect(text(1)).not.toBe(text(2));
});

test("what cannot be perturbed is refused", () => {
  const plan = (sql: string, schema: Schema = shop): unknown =>
    planPerturbation(parse(sql), { schema, seed: 1 });
  expect(() => plan("delete from customers")).toThrow("a delete gives no rows to compare");
  expect(() => plan("select a from nowhere")).toThrow("the schema does not have nowhere");
  expect(() => plan("select a from t", { t: { a: "map(integer, integer)" } })).toThrow(
    "no values are made for the type map",
  );
});
