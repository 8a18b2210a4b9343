import { columnsAction } from "../lineage/columns.ts";
import { diffAction } from "../lineage/diff.ts";
import { impactAction } from "../lineage/impact.ts";
import { pageAction } from "../lineage/page.ts";
import type { Command } from "../command.ts";
import { use } from "../parse-given.ts";

const actions: Readonly<Record<string, Command["run"]>> = {
  columns: columnsAction,
  impact: impactAction,
  diff: diffAction,
  page: pageAction,
};

export const command: Command = {
  usage: "lineage <action>",
  description: `Where columns come from, by SQL alone; no database is needed.
columns  reads JSON lines {"sql", "dialect", "schema": {table: {column: type}}, "default_schema"?}, and answers each by
         {"tables_in", "tables_out", "columns": [{"target", "sources": [{"table", "column", "kind"}]}], "unresolved", "error"}
impact   tells of a change what in a folder of SQL is broken, affected and safe; a line of JSON for each statement that is not safe;
         exit code 1 if something is broken. A change is one of: drop t.c; drop table t; rename t.c to d; add t.c type; make t.c type
diff     tells what of the lineage is other --after than --before, each a folder of SQL, a manifest of dbt, OpenLineage events, a log
         of queries, or lineage.json of a run; a line of JSON for each table, column, way and influence that came or went, last the
         totals; exit code 1 if there are differences
page     writes a page that shows the lineage of a folder of SQL`,
  examples: [
    "dx lineage columns --jsonl < requests.jsonl > answers.jsonl",
    'dx lineage impact --sql models --dialect duckdb --schema schema.json --change "drop orders.price"',
    "dx lineage diff --before old-models --after target/manifest.json",
    "dx lineage page --in target/manifest.json",
    "dx lineage page --sql models --dialect snowflake -o lineage.html",
  ],
  options: {
    jsonl: { type: "boolean", help: "of columns: JSON lines in and out, which it always does" },
    sql: {
      type: "string",
      value: "FOLDER",
      help: "of impact and page: *.sql, those of its folders too, in the order of their paths",
    },
    in: {
      type: "string",
      multiple: true,
      value: "FILE",
      help: "of impact and page: a manifest of dbt (catalog.json beside it gives columns), OpenLineage events, or a log of queries",
    },
    before: { type: "string", value: "PLACE", help: "of diff: a folder or a file" },
    after: { type: "string", value: "PLACE", help: "of diff: as --before" },
    dialect: { type: "string", value: "DIALECT", help: "whose SQL it is; duckdb without it" },
    "default-schema": {
      type: "string",
      value: "NAME",
      help: "the schema of tables that are named without one",
    },
    schema: {
      type: "string",
      value: "FILE",
      help: "a JSON file {table: {column: type}} of the tables that are there before",
    },
    change: { type: "string", value: "CHANGE", help: "of impact: what changes" },
    out: {
      type: "string",
      short: "o",
      value: "FILE",
      help: "of page: where it is written; lineage.html without it",
    },
  },
  run: async (given, around) => {
    const [action = ""] = given.positionals;
    const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (run === undefined)
      throw use(`dx lineage cannot ${action}`, `write one of ${Object.keys(actions).join(", ")}`);
    return run(given, around);
  },
};
