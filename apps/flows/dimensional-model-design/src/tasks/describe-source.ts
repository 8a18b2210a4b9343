import { findNamed, formatRelation } from "@dx/core";
import { measureDates, type DesignTable } from "@dx/dimensional";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { referenceSchema, tableSchema } from "../design-schema.ts";

/** Describes a table of the source as it was staged, with the keys and references that the source declares. */
export const describeSource = defineTask("describe-source", {
  version: 1,
  effect: "none",
  input: z.strictObject({
    name: z.string(),
    staged: z.string(),
    rows: z.number(),
    /** Whether it is a table of the database `source`. */
    isTable: z.boolean(),
    rowNumber: z.string().nullable(),
    /** The names of all tables of the source. */
    names: z.array(z.string()),
  }),
  output: z.strictObject({ table: tableSchema, references: z.array(referenceSchema) }),
  run: async ({ name, staged, rows, isTable, rowNumber, names }, { databases }) => {
    const { target, source } = databases;
    const { columns } = await target.describe(staged);
    const figures = await target.run(measureDates(staged, columns));
    const declared = isTable ? await source?.describe(name) : undefined;
    const keys = [declared?.primaryKey, ...(declared?.uniqueKeys ?? [])].filter(
      (one) => one !== undefined,
    );
    const table: DesignTable = {
      name,
      columns: columns.map(({ name: own, type }) => ({ name: own, type })),
      keys: [
        ...keys.map((one) => ({ columns: [...one], by: "catalogue" as const })),
        ...(rowNumber === null ? [] : [{ columns: [rowNumber], by: "person" as const }]),
      ],
      rows,
      figures,
    };
    const references = (declared?.foreignKeys ?? []).flatMap((key) => {
      const parent =
        findNamed(
          names.map((one) => ({ name: one })),
          formatRelation(key.references),
        ) ??
        findNamed(
          names.map((one) => ({ name: one })),
          key.references.name,
        );
      if (parent === undefined) return [];
      return [
        {
          child: name,
          childColumns: [...key.columns],
          parent: parent.name,
          parentColumns: [...key.referenced],
          by: "catalogue" as const,
          reason: "the catalogue declares this foreign key",
        },
      ];
    });
    return { table, references };
  },
});
