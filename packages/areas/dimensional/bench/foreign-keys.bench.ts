// How well references are found in generated schemas: F1 with other data than in the tests, and time. DX_SEEDS chooses
// the seeds, DX_SHOW=1 shows what was wrong and missed.
import { performance } from "node:perf_hooks";
import { openDatabase } from "@dx/database";
import { aside, tuned } from "../test/schemas/index.ts";
import { judgeSchema, loadSchema } from "../test/schemas/judge.ts";

/* oxlint-disable no-await-in-loop, no-console -- one at a time, or they disturb each other */
const seeds = (process.env["DX_SEEDS"] ?? "11,12,13").split(",").map(Number);
const likely: { readonly probability: number; readonly isMeant: boolean }[] = [];
for (const [title, makers] of Object.entries({ tuned, aside }))
  for (const make of makers) {
    const f1: number[] = [];
    let [name, milliseconds, tables] = ["", 0, 0];
    for (const seed of seeds) {
      const schema = make(seed);
      const db = await openDatabase("duckdb:");
      const profiles = await loadSchema(db, schema);
      const start = performance.now();
      const judged = await judgeSchema(db, schema, profiles);
      milliseconds += performance.now() - start;
      [name, tables] = [schema.name, schema.tables.length];
      f1.push(judged.f1);
      for (const one of judged.candidates)
        likely.push({ probability: one.probability, isMeant: judged.isMeant(one) });
      if (process.env["DX_SHOW"] === "1") console.log(name, seed, judged.wrong, judged.missed);
      await db.close();
    }
    const mean = f1.reduce((sum, one) => sum + one, 0) / f1.length;
    console.log(
      `${title}  ${name}  ${tables} tables  F1 ${mean.toFixed(3)}  least ${Math.min(...f1).toFixed(3)}  ${Math.round(milliseconds / seeds.length)} ms`,
    );
  }
for (const from of [0, 0.1, 0.3, 0.5, 0.7, 0.9]) {
  const to = { 0: 0.1, 0.1: 0.3, 0.3: 0.5, 0.5: 0.7, 0.7: 0.9 }[from] ?? 1.001;
  const some = likely.filter(({ probability }) => probability >= from && probability < to);
  const meant = some.filter(({ isMeant }) => isMeant).length;
  const mean = some.reduce((sum, { probability }) => sum + probability, 0) / some.length;
  console.log(
    `likelihood ${from} to ${Math.min(1, to)}: ${some.length} candidates, ${mean.toFixed(3)} said, ${(meant / some.length).toFixed(3)} meant`,
  );
}
