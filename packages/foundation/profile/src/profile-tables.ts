import { inquire, type Inquiry } from "@dx/sql";
import { profileTable, type Profiled, type ProfileTableOptions } from "./profile-table.ts";
import type { TableProfile } from "./profile.ts";

/**
 * Profiles tables one after the other, all in one state of the data; see `profileTable`.
 * @throws DxError as `profileTable`
 */
export function profileTables(
  tables: readonly Profiled[],
  options: ProfileTableOptions = {},
): Inquiry<readonly TableProfile[]> {
  const inquiries = tables.map((table) => profileTable(table, options));
  return inquire("profileTables", function* () {
    const profiles: TableProfile[] = [];
    for (const one of inquiries) profiles.push(yield* one);
    return profiles;
  });
}
