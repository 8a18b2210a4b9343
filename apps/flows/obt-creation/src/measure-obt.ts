import { isDxError, type TableName } from "@dx/core";
import type { Database } from "@dx/database";
import { obtQuestions, type ObtMeasured, type ObtSpec, type QuestionTimes } from "@dx/obt";
import { countRows, tableBytes } from "@dx/sql";

/** What is measured, and how often. */
export interface MeasureObtOptions {
  /** The wide table, which is there. */
  readonly table: TableName;
  /** How often each question is asked of both. */
  readonly rounds: number;
  /** Is told how many questions were asked, and of how many. */
  readonly progress?: (done: number, of: number) => void;
}

/** What was measured of star and wide table. */
export interface MeasuredObt extends Omit<ObtMeasured, "buildMs"> {
  /** Of the wide table. */
  readonly rows: number;
}

/** Asks everyday questions of star and wide table, in turns, and how much room both take. */
export async function measureObt(
  target: Database,
  spec: ObtSpec,
  { table, rounds, progress }: MeasureObtOptions,
): Promise<MeasuredObt> {
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
      progress?.(round * asked.length + index + 1, rounds * asked.length);
    }
  const tables = [...new Set([spec.fact, ...spec.dimensions.map((one) => one.table)])];
  const bytes: (number | null)[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one connection
  for (const one of tables) bytes.push(await bytesOf(target, one));
  const [factBytes = null] = bytes; // small tables may wait in the log, and take next to nothing
  const starBytes =
    factBytes === null ? null : bytes.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const wideBytes = await bytesOf(target, table);
  const times: readonly QuestionTimes[] = questions;
  return { questions: times, starBytes, wideBytes, rows: await target.run(countRows(table)) };
}

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
