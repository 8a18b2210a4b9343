/* oxlint-disable no-await-in-loop -- one step of the process after the other */
import { loadSource, type Context } from "@dx/runner";
import {
  orderTransformations,
  planStateTables,
  planTransformations,
  type Transformation,
} from "@dx/pipeline";
import { createPlan, createSchema } from "@dx/sql";
import { gateClaims, qualityClaims, unitClaims } from "./claims.ts";
import { finish } from "./finish.ts";
import type { Inputs, Source } from "./inputs.ts";
import type { Drilled, Loaded, Outputs } from "./outputs.ts";
import { feedChangedAt, feedTable, placeOf, specOf } from "./specs.ts";
import { copyTruth } from "./tasks/copy-truth.ts";
import { describeTables } from "./tasks/describe-tables.ts";
import { drill } from "./tasks/drill.ts";
import { findUnitTests } from "./tasks/find-unit-tests.ts";
import { keepHistory } from "./tasks/keep-history.ts";
import { loadOne } from "./tasks/load-one.ts";
import { passGates } from "./tasks/pass-gates.ts";
import { runFeed } from "./tasks/run-feed.ts";
import { testTransformations } from "./tasks/test-transformations.ts";

/**
 * @process etl-pipeline-setup
 * @description Loads sources into a warehouse's schema, exactly, transforms them behind gates, and writes what runs it every day.
 * @inputs projectName, sources, targetWarehouse, transformationTool, orchestrationTool, dataQualityRequirements; optional ones in inputs.ts
 * @outputs pipelineName, ingestionConfig, transformationCode, orchestrationDag, testSuite, documentation, monitoringDashboard
 */
export async function process(inputs: Inputs, ctx: Context): Promise<Outputs> {
  const { sources, targetWarehouse, dataQualityRequirements } = inputs;
  const ordered = orderTransformations(
    inputs.transformations ?? [],
    sources.map(({ name }) => name),
  );
  await ctx.breakpoint({
    title: `Load ${sources.length} sources into ${targetWarehouse.schema}, and transform them, like this?`,
    shows: {
      sources: sources.map((source) => ({
        name: source.name,
        type: source.type,
        ...toJson(specOf(inputs, source)),
      })),
      transformations: ordered.map(({ name, layer }) => `${layer}: ${name}`),
      requirements: dataQualityRequirements,
    },
  });
  await ctx.approvePlan(
    "prepare",
    () =>
      createPlan([
        [
          {
            purpose: "make the schema",
            sql: createSchema(targetWarehouse.schema, { ifNotExists: true }),
          },
          ...planStateTables(placeOf(inputs, "any")).flat(),
        ],
      ]),
    {
      title: `Let ${targetWarehouse.schema} be written to?`,
      shows: { tables: sources.map(({ name }) => name) },
    },
  );
  const pools = await stageFeeds(inputs, ctx);
  const loads: Loaded[] = [];
  for (const source of sources)
    loads.push(await loadSourceOf({ inputs, source, pool: pools.get(source.name) }, ctx));
  const histories: Outputs["made"]["histories"] = [];
  for (const { name, connectionDetails } of sources)
    if (connectionDetails.merge === "scd2")
      histories.push(await ctx.task(keepHistory, { inputs, source: name, at: ctx.now }));
  const truths: { source: string; truth: string; once: string }[] = [];
  for (const { name } of sources) truths.push(await ctx.task(copyTruth, { inputs, source: name }));
  const found = await ctx.task(findUnitTests, { inputs, ordered: toJson(ordered) });
  const gates = await transformBehindGates({ inputs, ordered, truths, found }, ctx);
  const transformed = await ctx.task(describeTables, {
    schema: targetWarehouse.schema,
    tables: ordered.map(({ name }) => name),
  });
  const { units, files: tests } = await ctx.task(testTransformations, {
    inputs,
    ordered: toJson(ordered),
    found,
  });
  const drills = await rehearse({ inputs, truths }, ctx);
  for (const { name } of sources)
    await ctx.task(loadOne, { inputs, source: name, at: ctx.now, round: "again" });
  return finish(inputs, ctx, {
    ordered,
    loads,
    histories,
    truths,
    drills,
    transformed,
    gates,
    tests,
    units,
  });
}

