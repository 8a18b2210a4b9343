import type { Database } from "@dx/database";
import { profileTable } from "@dx/profile";
import {
  askChecks,
  keepSuggestions,
  planSplit,
  planTestedTable,
  retargetSuite,
  suggestChecks,
  type CheckResult,
} from "@dx/quality";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { resultSchema, stagedTable, suggestionSchema, type StatedSuggestion } from "../schemas.ts";

const watched = z.strictObject({ table: stagedTable, by: z.string().nullable() });

/** How the rows are split: learned from, chosen by, tested on. */
const shares = [0, 0.6, 0.8] as const;

/**
 * Suggests checks for tables by their earlier rows, keeps those that hold of later ones, and tests these on the latest, which
 * no suggestion has seen. A table without anything that says what is later is learned from as a whole, and not tested.
 */
export const proposeChecks = defineTask("propose-checks", {
  version: 1,
  effect: "idempotent",
  input: z.strictObject({ tables: z.array(watched), now: z.string() }),
  output: z.strictObject({
    suggestions: z.array(suggestionSchema),
    tested: z.array(resultSchema),
    testedTable: z.string(),
    learned: z.array(z.strictObject({ table: z.string(), rows: z.number() })),
  }),
  run: async ({ tables, now }, tools) => {
    const { target } = tools.databases;
    const scratch = await tools.scratch();
    const suggestions: StatedSuggestion[] = [];
    const tested: CheckResult[] = [];
    const learned: { table: string; rows: number }[] = [];
    for (const [index, given] of tables.entries()) {
      const parts = shares.map((_, part) => `${scratch}.part_${index + 1}_${part + 1}`);
      // oxlint-disable-next-line no-await-in-loop -- one table after the other
      const found = await propose(target, { ...given, parts, now });
      suggestions.push(...found.suggestions);
      tested.push(...found.tested);
      learned.push({ table: given.table.name, rows: found.rows });
      tools.progress(index + 1, tables.length, "tables");
    }
    const testedTable = `${scratch}.tested_suggestions`;
    await target.apply(planTestedTable(testedTable, tested));
    return { suggestions, tested, testedTable, learned };
  },
});

interface Proposing extends z.infer<typeof watched> {
  readonly parts: readonly string[];
  readonly now: string;
}

interface Proposed {
  readonly suggestions: readonly StatedSuggestion[];
  readonly tested: readonly CheckResult[];
  readonly rows: number;
}

async function propose(target: Database, { table, by, parts, now }: Proposing): Promise<Proposed> {
  const [earlier = "", later = "", latest = ""] = parts;
  if (by !== null) {
    const into = parts.map((part, index) => ({ table: part, from: shares[index] ?? 0 }));
    await target.apply(planSplit(table.staged, { by, into }));
  }
  const learnedFrom = by === null ? table.staged : earlier;
  const profile = await target.run(profileTable(learnedFrom, { top: 60 }));
  const severity = table.criticality === "high" ? "error" : "warning";
  const all = suggestChecks(profile, { table: table.name, now, severity });
  const { profiled: rows } = profile;
  if (by === null || all.length === 0)
    return {
      suggestions: all.map(({ check, reason }) => ({ check, reason, state: "untested" })),
      tested: [],
      rows,
    };
  const suite = { name: table.name, checks: all.map(({ check }) => check) };
  const options = { at: now, dialect: target.dialect, withSql: false, withFailingRows: false };
  const ask = async (on: string, checks: typeof suite.checks): Promise<readonly CheckResult[]> =>
    checks.length === 0
      ? []
      : (
          await target.run(
            askChecks(retargetSuite({ ...suite, checks }, { [table.name]: on }), options),
          )
        ).results;
  const { kept, refuted } = keepSuggestions(all, await ask(later, suite.checks));
  const tested = await ask(
    latest,
    kept.map(({ check }) => check),
  );
  return {
    suggestions: [
      ...kept.map(({ check, reason }) => ({ check, reason, state: "kept" as const })),
      ...refuted.map(({ check, reason }) => ({ check, reason, state: "refuted" as const })),
    ],
    tested,
    rows,
  };
}
