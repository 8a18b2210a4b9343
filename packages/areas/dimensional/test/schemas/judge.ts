import type { Database } from "@dx/database";
import { profileTables, type TableProfile } from "@dx/profile";
import { toRows } from "@dx/core";
import { foreignKeys, type ForeignKeyCandidate } from "../../src/index.ts";
import { edge, type MadeSchema } from "./make-schema.ts";

/** How well the references of a schema were found. */
export interface Judged {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Accepted, and not meant. */
  readonly wrong: readonly string[];
  /** Meant, and not accepted. */
  readonly missed: readonly string[];
  readonly candidates: readonly ForeignKeyCandidate[];
  /** Whether each candidate is meant. */
  readonly isMeant: (candidate: ForeignKeyCandidate) => boolean;
}

/** Loads a schema; gives its profiles. */
export async function loadSchema(
  db: Database,
  { tables }: MadeSchema,
): Promise<readonly TableProfile[]> {
  for (const { name, rows, types } of tables)
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await db.load(`"${name}"`, toRows(rows, types));
  return db.run(
    profileTables(
      tables.map(({ name }) => `"${name}"`),
      { top: 1 },
    ),
  );
}

/** Finds the references of a schema that is loaded, and compares them with those that are meant. */
export async function judgeSchema(
  db: Database,
  schema: MadeSchema,
  profiles: readonly TableProfile[],
): Promise<Judged> {
  const candidates = await db.run(foreignKeys(profiles));
  const plain = (name: string): string => name.replaceAll('"', "");
  const edgeOf = ({ child, childColumns, parent, parentColumns }: ForeignKeyCandidate): string =>
    edge(plain(child), childColumns.map(plain), [plain(parent), parentColumns.map(plain)]);
  const fold = (one: string): string => one.toLowerCase();
  const truth = new Set(schema.truth.map(fold));
  const isMeant = (one: ForeignKeyCandidate): boolean => truth.has(fold(edgeOf(one)));
  const accepted = candidates.filter((one) => one.accepted);
  const found = new Set(accepted.map((one) => fold(edgeOf(one))));
  const right = accepted.filter(isMeant).length;
  const precision = accepted.length === 0 ? 0 : right / accepted.length;
  const recall = right / truth.size;
  return {
    precision,
    recall,
    f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    wrong: accepted
      .filter((one) => !isMeant(one))
      .map((one) => `${edgeOf(one)} ${one.probability}`),
    missed: schema.truth.filter((one) => !found.has(fold(one))),
    candidates,
    isMeant,
  };
}
