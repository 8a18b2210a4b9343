import { profileTable, type TableProfile } from "@dx/profile";
import type { Shown } from "./shown.ts";

/** Profiles tables one after the other, larger ones by a sample; views by all rows, since not every database samples them. */
export async function profileSampled({
  database,
  tables,
  options: { sample },
  signal,
}: Omit<Shown, "terminal">): Promise<readonly TableProfile[]> {
  const profiles: TableProfile[] = [];
  for (const table of tables) {
    const sampled = sample !== null && table.kind === "table" ? { sample } : {};
    // oxlint-disable-next-line no-await-in-loop -- one connection
    profiles.push(await database.run(profileTable(table, { top: 1, ...sampled }), { signal }));
  }
  return profiles;
}
