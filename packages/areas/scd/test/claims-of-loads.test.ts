import { toRows, type Claim } from "@dx/core";
import { planTable, sql, type Plan, type Sql } from "@dx/sql";
import { budget } from "@dx/testing/budget";
import { forEachDatabase } from "@dx/testkit";
import fc from "fast-check";
import { expect } from "vitest";
import {
  historyClaims,
  historyClaimsAgainst,
  planChanges,
  planHistoryTable,
  rowHashOf,
  summarizeHistory,
  type ChangeBatch,
  type HistorySpec,
} from "../src/index.ts";
import { batches, batchRows, sourceOf, specs, types } from "./random-changes.ts";

const drop = (name: string) => ({
  purpose: "make room",
  sql: sql`drop table if exists ${{ kind: "relation", name }}`,
});

const columns = Object.entries(types).map(([name, type]) => ({ name, type }));

/** Loads all batches; `before` is the history as it was before the last one, `replayed` has all of them in reverse. */
function planLoads(spec: HistorySpec, given: readonly ChangeBatch[]): Plan {
  const stage = given.flatMap((batch, index) => [
    [drop(`batch_${index}`)],
    ...planTable(`batch_${index}`, batchRows(batch)),
  ]);
  const load = (name: string, index: number, batch: ChangeBatch): Plan =>
    planChanges(name, sourceOf(batch, `batch_${index}`), {
      spec,
      loadedAt: BigInt(index),
      columns,
    });
  const copy = sql`create table before_load as select * from dim`;
  const loads = given.map((batch, index) => load("dim", index, batch));
  return [
    ["dim", "dim_log", "replayed", "replayed_log", "before_load", "model"].map(drop),
    ...planTable("model", toRows([], types)),
    ...planHistoryTable("dim", "model", spec),
    ...planHistoryTable("replayed", "model", spec),
    ...stage,
    ...loads.slice(0, -1).flat(),
    [{ purpose: "copy", sql: copy }],
    ...loads.slice(-1).flat(),
    ...given
      .map((batch, index) => load("replayed", index, batch))
      .toReversed()
      .flat(),
  ];
}

forEachDatabase("loads of any kind in any order keep all claims", async ({ db }) => {
  await fc.assert(
    fc.asyncProperty(specs, batches, async (spec, given) => {
      await db.apply(planLoads(spec, given));
      const sources = given.map((batch, index) => sourceOf(batch, `batch_${index}`));
      const changes = sources.at(-1);
      if (changes === undefined) return;
      const claims: readonly Claim<Sql>[] = [
        ...historyClaims(
          "dim",
          spec,
          spec.rowHash === undefined ? {} : { rowHash: rowHashOf(spec, columns) },
        ),
        ...historyClaimsAgainst("before_load", "dim", {
          spec,
          changes,
          earlier: sources.slice(0, -1),
          replayed: "replayed",
        }),
      ];
      const evidence = await db.check(claims);
      const wrong = evidence.filter(
        (one) =>
          one.verdict === "fails" || (one.verdict === "unknown" && one.because !== "no-data"),
      );
      expect(wrong).toEqual([]);
      const { changes: happened, open } = await db.run(summarizeHistory("dim", spec));
      const sum = happened.reduce((all, one) => all + one.inserted + one.returned - one.deleted, 0);
      expect(sum).toBe(open);
    }),
    budget(2, 3),
  );
});
