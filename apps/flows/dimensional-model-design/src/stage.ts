import { relation } from "@dx/core";
import { plainName, type DesignReference, type DesignTable } from "@dx/dimensional";
import { readType, loadSource, type Context } from "@dx/runner";
import type { Inputs } from "./inputs.ts";
import type { Made } from "./outputs.ts";
import { describeSources } from "./tasks/describe-sources.ts";

/** The source's tables as they were staged. */
export interface Staged {
  /** Where each is. */
  readonly sources: Readonly<Record<string, string>>;
  /** How many rows each has. */
  readonly rows: Readonly<Record<string, number>>;
  /** What they are. */
  readonly tables: readonly DesignTable[];
  /** What the source declares, and what its data show. */
  readonly references: readonly DesignReference[];
  /** What was counted of each. */
  readonly profiles: Made["profiles"];
}

/** Copies the source's tables into the scratch schema, one after the other, and describes them. */
export async function stage(inputs: Inputs, ctx: Context): Promise<Staged> {
  const { sourceData, sourceFiles = {} } = inputs;
  const names = sourceData.tables.map(({ name }) => name);
  const plain = names.map((name) => plainName(relation(name).name));
  const staged = await ctx.parallel.map(
    names,
    (name) => name,
    async (name) => {
      const file = sourceFiles[name];
      const { rowNumber } = file ?? {};
      const from =
        file === undefined
          ? { table: name }
          : { file: name, ...(rowNumber === undefined ? {} : { rowNumber }) };
      const index = names.indexOf(name);
      const own = plain[index] ?? "";
      const scratch = plain.indexOf(own) === index ? own : `${own}_${index}`;
      const { table: place, rows } = await ctx.task(loadSource, { from, into: { scratch } });
      return { name, place, rows, rowNumber: rowNumber ?? null, isTable: file === undefined };
    },
    { limit: 1 },
  );
  const described = await ctx.task(
    describeSources,
    staged.map(({ name, place, rowNumber, isTable }) => ({ name, place, rowNumber, isTable })),
  );
  return {
    sources: Object.fromEntries(staged.map(({ name, place }) => [name, place])),
    rows: Object.fromEntries(staged.map(({ name, rows }) => [name, rows])),
    ...described,
  };
}

/** The tables by their descriptions alone. */
export function describedTables({ sourceData: { tables } }: Inputs): readonly DesignTable[] {
  return tables.map(({ name, schema }, index) => ({
    name,
    keys: [],
    columns: Object.entries(schema).map(([column, type]) => ({
      name: column,
      type: readType(type, ["sourceData", "tables", index, "schema", column]),
    })),
  }));
}
