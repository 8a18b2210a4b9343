import { dialects, nearest, type Dialect } from "@dx/core";
import type { Database } from "@dx/database";
import {
  busMatrix,
  chooseLayouts,
  planStar,
  toDbml,
  toMermaid,
  type DimensionalModel,
} from "@dx/dimensional";
import { proposeStar, type ProposedStar } from "@dx/flow-dimensional-model-design";
import { formatPlan } from "@dx/sql";
import { use } from "../parse-given.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What a star is designed of, and in which form it is shown. */
export interface DesignShown {
  /** Where the tables are. */
  readonly database: Database;
  /** A schema or a table, if not all are wanted. */
  readonly table: string | undefined;
  /** One of `designForms`; decisions as lines of JSON with `jsonl`. */
  readonly form: string;
  /** Of which platform tables are; that of the database without it. */
  readonly dialect: string | undefined;
  /** Where it is shown. */
  readonly terminal: Terminal;
}

const forms: Readonly<Record<string, (star: ProposedStar, dialect: Dialect) => readonly string[]>> =
  {
    summary: ({ model }) => summaryOf(model),
    jsonl: ({ model }) => model.decisions.map((one) => JSON.stringify(one)),
    model: ({ model }) => [JSON.stringify(model)],
    ddl: (star, dialect) => [ddlOf(star, dialect)],
    mermaid: ({ model }) => [toMermaid(model).trimEnd()],
    dbml: ({ model }) => [toDbml(model).trimEnd()],
  };

/**
 * Designs a star of a database's tables, and shows it; nothing is written.
 * @throws DxError `DX_CLI_USE` for a form or a platform that is none, before anything is read
 */
export async function showDesign(shown: DesignShown): Promise<void> {
  const { database, table, form, terminal } = shown;
  const write = forms[form];
  if (write === undefined)
    throw use(`a star has no form ${form}`, hintOf(form, Object.keys(forms), "--form"));
  const dialect = dialectOf(shown.dialect ?? database.dialect);
  const star = await proposeStar(database, table);
  for (const line of write(star, dialect)) terminal.line(line);
}

function dialectOf(name: string): Dialect {
  const found = dialects.find((one) => one === name);
  if (found !== undefined) return found;
  throw use(`no platform is called ${name}`, hintOf(name, dialects, "--dialect"));
}

function hintOf(name: string, known: readonly string[], option: string): string {
  const near = nearest(name, known);
  return near === undefined ? `write ${option} ${known.join(", or ")}` : `did you mean ${near}?`;
}

/** The tables with their surrogate keys, where their rows lie, and why. */
function ddlOf({ model, tables }: ProposedStar, dialect: Dialect): string {
  const rows = Object.fromEntries(
    tables.flatMap(({ name, rows: count }) => (count === undefined ? [] : [[name, count]])),
  );
  const choices = chooseLayouts(model, rows);
  const layouts = Object.fromEntries(choices.map(({ table, layout }) => [table, layout]));
  const keys = dialect === "spark" ? "none" : "dimensions";
  const why = choices.map(({ table, reasons }) => `-- ${table}: ${reasons.join("; ")}`);
  return [...why, formatPlan(planStar(model, { keys, layouts }), dialect).trimEnd()].join("\n");
}

function summaryOf(model: DimensionalModel): readonly string[] {
  const facts = model.facts.map(({ name, kind, grain, keys, measures }) =>
    [
      `${name}: ${grain.sentence} (${kind})`,
      `  dimensions: ${keys.map(({ role, dimension }) => `${dimension} as ${role}`).join(", ") || "none"}`,
      `  measures: ${measures.map((one) => `${one.name} (${one.additivity})`).join(", ") || "none"}`,
    ].join("\n"),
  );
  const dimensions = model.dimensions.map(
    ({ name, businessKey, attributes }) =>
      `${name}: by ${businessKey.map((one) => one.name).join(", ")}; ${attributes.map((one) => one.name).join(", ")}`,
  );
  const bridges = (model.bridges ?? []).map(
    ({ name, group, through, dimension, weight }) =>
      `${name}: several of ${dimension} for each ${through ?? group.map((one) => one.name).join(", ")}, by ${weight ?? "equal shares"}`,
  );
  const conformed = busMatrix(model).dimensions.filter((one) => one.conformed);
  return [
    ...facts,
    ...dimensions,
    ...bridges,
    `shared by facts: ${conformed.map(({ name }) => name).join(", ") || "none"}`,
    `${model.decisions.length} decisions; --jsonl has each with its reason`,
  ];
}
