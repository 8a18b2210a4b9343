import { relation } from "@dx/core";
import { loadSource, type Context } from "@dx/runner";
import { finish } from "./finish.ts";
import type { Inputs } from "./inputs.ts";
import { makeJob, writeJob } from "./make-job.ts";
import type { Outputs } from "./outputs.ts";
import { planLoad, refuseBackfill } from "./plan-load.ts";
import { inspect } from "./tasks/inspect.ts";
import { locate } from "./tasks/locate.ts";
import { measure } from "./tasks/measure.ts";
import { rehearse } from "./tasks/rehearse.ts";

/** How often each question is asked of star and wide table. */
const rounds = 5;

/**
 * @process obt-creation
 * @description Makes one big table of a star, shows that it keeps its grain and its sums, and measures what it is worth.
 * @inputs factTable, dimensions, aggregationLevel, calculatedFields, filters, refreshFrequency; optional ones in inputs.ts
 * @outputs obtSQL, dbtModel, columnDocumentation, biToolConfig, performanceMetrics
 */
export async function process(inputs: Inputs, ctx: Context): Promise<Outputs> {
  const table =
    inputs.table ?? `obt_${relation(inputs.factTable).name.replace(/^(?:fct|fact)_/i, "")}`;
  writeJob(makeJob(table, inputs), inputs); // a job that cannot be is refused before anything is done
  const places = await stage(inputs, ctx);
  const found = await ctx.task(inspect, { inputs, table, places });
  const { spec, named, assumed, isThere, columns, dialect } = found;
  refuseBackfill(inputs, columns);
  await ctx.breakpoint({
    title: `Make ${table} of these ${columns.length} columns?`,
    shows: {
      table,
      grain:
        spec.level.kind === "detail" ? `one row for each of ${inputs.factTable}` : spec.level.kind,
      columns: columns.map(({ name, from, type }) => `${name} (${type}): ${from}`),
      assumed: assumed.map((name) => `${name} is summed`),
    },
  });
  const isRefresh = isThere && (inputs.changedBy !== undefined || inputs.backfill !== undefined);
  await ctx.approvePlan(
    "load",
    async ({ databases: { target } }) => planLoad(target, { table, spec, inputs, isRefresh }),
    { title: isRefresh ? `Bring ${table} up to date?` : `Make ${table}?` },
  );
  const rehearsed = await ctx.task(rehearse, { spec, changedBy: inputs.changedBy ?? null });
  const times = await ctx.task(measure, { spec, table, rounds });
  const { rebuilt, refreshed, buildMs, refreshMs } = rehearsed;
  return finish(inputs, ctx, {
    dialect: inputs.platform ?? dialect,
    columns,
    made: {
      table,
      spec,
      named,
      assumed,
      isRefresh,
      rebuilt,
      refreshed,
      measured: { ...times, buildMs, refreshMs },
    },
  });
}

/** Puts files, and tables of another database, beside the target's own; gives where each table is. */
async function stage(inputs: Inputs, ctx: Context): Promise<Readonly<Record<string, string>>> {
  const tables = [...new Set([inputs.factTable, ...inputs.dimensions.map((one) => one.table)])];
  const files = inputs.sourceFiles ?? {};
  const { elsewhere } = await ctx.task(locate, { tables: tables.filter((one) => !(one in files)) });
  const moved = tables.filter((one) => one in files || elsewhere.includes(one));
  const staged = await ctx.parallel.map(
    moved,
    (name) => name,
    async (name) => {
      const rowNumber = files[name]?.rowNumber;
      const from =
        name in files
          ? { file: name, ...(rowNumber === undefined ? {} : { rowNumber }) }
          : { table: name };
      const into = { scratch: `star_${moved.indexOf(name) + 1}` };
      const { table } = await ctx.task(loadSource, { from, into });
      return [name, table] as const;
    },
    { limit: 1 },
  );
  return Object.fromEntries(staged);
}
