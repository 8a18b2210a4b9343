import { isDxError } from "@dx/core";
import type { Database } from "@dx/database";
import { openAddresses, readAddresses } from "@dx/runner";
import type { Command, ExitCode, Given } from "../command.ts";
import { listenForInterruption } from "../interruption.ts";
import { findStar } from "../obt/find-star.ts";
import { obtOptions, readObtOptions } from "../obt/read-obt-options.ts";
import { showObtBuild, showObtPlan, showObtWorth } from "../obt/show-obt.ts";
import { use } from "../parse-given.ts";
import { hush } from "../terminal/hush.ts";
import { showError } from "../terminal/show-error.ts";
import type { Terminal } from "../terminal/terminal.ts";

const actions = { plan: showObtPlan, build: showObtBuild, measure: showObtWorth } as const;

export const command: Command = {
  usage: "obt <action>",
  description: `One big table of a star that lies in a database, or in files. The dimensions of the fact are those that are declared, or else those
that names and data show; what was decided so is told on standard error. The action plan shows the SQL that makes the table, and writes nothing;
build makes it, in one transaction, and checks its grain, its measures and its NULLs beside the star: exit code 1 if a claim about it fails. A fact
without a member is a finding of the star, and no failure. The action measure makes the table, times everyday questions on it and on the star, and undoes it: it
says when a wide table is not worth it. A table that dx did not make is never replaced.`,
  examples: [
    "dx obt plan --db target=duckdb:shop.duckdb --fact fct_sale",
    "dx obt plan --db env:WAREHOUSE_URL --fact dwh.fct_sale --dialect snowflake > obt_sale.sql",
    "dx obt build --db env:WAREHOUSE_URL --fact fct_sale --current-only --calculate 'each=amount / pieces' --json",
    "dx obt build --db env:WAREHOUSE_URL --fact fct_sale --aggregation-level monthly --time sold_on --measure amount=sum",
    "dx obt measure --file fct_sale=sales.parquet --file dim_shop=shops.csv --fact fct_sale --join shop=dim_shop.id",
  ],
  options: obtOptions,
  run: async (given, { terminal }) => {
    try {
      return await act(given, terminal);
    } catch (error) {
      if (isDxError(error) && isWrongUse(error.code)) return showError(error, terminal, 2);
      throw error;
    }
  },
};

/** What the one who called it can mend, since nothing was made. */
function isWrongUse(code: string): boolean {
  return (
    /^DX_(?:OBT|CORE)_/.test(code) || code === "DX_DATABASE_NO_TABLE" || code === "DX_DATABASE_FILE"
  );
}

function isAction(name: string): name is keyof typeof actions {
  return Object.hasOwn(actions, name);
}

async function act(given: Given, shown: Terminal): Promise<ExitCode> {
  const [action = ""] = given.positionals;
  if (!isAction(action))
    throw use(`dx obt cannot ${action}`, `write dx obt ${Object.keys(actions).join(", ")}`);
  const options = readObtOptions(given);
  const { rounds, dialect } = readFor(given, action);
  const hasFiles = Object.keys(options.files).length > 0;
  const addressed = addressesOf(given, action, hasFiles);
  const addresses = readAddresses(addressed, { env: process.env });
  return hush(addresses.secrets, shown, async (terminal) => {
    const interruption = listenForInterruption(terminal);
    const { signal } = interruption;
    try {
      const opened = await openAddresses(addresses, {
        missing: hasFiles ? "made" : "refused",
        readOnly: action === "plan" && !hasFiles,
        signal,
      });
      try {
        const database = opened.databases.target;
        await loadFiles(database, options.files, signal);
        const proposed = await findStar(options, { database, signal });
        const { into } = options;
        const around = { database, into, dialect, rounds, signal, terminal };
        return await actions[action]({ ...proposed, ...around });
      } finally {
        await opened.close();
      }
    } finally {
      interruption.dispose();
    }
  });
}

function readFor(
  given: Given,
  action: keyof typeof actions,
): { readonly rounds: number; readonly dialect: string | undefined } {
  const [dialect, rounds] = [given.text("dialect"), given.text("rounds")];
  if (dialect !== undefined && action !== "plan")
    throw use("--dialect is for dx obt plan", "leave it out: the SQL is that of the database");
  if (rounds !== undefined && action !== "measure")
    throw use("--rounds is for dx obt measure", "leave it out");
  if (rounds !== undefined && !/^[1-9]\d{0,3}$/.test(rounds))
    throw use(`--rounds is ${rounds}`, "write a whole number from 1 to 9999");
  return { rounds: Number(rounds ?? "5"), dialect };
}

/** A star of files alone is looked at in a DuckDB in memory. */
function addressesOf(
  given: Given,
  action: keyof typeof actions,
  hasFiles: boolean,
): readonly string[] {
  const addressed = given.texts("db");
  if (action === "build" && addressed.length === 0)
    throw use(
      "--db is missing",
      "name the database that is to have the table, as --db env:DATABASE_URL",
    );
  if (action !== "build" && hasFiles && addressed.length > 0)
    throw use(
      `dx obt ${action} leaves nothing behind, and files would become tables`,
      "leave --db out",
    );
  if (addressed.length > 0) return addressed;
  if (hasFiles) return ["duckdb:"];
  throw use("--db is missing", "name a database, as --db env:DATABASE_URL, or files by --file");
}

async function loadFiles(
  database: Database,
  files: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  if (Object.keys(files).length === 0) return;
  await database.transaction(async (inside) => {
    for (const [table, file] of Object.entries(files))
      // oxlint-disable-next-line no-await-in-loop -- one connection
      await inside.load(table, file, { mode: "create", signal });
  });
}
