import { z } from "zod";
import type { Command } from "../command.ts";
import { findFlow } from "../find-flow.ts";
import { columns } from "../help.ts";

export const command: Command = {
  usage: "describe <flow>",
  description: "Says what a flow takes and gives; with --json, as JSON Schemas.",
  examples: [
    "dx describe scd-implementation",
    "dx describe scd-implementation --json | jq .inputs",
  ],
  options: {},
  run: async ({ positionals: [name = ""] }, { terminal, flows }) => {
    const flow = await findFlow(name, flows);
    const { title, description, examples } = flow;
    const inputs = toSchema(flow.inputs, "input");
    const outputs = toSchema(flow.outputs, "output");
    if (terminal.json)
      terminal.line(
        JSON.stringify({ name: flow.name, title, description, examples, inputs, outputs }),
      );
    terminal.say(
      [
        `${title} (${flow.name})`,
        "",
        description,
        "",
        "inputs:",
        ...columns(fieldsOf(inputs)),
        "",
        "outputs:",
        ...columns(fieldsOf(outputs)),
        "",
        "examples:",
        ...examples.map((path) => `  ${path}`),
        "",
        `try it with: dx run ${flow.name} --out my-run`,
      ].join("\n"),
    );
    return 0;
  },
};

type Schema = z.core.JSONSchema.BaseSchema;

function toSchema(schema: z.ZodType, io: "input" | "output"): Schema {
  return z.toJSONSchema(schema, { io, unrepresentable: "any" });
}

/** The fields of an object, those inside of it by their paths. */
function fieldsOf(schema: Schema, path = ""): readonly (readonly [string, string])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (typeof field === "boolean") return [];
    const isNeeded = schema.required?.includes(name) === true;
    const words = [typeOf(field), isNeeded ? "" : "(optional)", field.description ?? ""];
    const here = `${path}${name}`;
    const line: readonly [string, string] = [here, words.filter((word) => word !== "").join(" ")];
    const items =
      typeof field.items === "object" && !Array.isArray(field.items) ? field.items : undefined;
    const inside =
      items === undefined ? fieldsOf(field, `${here}.`) : fieldsOf(items, `${here}[].`);
    return [line].concat(inside);
  });
}

function typeOf({ type, items, enum: values, const: only, anyOf }: Schema): string {
  if (only !== undefined) return JSON.stringify(only);
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(" | ");
  if (anyOf !== undefined) return anyOf.map(typeOf).join(" | ");
  if (type === "array" && typeof items === "object" && !Array.isArray(items))
    return `${typeOf(items)}[]`;
  return [type ?? "any value"].flat().join(" | ");
}
