import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { isDxError } from "@dx/core";
import { moveTable, ownQuery, requireLoad, type MoveSource } from "@dx/pipeline";
import { openAddresses, readAddresses, type Databases } from "@dx/runner";
import type { Command } from "../command.ts";
import { listenForInterruption } from "../interruption.ts";
import { loadOptions, readLoadSpec } from "../load/read-load-options.ts";
import { readLoadSource, type GivenSource } from "../load/read-load-source.ts";
import { showMove, showMoved } from "../load/show-move.ts";
import { use } from "../parse-given.ts";
import { hush } from "../terminal/hush.ts";
import { showError } from "../terminal/show-error.ts";

export const command: Command = {
  usage: "load <source> <target>",
  description: `Loads a table, a query or a file into a table of another database, in one transaction: rows, how far the source was
read, and the load's id. Killed at any time, nothing of it or all of it is there; tried again, it is done once. What is in the target is
compared with what was read before it is committed. The source is opened read-only.`,
  examples: [
    "dx load files:orders.csv duckdb:shop.duckdb --key id",
    "dx load env:SHOP_URL duckdb:shop.duckdb --table public.orders --key id --cursor transactions --deletes",
    'dx load env:SHOP_URL env:DWH_URL --query "$(cat paid.sql)" --into paid_orders --mode replace --json',
  ],
  options: loadOptions,
  run: async (given, { terminal: shown }) => {
    const source = readLoadSource(given);
    const spec = readLoadSpec(given, source);
    try {
      requireLoad(spec);
    } catch (error) {
      throw isDxError(error) ? use(error.summary, error.hint ?? "") : error;
    }
    const [, target = ""] = given.positionals;
    const sides =
      source.kind === "file" ? [`target=${target}`] : [`source=${source.url}`, `target=${target}`];
    const { urls, secrets } = readAddresses(sides, { env: process.env });
    return hush(secrets, shown, async (terminal) => {
      const interruption = listenForInterruption(terminal);
      const { signal } = interruption;
      try {
        const opened = await openAddresses({ urls }, { signal });
        const start = performance.now();
        const show = showMove(terminal, start);
        const now = new Date().toISOString();
        const rowNumber = given.text("row-number");
        const moved = await moveTable(
          sourceOf(source, opened.databases, rowNumber),
          opened.databases.target,
          spec,
          {
            loadId: given.text("load-id") ?? loadIdOf(source, spec.mode, now),
            at: now,
            clock: () => performance.now(),
            onProgress: (progress) => {
              signal.throwIfAborted();
              show(progress);
            },
          },
        ).finally(async () => opened.close());
        const record =
          source.kind === "file"
            ? { ...moved.record, bytes: statSync(source.path).size }
            : moved.record;
        showMoved(terminal, { ...moved, record }, Math.round(performance.now() - start) / 1000);
        return 0;
      } catch (error) {
        if (isDxError(error) && wrongUse.has(error.code)) return showError(error, terminal, 2);
        throw error;
      } finally {
        interruption.dispose();
      }
    });
  },
};

/** What the one who called it can mend; nothing was loaded. */
const wrongUse = new Set([
  "DX_DATABASE_FILE",
  "DX_DATABASE_NO_TABLE",
  "DX_PIPELINE_LOAD",
  "DX_PIPELINE_CURSOR",
  "DX_PIPELINE_NAMES",
]);

function sourceOf(
  source: GivenSource,
  databases: Databases,
  rowNumber: string | undefined,
): MoveSource {
  if (source.kind === "file")
    return { file: source.path, ...(rowNumber === undefined ? {} : { rowNumber }) };
  const database = databases["source"] ?? databases.target;
  return { database, table: source.kind === "table" ? source.table : ownQuery(source.query) };
}

/** A file that is appended is known by its content, so that it is not appended twice; all other loads are new ones. */
function loadIdOf(source: GivenSource, mode: string, now: string): string {
  if (source.kind !== "file" || mode !== "append") return `at ${now}`;
  try {
    return `file ${createHash("sha256").update(readFileSync(source.path)).digest("hex")}`;
  } catch {
    return `at ${now}`; // a file that cannot be read is refused where it is loaded
  }
}
