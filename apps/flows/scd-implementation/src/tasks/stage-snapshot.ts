import { DxError } from "@dx/core";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { readRecords } from "./read-records.ts";

/**
 * Loads a snapshot's file into a table of the scratch schema: a JSON object of records by key is read here, all other
 * files by the database. Gives the table and its number of rows.
 */
export const stageSnapshot = defineTask("stage-snapshot", {
  version: 1,
  effect: "transactional",
  input: z.strictObject({
    file: z.string(),
    key: z.array(z.string()),
    columns: z.array(z.string()),
    booleans: z.array(z.string()),
  }),
  output: z.strictObject({ table: z.string(), rows: z.number() }),
  run: async ({ file, key, columns, booleans }, tools) => {
    const path = tools.files[file];
    if (path === undefined) throw new DxError("DX_FLOW_FILE", `no file is called ${file}`);
    const table = `${await tools.scratch()}.snapshot_${file}`;
    const source = readRecords(path, { key, columns, booleans }) ?? path;
    const { rows } = await tools.databases.target.load(table, source);
    tools.progress(rows, rows, "rows");
    return { table, rows };
  },
});
