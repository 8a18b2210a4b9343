import { findNamed, formatRelation } from "@dx/core";
import { candidateKeys, profileTable } from "@dx/profile";
import { measureDates, plainName, type DesignTable } from "@dx/dimensional";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { profileSchema, referenceSchema, tableSchema } from "../design-schema.ts";

/** How many rows a profile is of, at most; the choice is repeated by its seed. */
const sample = { rows: 100_000, seed: 1 };

/** How many rows are looked through for keys, at most. */
const mostForKeys = 5_000_000;

/**
 * Describes a table of the source as it was staged: what it holds, its dates, and the keys and references that the source declares. Where no
 * key is declared, keys of at most two columns are looked for. The profile goes to artefacts, since it has values.
 */
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
  output: z.strictObject({
    table: tableSchema,
    references: z.array(referenceSchema),
    profile: profileSchema,
  }),
  run: async ({ name, staged, rows, isTable, rowNumber, names }, { databases, artefacts }) => {
    const { target, source } = databases;
    const { columns } = await target.describe(staged);
    const figures = await target.run(measureDates(staged, columns));
    const declared = isTable ? await source?.describe(name) : undefined;
    const keys = [declared?.primaryKey, ...(declared?.uniqueKeys ?? [])].filter(
      (one) => one !== undefined,
    );
    const hasKey = keys.length > 0 || rowNumber !== null || rows > mostForKeys;
    const found = hasKey ? [] : (await target.run(candidateKeys(staged, { maxArity: 2 }))).keys;
    const profile = await target.run(profileTable(staged, { sample }));
    await artefacts.write({
      [`profile/${plainName(name)}.json`]: `${JSON.stringify({ ...profile, table: name }, null, 2)}\n`,
    });
    const table: DesignTable = {
      name,
      columns: columns.map(({ name: own, type }) => ({ name: own, type })),
      keys: [
        ...keys.map((one) => ({ columns: [...one], by: "catalogue" as const })),
        ...(rowNumber === null ? [] : [{ columns: [rowNumber], by: "person" as const }]),
        ...found.map((one) => ({ columns: [...one], by: "data" as const })),
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
    return {
      table,
      references,
      profile: {
        table: name,
        rows,
        profiled: profile.profiled,
        columns: profile.columns.map((column) => ({
          name: column.name,
          type: column.type.kind,
          nulls: column.nulls,
          distinct: column.distinct,
          distinctBy: column.distinctBy,
          meaning: column.meaning?.kind ?? null,
        })),
      },
    };
  },
});
