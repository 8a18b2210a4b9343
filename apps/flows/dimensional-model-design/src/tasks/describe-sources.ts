import { findNamed, formatRelation, type TableSchema } from "@dx/core";
import type { Database } from "@dx/database";
import {
  foreignKeys,
  isJoinable,
  functionalDependencies,
  measureDates,
  type DesignReference,
  type DesignTable,
  type ForeignKeyCandidate,
} from "@dx/dimensional";
import { candidateKeys, profileTable, type TableProfile } from "@dx/profile";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { profileSchema, referenceSchema, tableSchema } from "../design-schema.ts";

const stagedTable = z.strictObject({
  name: z.string(),
  /** Where it was staged; its name, where it is looked at in place. */
  place: z.string(),
  rowNumber: z.string().nullable(),
  /** Whether it is a table of the database `source`. */
  isTable: z.boolean(),
});

/** A table of the source, and where it is. */
export type StagedTable = z.infer<typeof stagedTable>;

/** What was found out about a source. */
export interface Described {
  /** Its tables. */
  readonly tables: readonly DesignTable[];
  /** What it declares, and what its data show. */
  readonly references: readonly DesignReference[];
  /** What the tables hold. */
  readonly profiles: readonly TableProfile[];
  /** Every candidate for a reference, as text of JSON. */
  readonly candidates: string;
}

/** How many rows a profile is of, at most; the choice is repeated by its seed. */
const sample = { rows: 100_000, seed: 1 };

/** How many rows are looked through for keys, at most. */
const mostForKeys = 5_000_000;

/** Columns with more values than that are no flags: nothing is said of them. */
const mostFlagValues = 100;

/** Describes tables of a database: what they hold, their dates, keys, levels, and references that are declared or found. */
export async function describe(
  database: Database,
  staged: readonly StagedTable[],
  schemaOf: (table: StagedTable) => Promise<TableSchema | undefined>,
): Promise<Described> {
  const tables: DesignTable[] = [];
  const profiles: TableProfile[] = [];
  const declared: DesignReference[] = [];
  for (const one of staged) {
    // oxlint-disable-next-line no-await-in-loop -- one table after the other
    const profile = await database.run(profileTable(one.place, { sample }));
    // oxlint-disable-next-line no-await-in-loop -- one table after the other
    const schema = await schemaOf(one);
    profiles.push(profile);
    // oxlint-disable-next-line no-await-in-loop -- one table after the other
    tables.push(await describeTable(database, { ...one, profile, schema }));
    declared.push(...declaredReferences(one.name, schema, staged));
  }
  const candidates = staged.length < 2 ? [] : await database.run(foreignKeys(profiles));
  const nameOf = (place: string): string =>
    staged.find((_, index) => profiles[index]?.table === place)?.name ?? place;
  const inWords = (reason: string): string =>
    profiles.reduce((text, { table }) => text.replaceAll(table, nameOf(table)), reason);
  const found = Array.from(candidates, (one) => ({
    ...one,
    child: nameOf(one.child),
    parent: nameOf(one.parent),
    reasons: one.reasons.map(inWords),
  }));
  return {
    tables,
    profiles: Array.from(profiles, (profile) => ({ ...profile, table: nameOf(profile.table) })),
    references: [...declared, ...found.filter(isJoinable).map(asReference)],
    candidates: `${JSON.stringify(found, null, 2)}\n`,
  };
}

async function describeTable(
  database: Database,
  {
    name,
    place,
    rowNumber,
    profile,
    schema,
  }: StagedTable & {
    readonly profile: TableProfile;
    readonly schema: TableSchema | undefined;
  },
): Promise<DesignTable> {
  const { columns, rows } = profile;
  const dates = await database.run(measureDates(place, columns));
  const keys = [schema?.primaryKey, ...(schema?.uniqueKeys ?? [])].filter(
    (one) => one !== undefined,
  );
  const hasKey = keys.length > 0 || rowNumber !== null || rows > mostForKeys;
  const found = hasKey ? [] : (await database.run(candidateKeys(place, { maxArity: 2 }))).keys;
  const levels =
    profile.sample === null
      ? (await database.run(functionalDependencies(profile))).dependencies
      : [];
  return {
    name,
    columns: columns.map(({ name: own, type }) => ({ name: own, type })),
    keys: [
      ...keys.map((one) => ({ columns: [...one], by: "catalogue" as const })),
      ...(rowNumber === null ? [] : [{ columns: [rowNumber], by: "person" as const }]),
      ...found.map((one) => ({ columns: [...one], by: "data" as const })),
    ],
    rows,
    figures: { ...flagFigures(profile), ...dates },
    dependencies: levels.flatMap(({ determinant, groups, dependent }) =>
      determinant.length === 1 ? [{ determinant: determinant[0] ?? "", groups, dependent }] : [],
    ),
  };
}

/** How many values columns have that may be flags. */
function flagFigures({ columns }: TableProfile): NonNullable<DesignTable["figures"]> {
  const few = columns.filter(({ distinct }) => distinct <= mostFlagValues);
  return Object.fromEntries(few.map(({ name, distinct, nulls }) => [name, { distinct, nulls }]));
}

function declaredReferences(
  child: string,
  schema: TableSchema | undefined,
  staged: readonly StagedTable[],
): readonly DesignReference[] {
  return (schema?.foreignKeys ?? []).flatMap(({ columns, references, referenced }) => {
    const parent =
      findNamed(staged, formatRelation(references)) ?? findNamed(staged, references.name);
    if (parent === undefined) return [];
    return [
      {
        child,
        childColumns: [...columns],
        parent: parent.name,
        parentColumns: [...referenced],
        by: "catalogue",
        reason: "the catalogue declares this foreign key",
      },
    ];
  });
}

function asReference({
  child,
  childColumns,
  parent,
  parentColumns,
  probability,
  coverage,
  reasons,
}: ForeignKeyCandidate): DesignReference {
  return {
    child,
    childColumns: [...childColumns],
    parent,
    parentColumns: [...parentColumns],
    by: "data",
    reason: `it is likely by ${percent(probability)}, and ${percent(coverage)} of the rows have a parent: ${reasons.join("; ")}`,
  };
}

function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}

/** Describes the source's tables as they were staged. Profiles and candidates go to artefacts, since they have values. */
export const describeSources = defineTask("describe-sources", {
  version: 1,
  effect: "none",
  input: z.array(stagedTable),
  output: z.strictObject({
    tables: z.array(tableSchema),
    references: z.array(referenceSchema),
    profiles: z.array(profileSchema),
  }),
  run: async (staged, { databases: { target, source }, artefacts }) => {
    const { tables, references, profiles, candidates } = await describe(
      target,
      staged,
      async ({ name, isTable }) => (isTable ? source?.describe(name) : undefined),
    );
    await artefacts.write({
      "profile.json": `${JSON.stringify(profiles, null, 2)}\n`,
      "references.json": candidates,
    });
    return {
      tables: [...tables],
      references: [...references],
      profiles: profiles.map(({ table, rows, profiled, columns }) => ({
        table,
        rows,
        profiled,
        columns: columns.map((column) => ({
          name: column.name,
          type: column.type.kind,
          nulls: column.nulls,
          distinct: column.distinct,
          distinctBy: column.distinctBy,
          meaning: column.meaning?.kind ?? null,
        })),
      })),
    };
  },
});
