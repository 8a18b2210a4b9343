import { isDxError } from "@dx/core";
import { openAddresses, readAddresses } from "@dx/runner";
import { diffLines, diffTables, type TableDiff } from "@dx/table-diff";
import type { Command } from "../command.ts";
import { openSides, readSides } from "../diff/diff-sides.ts";
import { diffOptions, readDiffOptions } from "../diff/read-diff-options.ts";
import { listenForInterruption } from "../interruption.ts";
import { showError } from "../terminal/show-error.ts";

export const command: Command = {
  usage: "diff",
  description: `Compares two tables: which rows one of them lacks, which differ, and in which columns. Prints JSON lines: one
for each difference, up to --limit, and last the totals, of kind "totals". Exit code 0 if the tables are equal, 1 if not;
never 0 for what was not looked at. Databases are opened read-only; files are read by a DuckDB in memory.`,
  examples: [
    "dx diff --left duckdb:shop.duckdb --left-table orders --right env:DWH_URL --right-table dwh.orders --key id",
    "dx diff --left files:old.csv --right files:new.parquet --key shop,number --columns price --tolerance price=0.005",
    "dx diff --left env:A --left-table t --right env:B --right-table t --key id --limit 1000 --json | jq -c 'select(.kind == \"changed\")'",
  ],
  options: diffOptions,
  run: async (given, { terminal }) => {
    const options = readDiffOptions(given);
    const sides = readSides(given);
    const { urls } = readAddresses(
      sides.map(({ name, url }) => `${name}=${url}`),
      { env: process.env },
    );
    const interruption = listenForInterruption(terminal);
    const { signal } = interruption;
    try {
      const opened = await openAddresses({ urls }, { missing: "refused", readOnly: true, signal });
      try {
        const [left, right] = await openSides(sides, { databases: opened.databases, signal });
        const found = await diffTables(left, right, { ...options, signal });
        for (const line of diffLines(found)) terminal.line(line);
        if (!terminal.json) terminal.note(summarize(found));
        return found.equal ? 0 : 1;
      } finally {
        await opened.close();
      }
    } catch (error) {
      if (isDxError(error) && wrongUse.has(error.code)) return showError(error, terminal, 2);
      throw error;
    } finally {
      interruption.dispose();
    }
  },
};

/** What the one who called it can mend, since nothing was compared. */
const wrongUse = new Set([
  "DX_CORE_NAMES",
  "DX_DATABASE_FILE",
  "DX_DATABASE_NO_TABLE",
  "DX_TABLE_DIFF_COLUMNS",
  "DX_TABLE_DIFF_OPTION",
  "DX_TABLE_DIFF_TYPES",
]);

function summarize(found: TableDiff): string {
  const { left, right, onlyLeft, onlyRight, changed, duplicated, samples } = found;
  if (found.equal) return `equal: ${left} rows on each side`;
  const counts = [
    `${left} rows on the left, ${right} on the right`,
    `${onlyLeft} only left`,
    `${onlyRight} only right`,
    `${changed} changed`,
    `${duplicated} duplicated`,
  ].join(", ");
  const all = onlyLeft + onlyRight + changed + duplicated;
  const least = found.complete ? "" : "at least, since not all was looked at: ";
  const more = samples.length < all ? `; ${samples.length} of them are shown (--limit)` : "";
  return `different: ${least}${counts}${more}`;
}
