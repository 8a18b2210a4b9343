import { candidateKeys } from "@dx/profile";
import type { Shown } from "./shown.ts";

/** Finds the keys of tables, one after the other, and shows each as soon as it is found. */
export async function showKeys({
  database,
  tables,
  options,
  signal,
  terminal,
}: Shown): Promise<void> {
  for (const schema of tables) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time
    const { table, rows, keys, reason } = await database.run(candidateKeys(schema), { signal });
    const found = keys.length > 0 ? keys : [[]];
    for (const columns of found)
      if (options.isJson) terminal.line(JSON.stringify({ table, columns, rows, reason }));
      else
        terminal.say(
          columns.length > 0
            ? `${table}: ${columns.join(", ")} (${rows} rows)`
            : `${table}: no key (${rows} rows)${reason === null ? "" : `: ${reason}`}`,
        );
  }
}
