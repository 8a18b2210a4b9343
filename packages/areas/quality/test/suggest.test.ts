import { profileTable } from "@dx/profile";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import {
  askChecks,
  keepSuggestions,
  planSplit,
  retargetSuite,
  suggestChecks,
} from "../src/index.ts";
import { patternOfShapes } from "../src/suggest/pattern-of-shapes.ts";
import { shareBounds } from "../src/suggest/share-bounds.ts";

const rows = Array.from({ length: 300 }, (_, index) => ({
  id: index + 1,
  code: `A${String(1000 + index)}`,
  state: index >= 250 ? "new" : ["open", "paid"][index % 2],
  note: index % 4 === 0 ? null : `n ${index % 60}`,
}));
const types = { id: "int64", code: "text", state: "text", note: "text" } as const;

forEachDatabase(
  "checks are suggested by earlier rows, and those that later rows refute are not kept",
  async ({ db }) => {
    await db.load("shop", rows, { types });
    const into = [
      { table: "earlier", from: 0 },
      { table: "later", from: 0.6 },
    ];
    await db.apply(planSplit("shop", { by: "id", into }));
    expect((await db.query("select * from earlier")).count).toBe(180);
    expect((await db.query("select * from later")).count).toBe(120);
    const suggested = suggestChecks(await db.run(profileTable("earlier", { top: 60 })), {
      table: "shop",
      now: "2026-01-01T00:00:00",
    });
    const ids = suggested.map(({ check }) => check.id);
    for (const id of [
      "columns",
      "id.not-null",
      "id.unique",
      "code.matches",
      "state.in-set",
      "note.null-share",
    ])
      expect(ids).toContain(`shop.${id}`);
    expect(ids).not.toContain("shop.note.not-null");
    expect(suggested.every(({ reason }) => reason !== "")).toBe(true);
    const suite = retargetSuite(
      { name: "s", checks: suggested.map(({ check }) => check) },
      { shop: "later" },
    );
    const { results } = await db.run(
      askChecks(suite, { at: "2026-01-01", dialect: db.dialect, withSql: false }),
    );
    const { kept, refuted } = keepSuggestions(suggested, results);
    expect(refuted.map(({ check }) => check.id)).toContain("shop.state.in-set");
    expect(kept.map(({ check }) => check.id)).toContain("shop.code.matches");
    expect(kept.length + refuted.length).toBe(suggested.length);
  },
);

test("patterns are made of few shapes, and of no more than engines read alike", () => {
  expect(patternOfShapes(["AAA-99", "AAA-9"])).toBe("^([A-Z]{3}-[0-9]{2}|[A-Z]{3}-[0-9])$");
  expect(patternOfShapes(["9.9"])).toBe(String.raw`^[0-9]\.[0-9]$`);
  expect(patternOfShapes([])).toBeUndefined();
  expect(patternOfShapes(["a", "b", "c", "d", "e"])).toBeUndefined();
});

test("the bounds of a share are Wilson's", () => {
  expect(shareBounds(0, 0)).toEqual({ from: 0, to: 1 });
  const { from, to } = shareBounds(5, 10);
  expect(from + to).toBeCloseTo(1, 12);
  expect(to).toBeCloseTo(0.816, 3);
  expect(shareBounds(0, 1000).to).toBeCloseTo(0.006_591, 5);
});
