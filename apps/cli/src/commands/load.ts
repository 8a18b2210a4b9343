import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { isDxError } from "@dx/core";
import { readRecordFile, webReader } from "@dx/connectors";
import {
  apiSource,
  moveTable,
  ownQuery,
  readJson,
  requireLoad,
  type FoundPages,
  type MoveSource,
} from "@dx/pipeline";
import { openAddresses, readAddresses, type Databases } from "@dx/runner";
import type { Command } from "../command.ts";
import { listenForInterruption } from "../interruption.ts";
import { loadOptions, readLoadSpec } from "../load/read-load-options.ts";
import { isPattern, readLoadSource, type GivenSource } from "../load/read-load-source.ts";
import { showMove, showMoved } from "../load/show-move.ts";
import { use } from "../parse-given.ts";
import { hush } from "../terminal/hush.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { secretsIn } from "../load/read-api-options.ts";
import { showError } from "../terminal/show-error.ts";

export const command: Command = {
  usage: "load <source> <target>",
  description: `Loads a table, a query, a file or the records of an API into a table of another database, in one transaction: rows, how far the source was
read, and the load's id. Killed at any time, nothing of it or all of it is there; tried again, it is done once. What is in the target is
compared with what was read before it is committed. The source is opened read-only.`,
  examples: [
    "dx load files:orders.csv duckdb:shop.duckdb --key id",
    "dx load env:SHOP_URL duckdb:shop.duckdb --table public.orders --key id --cursor transactions --deletes",
    'dx load https://api.shop.com/v1/orders duckdb:shop.duckdb --auth "bearer env:SHOP_TOKEN" --key id --nested',
    "dx load https://api.shop.com/v1/orders duckdb:shop.duckdb --key id --cursor updated_at --since updated_after",
    "dx load files:events.ndjson.gz duckdb:shop.duckdb --nested --naming snake-case",
    'dx load env:SHOP_URL env:DWH_URL --query "$(cat paid.sql)" --into paid_orders --mode replace --json',
  ],
  options: loadOptions,
  run: async (given, { terminal: shown }) => {
    const source = readLoadSource(given, process.env);
    const spec = readLoadSpec(given, source);
    try {
      requireLoad(spec);
    } catch (error) {
      throw isDxError(error) ? use(error.summary, error.hint ?? "") : error;
    }
    const [, target = ""] = given.positionals;
    const sides = "url" in source ? [`source=${source.url}`] : [];
    const { urls, secrets } = readAddresses([...sides, `target=${target}`], { env: process.env });
    const hidden = source.kind === "api" ? secretsIn(source.spec.authorization) : [];
    return hush([...secrets, ...hidden], shown, async (terminal) => {
      const interruption = listenForInterruption(terminal);
      const { signal } = interruption;
      try {
        const opened = await openAddresses({ urls }, { signal });
        const start = performance.now();
        const show = showMove(terminal, start);
        const now = new Date().toISOString();
        const rowNumber = given.text("row-number");
        const moved = await moveTable(
          sourceOf(source, opened.databases, { rowNumber, signal, terminal }),
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
        const bytes = sizeOf(source) ?? moved.record.bytes;
        const record = { ...moved.record, bytes };
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

function sizeOf(source: GivenSource): number | undefined {
  return "path" in source && !isPattern(source.path) ? statSync(source.path).size : undefined;
}

/** What the one who called it can mend; nothing was loaded. */
const wrongUse = new Set([
  "DX_DATABASE_FILE",
  "DX_DATABASE_NO_TABLE",
  "DX_CONNECTORS_FILE",
  "DX_PIPELINE_AUTHORIZATION",
  "DX_PIPELINE_PAGES",
  "DX_PIPELINE_LOAD",
  "DX_PIPELINE_CURSOR",
  "DX_PIPELINE_RANGE",
  "DX_PIPELINE_NAMES",
]);

function sourceOf(
  source: GivenSource,
  databases: Databases,
  {
    rowNumber,
    signal,
    terminal,
  }: {
    readonly rowNumber: string | undefined;
    readonly signal: AbortSignal;
    readonly terminal: Terminal;
  },
): MoveSource {
  switch (source.kind) {
    case "file":
      return { file: source.path, ...(rowNumber === undefined ? {} : { rowNumber }) };
    case "records":
      return {
        ...source.options,
        records: () => readRecordFile(source.path, { parse: readJson }),
      };
    case "api": {
      const onPages = ({ paginator, records }: FoundPages): void =>
        terminal.note(
          `pages: ${paginator.kind}; records: ${records.length === 0 ? "the whole answer" : records.join(".")}`,
        );
      return apiSource({ ...source.spec, onPages }, webReader({ signal }));
    }
    default:
      return {
        database: databases["source"] ?? databases.target,
        table: source.kind === "table" ? source.table : ownQuery(source.query),
      };
  }
}

/** A file that is appended is known by its content, so that it is not appended twice; all other loads are new ones. */
function loadIdOf(source: GivenSource, mode: string, now: string): string {
  if ((source.kind !== "file" && source.kind !== "records") || mode !== "append")
    return `at ${now}`;
  try {
    return `file ${createHash("sha256").update(readFileSync(source.path)).digest("hex")}`;
  } catch {
    return `at ${now}`; // a file that cannot be read is refused where it is loaded
  }
}
