import { findNamed } from "@dx/core";
import type { Database } from "@dx/database";
import { profileTable } from "@dx/profile";
import {
  checkForSurvivor,
  measureKillRate,
  parseRule,
  planCopy,
  type Check,
  type JudgedMutation,
} from "@dx/quality";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { killRateSchema, stagedTable, survivorSchema } from "../schemas.ts";

/**
 * Says for each damage that nothing noticed, which rule to add, by what the column holds, and whether such a rule, by what the copy holds,
 * notices it there.
 */
export const profileSurvivors = defineTask("profile-survivors", {
  version: 3,
  effect: "idempotent",
  input: z.strictObject({
    rates: z.array(killRateSchema),
    tables: z.array(stagedTable),
    at: z.string(),
    damages: z.strictObject({ seed: z.number(), most: z.number(), rows: z.number() }),
  }),
  output: z.array(survivorSchema),
  run: async ({ rates, tables, at, damages }, tools) => {
    const { target } = tools.databases;
    const all = [];
    for (const { table, survivors } of rates) {
      const found = tables.find(({ name }) => name === table);
      if (survivors.length === 0 || found === undefined) continue;
      const sample = { rows: 20_000, seed: 1 };
      // oxlint-disable-next-line no-await-in-loop -- one table after the other
      const { columns } = await target.run(profileTable(found.staged, { top: 60, sample }));
      // oxlint-disable-next-line no-await-in-loop -- as above
      const scratch = await tools.scratch();
      const copy = `${scratch}.survivors_copy`;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await target.apply(
        planCopy(found.staged, copy, { columns: found.columns, rows: damages.rows }),
      );
      // oxlint-disable-next-line no-await-in-loop -- as above
      const copied = await target.run(profileTable(copy, { top: 60 }));
      const ruleBy = (one: JudgedMutation, profiled: typeof columns, rows: number): string =>
        checkForSurvivor(
          one,
          one.column === null ? undefined : findNamed(profiled, one.column),
          rows,
        );
      const proposals = survivors.map((one, index) => {
        const head = { table: found.staged, id: `proposal ${index}`, now: at };
        const ofCopy = ruleBy(one, copied.columns, copied.profiled);
        return {
          one,
          add: ruleBy(one, columns, found.rows),
          check: proposedCheck(one, ofCopy, head),
        };
      });
      // oxlint-disable-next-line no-await-in-loop -- as above
      const noticed = await noticedBy(target, proposals, {
        table: found.staged,
        columns: found.columns,
        scratch,
        at,
        ...damages,
      });
      for (const { one, add, check } of proposals) {
        const notices = check === undefined ? null : (noticed.get(check.id) ?? null);
        all.push({ table, column: one.column, damage: one.id, kind: one.kind, add, notices });
      }
    }
    return all;
  },
});

interface Proposal {
  readonly one: Pick<JudgedMutation, "id">;
  readonly check: Check | undefined;
}

/** The check of a proposed rule; `undefined` if a person has to complete it. */
function proposedCheck(
  { column }: Pick<JudgedMutation, "column">,
  rule: string,
  { table, id, now }: { readonly table: string; readonly id: string; readonly now: string },
): Check | undefined {
  try {
    const { dimension, ...parsed } = parseRule(rule, { column: column ?? "", now });
    const head = { id, table, dimension, severity: "error" } as const;
    if ("measure" in parsed) return { ...head, ...parsed };
    return { ...head, ...parsed, threshold: { of: "considered", failAbove: 0 } };
  } catch {
    return undefined;
  }
}

type Damaging = Omit<Parameters<typeof measureKillRate>[1], "database" | "only" | "onMutant">;

/** Whether each proposed check that holds of the copy notices its own damage. */
async function noticedBy(
  database: Database,
  proposals: readonly Proposal[],
  options: Damaging,
): Promise<ReadonlyMap<string, boolean>> {
  const checks = proposals.flatMap(({ check }) => check ?? []);
  if (checks.length === 0) return new Map();
  const only = proposals.map(({ one }) => one.id);
  const { judged, blind } = await measureKillRate(
    { name: "proposals", checks },
    { ...options, database, only },
  );
  return new Map(
    proposals.flatMap(({ one, check }) => {
      if (check === undefined || blind.includes(check.id)) return [];
      const damage = judged.find(({ id }) => id === one.id);
      return [[check.id, damage?.noticedBy.includes(check.id) === true] as const];
    }),
  );
}
