import type { Database } from "@dx/database";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect } from "vitest";
import { diffTables, sameRows, type DiffOptions } from "@dx/table-diff";
import { expectedOf, pairs, rowsAsSql, type Pair } from "./random-tables.ts";
import { forAllPairs } from "./with-databases.ts";

const ways: readonly Partial<DiffOptions>[] = [
  {},
  { method: "bisected", segments: 16, segmentRows: 1 },
  { method: "bisected", exact: true, segments: 4 },
];

async function agrees(pair: Pair, left: Database, right: Database): Promise<void> {
  const { lefts, rights, ...expected } = expectedOf(pair);
  const sum = Object.values(expected).reduce((total, count) => total + count, 0);
  const tables = [rowsAsSql(pair, pair.left), rowsAsSql(pair, pair.right)] as const;
  const sides = [
    { database: left, table: tables[0] },
    { database: right, table: tables[1] },
  ] as const;
  const sizes = { left: pair.left.length, right: pair.right.length };
  for (const way of ways) {
    // oxlint-disable-next-line no-await-in-loop -- one way after the other
    const diff = await diffTables(...sides, { key: pair.key, ...way, samples: 1000 });
    expect(diff).toMatchObject({ ...expected, ...sizes, equal: sum === 0, complete: true });
    expect(diff.samples).toHaveLength(sum);
    const shown = (side: "left" | "right"): readonly string[] =>
      diff.samples.flatMap(({ [side]: row }) => (row === undefined ? [] : [JSON.stringify(row)]));
    expect(shown("left").toSorted()).toEqual(lefts);
    expect(shown("right").toSorted()).toEqual(rights);
    for (const sample of diff.samples) {
      const isChanged = sample.kind === "changed";
      const differing = pair.columns
        .map(([name]) => name)
        .filter((name) => sample.left?.[name]?.value !== sample.right?.[name]?.value);
      expect(sample.columns).toEqual(isChanged ? differing : []);
    }
  }
  if (left === right) await claimAgrees(pair, left, { lefts, rights, changed: expected.changed });
}

async function claimAgrees(
  pair: Pair,
  database: Database,
  {
    lefts,
    rights,
    changed,
  }: { lefts: readonly string[]; rights: readonly string[]; changed: number },
): Promise<void> {
  const [left, right] = [rowsAsSql(pair, pair.left), rowsAsSql(pair, pair.right)];
  const columns = pair.columns.map(([name]) => name);
  const check = { kind: "same-rows", left, right, key: pair.key, columns } as const;
  const verdict = await database.run(sameRows(check));
  const differ = lefts.length + rights.length > 0;
  const none = pair.left.length + pair.right.length === 0;
  expect(verdict).toMatchObject({
    verdict: differ ? "fails" : none ? "unknown" : "holds",
    figures: {
      left: pair.left.length,
      right: pair.right.length,
      missing: lefts.length,
      unexpected: rights.length,
      changed,
    },
  });
  if (verdict.verdict !== "fails") return;
  const shown: unknown = JSON.parse(JSON.stringify(verdict.counterexample));
  expect(shown).toEqual(verdict.counterexample);
  const { missing, unexpected, differs } = shown as Readonly<Record<string, unknown>>;
  if (missing !== null) expect(lefts).toContain(JSON.stringify(missing));
  if (unexpected !== null) expect(rights).toContain(JSON.stringify(unexpected));
  expect([missing, unexpected]).not.toEqual([null, null]);
  expect(differs === null).toBe(missing === null || unexpected === null);
}

forAllPairs("random pairs are compared as by the model", async ({ left, right }) => {
  const agreement = fc.asyncProperty(pairs, async (pair) => {
    await agrees(pair, left, right);
  });
  await fc.assert(agreement, budget(6, 10));
});
