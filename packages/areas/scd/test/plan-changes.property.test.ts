import { budget } from "@dx/testing/budget";
import { forEachDatabase } from "@dx/testkit";
import fc from "fast-check";
import { expect } from "vitest";
import { replay, type PlainRow } from "../src/index.ts";
import { loadAll, without } from "./load-changes.ts";
import { batches, shuffle, specs } from "./random-changes.ts";

const inOrder = (rows: readonly PlainRow[]): readonly PlainRow[] => {
  const placed = rows.map((row) => ({
    row,
    place: JSON.stringify([
      row["a"],
      row["b"],
      String(row["valid_from"] as bigint).padStart(9, "0"),
    ]),
  }));
  return placed
    .toSorted((left, right) => (left.place < right.place ? -1 : 1))
    .map(({ row }) => row);
};

forEachDatabase("is what the model says, whatever came in whatever order", async ({ db }) => {
  await fc.assert(
    fc.asyncProperty(specs, batches, async (spec, given) => {
      const rows = await loadAll(db, spec, given);
      const seen = without(rows, ["sk", "hash", "made_at", "changed_at"]);
      expect(inOrder(seen)).toEqual(inOrder(replay(spec, given).versions));
    }),
    budget(4, 6),
  );
});

forEachDatabase("order, batches and replay change nothing, hashes included", async ({ db }) => {
  await fc.assert(
    fc.asyncProperty(specs, batches, fc.infiniteStream(fc.nat()), async (spec, given, order) => {
      const shuffled = shuffle(given, order);
      const loose = ["made_at", "changed_at", ...(spec.surrogate?.by === "sequence" ? ["sk"] : [])];
      const wanted = without(await loadAll(db, spec, given), loose);
      expect(without(await loadAll(db, spec, shuffled), loose)).toEqual(wanted);
      const again = await loadAll(db, spec, [...given, ...shuffled]);
      expect(without(again, loose)).toEqual(wanted);
      if (spec.surrogate !== undefined)
        expect(new Set(again.map(({ sk }) => sk)).size).toBe(again.length);
    }),
    budget(2),
  );
});
