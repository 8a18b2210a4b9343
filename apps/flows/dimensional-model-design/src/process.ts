import type { DimensionalModel } from "@dx/dimensional";
import type { Context } from "@dx/runner";
import { checkSchemas } from "./check-schemas.ts";
import { finish } from "./finish.ts";
import type { Inputs } from "./inputs.ts";
import { makePlan } from "./make-plan.ts";
import type { Outputs } from "./outputs.ts";
import { mergeReferences, readRelationships } from "./read-relationships.ts";
import { describedTables, stage } from "./stage.ts";
import { checkSource } from "./tasks/check-source.ts";
import { design } from "./tasks/design.ts";
import { findKeys } from "./tasks/find-keys.ts";
import { findPlaces } from "./tasks/find-places.ts";
import { inspectTarget } from "./tasks/inspect-target.ts";
import { loadAgain } from "./tasks/load-again.ts";
import { rehearse } from "./tasks/rehearse.ts";
import { timeQuestions } from "./tasks/time-questions.ts";

/**
 * @process dimensional-model-design
 * @description Designs a star from tables, makes and loads it, and shows that every number survived.
 * @inputs businessProcess, sourceData, modelingRequirements, targetWarehouse; optional ones in inputs.ts
 * @outputs dataModelDiagram, factTables, dimensionTables, testCases, documentation, model, loadSeconds
 */
export async function process(inputs: Inputs, ctx: Context): Promise<Outputs> {
  const { businessProcess, sourceData, modelingRequirements, businessQuestions = [] } = inputs;
  const { hasSource } = await ctx.task(findPlaces, {});
  const names = sourceData.tables.map(({ name }) => name);
  const isThere = hasSource || names.every((name) => inputs.sourceFiles?.[name] !== undefined);
  await ctx.breakpoint({
    title: `Is this what the star of ${businessProcess} is for?`,
    shows: {
      tables: names,
      questions: businessQuestions.map(({ question }) => question),
      requirements: JSON.parse(JSON.stringify(modelingRequirements)),
    },
  });
  if (!isThere) return describeOnly(inputs, ctx);
  const staged = await stage(inputs, ctx);
  checkSchemas(inputs, staged.tables);
  const { sources } = staged;
  const tables = [...staged.tables];
  const references = [...mergeReferences(readRelationships(inputs, tables), staged.references)];
  const model = await ctx.task(design, { inputs, tables, references, sources: { ...sources } });
  await agree(model, ctx);
  await ctx.task(checkSource, { model, sources: { ...sources } });
  const { isNew } = await ctx.task(inspectTarget, model);
  const at = ctx.now;
  await ctx.approvePlan(
    "load",
    async (tools) =>
      makePlan(model, {
        sources,
        columns: tables,
        at,
        loadedAt: at,
        staging: await tools.scratch(),
        isNew,
        inferMembers: inputs.inferMembers ?? false,
      }),
    {
      title: `Make and load the star of ${businessProcess}?`,
      shows: { rows: { ...staged.rows } },
    },
  );
  const given = { model, sources: { ...sources }, columns: tables, now: at };
  const { inferMembers = false } = inputs;
  const { again, seconds } = await ctx.task(loadAgain, { ...given, inferMembers });
  const rehearsed = await ctx.task(rehearse, given);
  const keys = await ctx.task(findKeys, model);
  const questions = businessQuestions.map(({ sourceSql, starSql }) => ({ sourceSql, starSql }));
  const times = await ctx.task(timeQuestions, { questions, sources: { ...sources } });
  return finish(inputs, ctx, {
    model,
    columns: tables,
    loadSeconds: seconds,
    made: {
      mode: "run",
      isNew,
      sources: { ...sources },
      rows: { ...staged.rows },
      profiles: [...staged.profiles],
      keys,
      again,
      rehearsed,
      times,
      at,
    },
  });
}

/** Writes everything for tables that are only described; nothing is run, and all claims are unknown. */
async function describeOnly(inputs: Inputs, ctx: Context): Promise<Outputs> {
  const tables = [...describedTables(inputs)];
  const references = [...readRelationships(inputs, tables)];
  const model = await ctx.task(design, { inputs, tables, references, sources: null });
  await agree(model, ctx);
  return finish(inputs, ctx, {
    model,
    columns: tables,
    loadSeconds: null,
    made: {
      mode: "description",
      isNew: true,
      sources: {},
      rows: {},
      profiles: [],
      keys: { primary: [], foreign: [] },
      again: {},
      rehearsed: [],
      times: [],
      at: ctx.now,
    },
  });
}

async function agree(model: DimensionalModel, ctx: Context): Promise<void> {
  await ctx.breakpoint({
    title: "Is this the star: its grain, its dimensions, and what may be summed?",
    shows: {
      facts: model.facts.map(({ name, kind, grain, keys, measures }) => ({
        name,
        kind,
        grain: grain.sentence,
        dimensions: keys.map(({ role, dimension }) => `${dimension} as ${role}`),
        measures: measures.map(
          ({ name: own, additivity, saidBy }) => `${own}: ${additivity} (said by ${saidBy})`,
        ),
      })),
      dimensions: model.dimensions.map(
        ({ name, source, scdType }) => `${name} of ${source}, type ${scdType}`,
      ),
      bridges: (model.bridges ?? []).map(
        ({ name, source, dimension }) => `${name} of ${source}: several of ${dimension}`,
      ),
    },
  });
}
