import { loadSource, type Context } from "@dx/runner";
import type { Inputs } from "./inputs.ts";
import type { StagedTable } from "./schemas.ts";
import { describeStaged } from "./tasks/describe-staged.ts";

/** Copies what is watched, and what it refers to, into the scratch schema: one state of the data for all that follows. */
export async function stage(inputs: Inputs, ctx: Context): Promise<readonly StagedTable[]> {
  const watched = inputs.dataSources.flatMap(({ tables, criticalityLevel }) =>
    tables.map((name) => ({ name, criticality: criticalityLevel })),
  );
  const referred = inputs.references.map((name) => ({ name, criticality: null }));
  return ctx.parallel.map(
    [...[...watched, ...referred].entries()],
    ([, { name }]) => name,
    async ([index, { name, criticality }]) => {
      const rowNumber = inputs.rowNumbers[name];
      const from = Object.hasOwn(inputs.files, name)
        ? { file: name, ...(rowNumber === undefined ? {} : { rowNumber }) }
        : { table: name };
      const { table: staged, rows } = await ctx.task(loadSource, {
        from,
        into: { scratch: `watched_${index + 1}` },
      });
      const columns = await ctx.task(describeStaged, { table: staged });
      return { name, staged, criticality, rows, columns };
    },
    { limit: 1 },
  );
}
