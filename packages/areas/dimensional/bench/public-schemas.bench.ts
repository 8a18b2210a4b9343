// How well references are found in schemas that everybody knows, with generated data, as typed and as loaders of CSV guess types: F1.
// DX_SEEDS chooses the seeds, DX_SCHEMAS the schemas, DX_SHOW=1 shows what was wrong and missed.
import { openDatabase } from "@dx/database";
import { publicAside, publicTuned, publicUnseen } from "../test/schemas/index.ts";
import { judgeSchema, loadSchema } from "../test/schemas/judge.ts";
import { readSchema } from "../test/schemas/read-schema.ts";

/* oxlint-disable no-await-in-loop, no-console -- one at a time; what it is for */
const seeds = (process.env["DX_SEEDS"] ?? "11,12").split(",").map(Number);
const chosen = process.env["DX_SCHEMAS"]?.split(",");
for (const [title, names] of Object.entries({
  tuned: publicTuned,
  aside: publicAside,
  unseen: publicUnseen,
}))
  for (const storage of ["typed", "csv"] as const) {
    const means: number[] = [];
    for (const name of names.filter((one) => chosen?.includes(one) ?? true)) {
      const f1: number[] = [];
      for (const seed of seeds) {
        const schema = readSchema(name, { seed, storage });
        const db = await openDatabase("duckdb:");
        const profiles = await loadSchema(db, schema);
        const judged = await judgeSchema(db, schema, profiles);
        f1.push(judged.f1);
        if (process.env["DX_SHOW"] === "1" && seed === seeds[0])
          for (const [what, some] of Object.entries({ wrong: judged.wrong, missed: judged.missed }))
            for (const one of some) console.log(`    ${name} ${what} ${one}`);
        await db.close();
      }
      const mean = f1.reduce((sum, one) => sum + one, 0) / f1.length;
      means.push(mean);
      console.log(`${title}  ${storage}  ${name}  F1 ${mean.toFixed(3)}`);
    }
    const mean = means.reduce((sum, one) => sum + one, 0) / Math.max(means.length, 1);
    console.log(`${title}  ${storage}  mean F1 ${mean.toFixed(3)}`);
  }
