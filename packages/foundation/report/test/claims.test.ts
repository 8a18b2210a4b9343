import type { Evidence, Json } from "@dx/core";
import { expect, test } from "vitest";
import { renderReport } from "../src/index.ts";
import { evidence } from "./evidence.ts";

const pageOf = (...claims: readonly Evidence[]): string =>
  renderReport({ title: "T", blocks: [{ kind: "claims", claims }] });
const fails = (counterexample: Json): Evidence =>
  evidence("a", { verdict: "fails", counterexample });
const cells = (page: string): readonly string[] =>
  [...page.matchAll(/<t[hd](?: [^>]*)?>(.*?)<\/t[hd]>/g)].map(([, text = ""]) => text);

test("what fails comes first, then what is unknown; the header counts, also what is in details", () => {
  const claims = [
    evidence("a", { verdict: "holds" }),
    evidence("b", { verdict: "unknown", because: "no-data", reason: "there are no rows" }),
    evidence("c", { verdict: "fails" }),
    evidence("d", { verdict: "holds" }),
  ];
  const page = renderReport({
    title: "T",
    blocks: [{ kind: "details", summary: "x", blocks: [{ kind: "claims", claims }] }],
  });
  expect(page.match(/id="claim-\w"/g)).toEqual(
    ["c", "b", "a", "d"].map((id) => `id="claim-${id}"`),
  );
  for (const tile of ["<b>2</b> hold<", "<b>1</b> fails<", "<b>1</b> unknown<"])
    expect(page).toContain(tile);
  expect(page).toContain("No data: there are no rows");
});

test("claims about the source are in a group of their own", () => {
  const source: Evidence = Object.assign(evidence("s", { verdict: "fails" }), { about: "source" });
  expect(
    pageOf(source, evidence("r", { verdict: "holds" })).match(/<h2>.*?<\/h2>|id="claim-\w"/g),
  ).toEqual([
    "<h2>About the result</h2>",
    'id="claim-r"',
    "<h2>About the source</h2>",
    'id="claim-s"',
  ]);
  expect(pageOf(evidence("r", { verdict: "holds" }))).not.toContain("About the");
});

test("says how and on how much it was checked, under which condition, and by which queries", () => {
  const claim = evidence(
    "a",
    { verdict: "holds", assuming: "no holidays", figures: { violations: 0, share: 0.25 } },
    { wanted: "12.3.2" },
  );
  const page = pageOf({
    ...claim,
    how: { ...claim.how, platform: "spark", examined: { rows: 10, of: 2000 } },
  });
  expect(page).toContain(
    "executed on duckdb 1.5.6, spark SQL · 10 of 2,000 rows · violations 0 · share 0.25",
  );
  for (const text of [
    "Assuming: no holidays",
    "<dd>12.3.2</dd>",
    "<pre>select 1</pre>",
    "<pre>select 2</pre>",
    "from this folder",
  ])
    expect(page).toContain(text);
});

test("shows each kind of check, also one that it does not know yet", () => {
  const holds = { verdict: "holds" } as const;
  const page = pageOf(
    evidence("f", holds, { check: { kind: "file", path: "a/b.yml", validator: "dbt" } }),
    evidence("n", holds, {
      check: {
        kind: "named",
        name: "simulate",
        method: "simulated",
        arguments: { runs: 10 },
        seed: 7,
      },
    }),
    {
      ...evidence("s", holds),
      check: JSON.parse(
        '{ "kind": "share", "violations": "select 8", "population": "select 9", "atMost": 0.01 }',
      ),
    },
    evidence(
      "x",
      { verdict: "unknown", because: "not-checkable", reason: "nobody knows" },
      { check: { kind: "none", reason: "nobody knows" } },
    ),
  );
  for (const text of [
    "a/b.yml",
    "simulate",
    "&quot;runs&quot;: 10",
    "<dt>seed</dt><dd>7</dd>",
    "<pre>select 8</pre>",
    "<dt>atMost</dt><dd>0.01</dd>",
    "Cannot be checked: nobody knows",
  ])
    expect(page).toContain(text);
});

test.each<readonly [Json, readonly string[]]>([
  [
    { id: { type: "int64", value: "7" }, city: { type: "text", value: null } },
    ["id", "city", "7", "NULL"],
  ],
  [
    { missing: { id: { type: "text", value: "" } }, unexpected: null },
    ["(side)", "id", "missing", "empty"],
  ],
  [
    [{ id: 1 }, { id: 2, more: true }],
    ["id", "more", "1", "NULL", "2", "true"],
  ],
])("shows the counterexample %j as a table", (counterexample, wanted) => {
  expect(cells(pageOf(fails(counterexample)))).toEqual(wanted);
});

test.each<readonly [Json, string]>([
  ["text", "&quot;text&quot;"],
  [[1, 2], "[\n  1,\n  2\n]"],
  [{ a: { b: { c: 1 } } }, "&quot;c&quot;: 1"],
  [{}, "{}"],
  [null, "null"],
])("shows the counterexample %j as JSON", (counterexample, wanted) => {
  const page = pageOf(fails(counterexample));
  expect(cells(page)).toEqual([]);
  expect(page).toContain(wanted);
});

test("a long query that several checks ask is written once, and linked", () => {
  const population = `select ${"x, ".repeat(60)}1`;
  const check = { kind: "no-rows", violations: "select 1", population } as const;
  const page = pageOf(...["a", "b"].map((id) => evidence(id, { verdict: "holds" }, { check })));
  expect(page.split(population)).toHaveLength(2);
  expect(page.match(/<a href="#query-1">/g)).toHaveLength(2);
  expect(page).toContain("Query 1, asked 2 times");
  expect(page.match(/<pre>select 1<\/pre>/g)).toHaveLength(2);
});

test("equal ids of claims in several blocks lead to different elements", () => {
  const claims = [evidence("a b", { verdict: "holds" })];
  const page = renderReport({
    title: "T",
    blocks: [
      { kind: "claims", claims },
      { kind: "claims", claims },
    ],
  });
  expect(page.match(/id="claim[^"]*"/g)).toEqual(['id="claim-a-b"', 'id="claim-a-b-2"']);
});

test("no claims are no summary", () => {
  expect(pageOf()).toContain("no claims");
  expect(pageOf()).not.toContain('class="verdicts"');
});
