import { isDxError, type TableName } from "@dx/core";
import type { Database } from "@dx/database";
import { obtQuestions } from "@dx/obt";
import { defineTask } from "@dx/runner";
import { countRows, tableBytes } from "@dx/sql";
import { z } from "zod";
import { specSchema } from "../spec-schema.ts";

const times = z.array(z.number());

/** Asks everyday questions of star and wide table, in turns, and how much room both take. */
export const measure = defineTask("measure", {
  version: 1,
  effect: "none",
  input: z.strictObject({ spec: specSchema, table: z.string(), rounds: z.number() }),
  output: z.strictObject({
    questions: z.array(z.strictObject({ title: z.string(), starMs: times, wideMs: times })),
    starBytes: z.number().nullable(),
    wideBytes: z.number().nullable(),
    rows: z.number(),
  }),
  run: async ({ spec, table, rounds }, { databases: { target }, progress }) => {
    const asked = obtQuestions(table, spec);
    const questions = asked.map(({ title }) => ({
      title,
      starMs: [] as number[],
      wideMs: [] as number[],
    }));
    for (let round = 0; round < rounds; round += 1)
      for (const [index, { star, wide }] of asked.entries()) {
        // oxlint-disable no-await-in-loop -- times are taken one after the other
        questions[index]?.starMs.push(await timeOf(target, star));
        questions[index]?.wideMs.push(await timeOf(target, wide));
        // oxlint-enable no-await-in-loop
        progress(round * asked.length + index + 1, rounds * asked.length, "questions");
      }
    const tables = [...new Set([spec.fact, ...spec.dimensions.map((one) => one.table)])];
    const bytes = await Promise.all(tables.map(async (one) => bytesOf(target, one)));
    const [factBytes = null] = bytes; // small tables may wait in the log, and take next to nothing
    const starBytes =
      factBytes === null ? null : bytes.reduce<number>((sum, one) => sum + (one ?? 0), 0);
    const wideBytes = await bytesOf(target, table);
    return { questions, starBytes, wideBytes, rows: await target.run(countRows(table)) };
  },
});

async function timeOf(
  target: Database,
  question: Parameters<Database["query"]>[0],
): Promise<number> {
  const begin = performance.now();
  await target.query(question);
  return performance.now() - begin;
}

/** What a table takes on the disk; `null` where the engine does not tell, or wrote nothing yet. */
async function bytesOf(target: Database, table: TableName): Promise<number | null> {
  try {
    const bytes = await target.run(tableBytes(table));
    return bytes === 0 ? null : bytes;
  } catch (error) {
    if (isDxError(error, "DX_SQL_UNSUPPORTED")) return null;
    throw error;
  }
}
