import {
  chooseLayouts,
  drawStar,
  reconcile,
  toDbml,
  toMermaid,
  writeTests,
  type DesignTable,
  type DimensionalModel,
} from "@dx/dimensional";
import { writeFiles, type Context } from "@dx/runner";
import { documentation } from "./documentation.ts";
import type { Inputs } from "./inputs.ts";
import type { Made, Outputs } from "./outputs.ts";
import { ddlOfAll, indexesOf, scriptsOf, sourceScript } from "./scripts.ts";

/** What a run comes to. */
export interface Finished {
  readonly model: DimensionalModel;
  readonly columns: readonly DesignTable[];
  readonly loadSeconds: number | null;
  readonly made: Made;
}

/** Writes the scripts, tests, pictures and documentation, and hands them over. */
export async function finish(
  inputs: Inputs,
  ctx: Context,
  { model, columns, loadSeconds, made }: Finished,
): Promise<Outputs> {
  const dialect = inputs.targetWarehouse;
  const scripts = scriptsOf(
    model,
    { columns, rows: made.rows, inferMembers: inputs.inferMembers ?? false },
    dialect,
  );
  const scriptOf = (
    name: string,
  ): { readonly name: string; readonly ddl: string; readonly loadingLogic: string } => {
    const found = scripts.find((one) => one.name === name);
    return { name, ddl: found?.ddl ?? "", loadingLogic: found?.load ?? "" };
  };
  const tests = writeTests(reconcile(model), dialect);
  const diagram = toMermaid(model);
  const text = documentation(inputs, {
    model,
    made,
    loadSeconds,
    tests: tests.map(({ id }) => id),
  });
  await ctx.task(writeFiles, {
    "model.json": `${JSON.stringify(model, null, 2)}\n`,
    "model.mmd": diagram,
    "model.dbml": toDbml(model),
    "model.svg": drawStar(model).svg,
    "documentation.md": text,
    "sql/01-source.sql": sourceScript(columns, dialect),
    "sql/02-tables.sql": scripts.map(({ ddl }) => ddl).join("\n"),
    ...Object.fromEntries(
      scripts.map(({ name, load }, index) => [
        `sql/${String(index + 3).padStart(2, "0")}-load-${fileName(name)}.sql`,
        load,
      ]),
    ),
    ...Object.fromEntries(tests.map(({ id, text: sql }) => [`sql/tests/${id}.sql`, sql])),
    ...ddlOfAll(model, made),
    "ddl/layouts.json": `${JSON.stringify(chooseLayouts(model, made.rows), null, 2)}\n`,
    ...indexesOf(model, made.rows),
  });
  return {
    dataModelDiagram: diagram,
    factTables: model.facts.map(({ name }) => scriptOf(name)),
    dimensionTables: [
      ...model.dimensions,
      ...(model.bridges ?? []).map(({ name }) => ({ name, scdType: 1 })),
      ...[model.date, model.time ?? null].flatMap((one) =>
        one === null ? [] : [{ name: one.name, scdType: 0 }],
      ),
    ].map(({ name, scdType }) => Object.assign(scriptOf(name), { scdType })),
    testCases: tests.map(({ text: sql }) => sql),
    documentation: text,
    model,
    loadSeconds,
    made,
  };
}

function fileName(table: string): string {
  return table.replaceAll(/[^\p{L}\p{N}_.-]+/gu, "-");
}
