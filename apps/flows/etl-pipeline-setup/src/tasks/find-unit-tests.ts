/* oxlint-disable no-await-in-loop -- few tables */
import { isDxError, type Relation } from "@dx/core";
import { describeIfThere, type Database } from "@dx/database";
import { unitTestColumns, unitTestTables, type Transformation } from "@dx/pipeline";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { inputs } from "../inputs.ts";
import { unitTested, type UnitTested } from "../outputs.ts";
import { placeOf } from "../specs.ts";
import { transformation } from "../transformation-schema.ts";

/** Looks for the unit tests that an earlier run has recorded in the target, and whether they still apply. */
export const findUnitTests = defineTask("find-unit-tests", {
  version: 1,
  effect: "none",
  input: z.strictObject({ inputs, ordered: z.array(transformation) }),
  output: z.array(unitTested),
  run: async ({ inputs: given, ordered }, { databases: { target } }) => {
    const found: UnitTested[] = [];
    for (const one of given.unitTests === "record" ? [] : ordered) {
      const test = await findOne(target, one, (name) => placeOf(given, name));
      if (test !== undefined) found.push(test);
    }
    return found;
  },
});

async function findOne(
  target: Database,
  one: Transformation,
  place: (name: string) => Relation,
): Promise<UnitTested | undefined> {
  const { given, answer } = unitTestTables(one, place);
  const columns = await columnsIfThere(target, answer);
  if (columns === undefined) return undefined;
  const known = { name: one.name, state: "kept", columns, now: columns } as const;
  for (const [name, table] of Object.entries(given))
    if ((await columnsIfThere(target, table)) === undefined)
      return { ...known, reason: `it has no rows of ${name}, of which the table is made now` };
  try {
    return { ...known, now: [...(await target.run(unitTestColumns(one, place)))] };
  } catch (error) {
    if (!isDxError(error)) throw error;
    return { ...known, reason: `its rows cannot be asked: ${error.summary}` };
  }
}

async function columnsIfThere(target: Database, table: Relation): Promise<string[] | undefined> {
  return (await describeIfThere(target, table))?.columns.map(({ name }) => name);
}
