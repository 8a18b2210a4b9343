import type { Database } from "@dx/database";
import { formatRelation, relation } from "@dx/core";
import { profileTable } from "@dx/profile";
import { suggestChecks, type Suggestion } from "@dx/quality";
import { readTables } from "../model/read-tables.ts";

/** What checks are suggested of. */
export interface InitSuiteOptions {
  readonly target: Database;
  /** All tables but views, if `null`. */
  readonly tables: readonly string[] | null;
  readonly now: string;
  readonly signal: AbortSignal;
}

/** Checks that the rows of tables speak for, as they are now; of later rows nothing is known. */
export async function initSuite({
  target,
  tables,
  now,
  signal,
}: InitSuiteOptions): Promise<readonly Suggestion[]> {
  const suggestions: Suggestion[] = [];
  for (const schema of await readTables(target, tables)) {
    const table = formatRelation(relation(schema.relation));
    // oxlint-disable-next-line no-await-in-loop -- one connection
    const profile = await target.run(profileTable(table, { top: 60 }), { signal });
    suggestions.push(...suggestChecks(profile, { table, now }));
  }
  return suggestions;
}
