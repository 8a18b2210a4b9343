import { isDxError } from "@dx/core";
import { openAddresses, readAddresses } from "@dx/runner";
import type { Command } from "../command.ts";
import { listenForInterruption } from "../interruption.ts";
import { readModelOptions } from "../model/read-model-options.ts";
import { readTables } from "../model/read-tables.ts";
import { showDesign } from "../model/show-design.ts";
import { showForeignKeys } from "../model/show-foreign-keys.ts";
import { showKeys } from "../model/show-keys.ts";
import { showLint } from "../model/show-lint.ts";
import { use } from "../parse-given.ts";
import { hush } from "../terminal/hush.ts";
import { showError } from "../terminal/show-error.ts";

export const command: Command = {
  usage: "model <action>",
  description: `The action keys finds the minimal keys of tables, foreign-keys finds which columns name rows of other tables, from
names and data alone: declared constraints are not looked at; lint looks at a star that is there for breaches of ten rules, by
references that are declared or found; design proposes a star, and shows it as a summary, as its model (JSON, for dx run), as DDL of any platform, as Mermaid or DBML. With --jsonl each key is a line {"table", "columns", "rows",
"reason"}, without columns where there is none, and each candidate a line {"child", "childColumns", "parent", "parentColumns", "probability",
"coverage", "accepted", "reasons"}, the accepted ones first, with "when" where a column names the table that each row refers
to, and "compared" where a number refers to a text, and each breach a line {"code",
"severity", "message", "subject", "count", "example"}; the exit code is 1 if one makes answers wrong; each decision of a design is a line {"subject", "about", "decision",
"by", "reason"}. Without it, they are lines for people. The database is opened
read-only.`,
  examples: [
    "dx model keys --db source=duckdb:shop.duckdb",
    "dx model foreign-keys --db source=env:DATABASE_URL --jsonl | jq -c 'select(.accepted)'",
    "dx model lint --db target=env:WAREHOUSE_URL --jsonl",
    "dx model design --db source=env:DATABASE_URL --form ddl --dialect snowflake",
    "dx model foreign-keys --db source=env:DATABASE_URL --tables shop.orders,shop.customers --sample 10000",
  ],
  options: {
    db: {
      type: "string",
      multiple: true,
      value: "NAME=URL",
      help: "the database to look at: source, or target",
    },
    tables: {
      type: "string",
      value: "NAMES",
      help: "only these tables, with commas between them; all tables without it, views not",
    },
    sample: {
      type: "string",
      value: "ROWS",
      help: "foreign-keys, lint: about so many rows of a table choose candidates, or all; 100000 without it; all rows decide",
    },
    form: {
      type: "string",
      value: "NAME",
      help: "design: summary, model, ddl, mermaid or dbml; summary without it",
    },
    dialect: {
      type: "string",
      value: "NAME",
      help: "design: of which platform the DDL is; that of the database without it",
    },
    seed: { type: "string", value: "NUMBER", help: "which rows those are; 1 without it" },
    jsonl: { type: "boolean", help: "prints a line of JSON for each" },
  },
  run: async (given, { terminal: shown }) => {
    const [action = ""] = given.positionals;
    const show = { keys: showKeys, "foreign-keys": showForeignKeys, lint: showLint }[action];
    if (show === undefined && action !== "design")
      throw use(`dx model cannot ${action}`, "write dx model keys, foreign-keys, lint or design");
    const options = readModelOptions(given, action);
    const addressed = given.texts("db");
    if (addressed.length === 0)
      throw use("--db is missing", "name a database, as --db source=env:DATABASE_URL");
    const addresses = readAddresses(addressed, { env: process.env });
    return hush(addresses.secrets, shown, async (terminal) => {
      const interruption = listenForInterruption(terminal);
      const { signal } = interruption;
      try {
        const opened = await openAddresses(addresses, {
          missing: "refused",
          readOnly: true,
          signal,
        });
        try {
          const database = opened.databases["source"] ?? opened.databases["target"];
          if (database === undefined)
            throw use("no database is called source or target", "write --db source=URL");
          if (show === undefined) {
            const form = options.isJson ? "jsonl" : (given.text("form") ?? "summary");
            const [table] = options.tables ?? [];
            const dialect = given.text("dialect");
            await showDesign({ database, table, form, dialect, terminal });
            return 0;
          }
          const tables = await readTables(database, options.tables);
          const isWrong = await show({ database, tables, options, signal, terminal });
          return isWrong === true ? 1 : 0;
        } finally {
          await opened.close();
        }
      } catch (error) {
        if (isDxError(error) && wrongUse.has(error.code)) return showError(error, terminal, 2);
        throw error;
      } finally {
        interruption.dispose();
      }
    });
  },
};

/** What the one who called it can mend. */
const wrongUse = new Set(["DX_CLI_USE", "DX_CORE_TABLE_NAME", "DX_DATABASE_NO_TABLE"]);