/** Makes the transformed tables between two gates; gives what the gates said. */
async function transformBehindGates(
  {
    inputs,
    ordered,
    truths,
    found,
  }: {
    readonly inputs: Inputs;
    readonly ordered: readonly Transformation[];
    readonly truths: Outputs["made"]["truths"];
    readonly found: Outputs["made"]["units"];
  },
  ctx: Context,
): Promise<Outputs["made"]["gates"]> {
  const stage = async (name: string, claims: ReturnType<typeof gateClaims>) =>
    ctx.task(passGates, {
      stage: name,
      claims: toJson(claims),
      stops: inputs.onGateFailure === "stop",
    });
  const made: ReadonlySet<string> = new Set(ordered.map(({ name }) => name));
  const isOfLoads = (claim: { readonly subject: string }): boolean => !made.has(claim.subject);
  const quality = qualityClaims(inputs);
  const gates = [
    ...(await stage("after the loads", [
      ...gateClaims(inputs, { now: ctx.now, truths }),
      ...quality.filter(isOfLoads),
    ])),
    ...(await stage("unit tests of the transformations", unitClaims(inputs, found))),
  ];
  if (ordered.length > 0) {
    await ctx.approvePlan(
      "transform",
      () => planTransformations(ordered, (name) => placeOf(inputs, name)),
      {
        title: "Make these tables anew?",
      },
    );
    gates.push(
      ...(await stage(
        "after the transformations",
        quality.filter((one) => !isOfLoads(one)),
      )),
    );
  }
  return gates;
}

/** Puts the files of feeds where they are taken from. */
async function stageFeeds({ sources }: Inputs, ctx: Context): Promise<ReadonlyMap<string, string>> {
  const pools = new Map<string, string>();
  for (const { name, connectionDetails } of sources) {
    const { feed } = connectionDetails;
    if (feed === undefined) continue;
    const from = { file: name, rowNumber: feed.rowNumber };
    pools.set(
      name,
      (await ctx.task(loadSource, { from, into: { scratch: `pool_${name}` } })).table,
    );
  }
  return pools;
}

/** Loads a source; that of a feed again and again, while it is written to. */
async function loadSourceOf(
  {
    inputs,
    source,
    pool,
  }: { readonly inputs: Inputs; readonly source: Source; readonly pool: string | undefined },
  ctx: Context,
): Promise<Loaded> {
  const { name } = source;
  const { feed } = source.connectionDetails;
  const load = async (round: string): Promise<Loaded> =>
    ctx.task(loadOne, { inputs, source: name, at: ctx.now, round });
  if (feed === undefined || pool === undefined) return load("load");
  let sum: Loaded | undefined;
  for (let wave = 1; wave <= feed.waves; wave += 1) {
    const at = new Date(new Date(ctx.now).getTime() - (feed.waves - wave)).toISOString();
    const given = {
      pool,
      live: feedTable(inputs, source),
      number: feed.rowNumber,
      rows: feed.rows,
      changed: feedChangedAt,
      at,
    };
    await ctx.task(runFeed, given);
    sum = add(sum, await load(`load-${wave}`));
  }
  return sum ?? load("load");
}

function add(before: Loaded | undefined, next: Loaded): Loaded {
  if (before === undefined) return next;
  return {
    ...next,
    read: before.read + next.read,
    inserted: before.inserted + next.inserted,
    updated: before.updated + next.updated,
    deleted: before.deleted + next.deleted,
    rejected: before.rejected + next.rejected,
    seconds: Math.round((before.seconds + next.seconds) * 1000) / 1000,
    created: before.created || next.created,
    changed: [...before.changed, ...next.changed],
  };
}

async function rehearse(
  { inputs, truths }: { readonly inputs: Inputs; readonly truths: Outputs["made"]["truths"] },
  ctx: Context,
): Promise<Drilled[]> {
  const drills: Drilled[] = [];
  for (const { name, connectionDetails } of inputs.sources) {
    const truth = truths.find((one) => one.source === name)?.truth;
    const { key, mode } = connectionDetails;
    if (
      key === undefined ||
      truth === undefined ||
      (mode !== undefined && mode !== "merge") ||
      inputs.rehearseRows === 0
    )
      continue;
    drills.push(
      await ctx.task(drill, { inputs, source: name, truth, key: [...key], now: ctx.now }),
    );
  }
  return drills;
}

/** A value as it is in the journal. */
function toJson(value: unknown) {
  // oxlint-disable-next-line typescript/no-unsafe-return, typescript/no-explicit-any -- read again by the schema of the task
  return JSON.parse(JSON.stringify(value));
}
