import { defineTask } from "@dx/runner";
import { z } from "zod";
import { booleanColumns } from "./read-records.ts";

/** Finds the columns that have nothing but booleans in all snapshots, so that all are loaded alike. */
export const lookAtFiles = defineTask("look-at-files", {
  version: 1,
  effect: "none",
  input: z.strictObject({ files: z.array(z.string()), columns: z.array(z.string()) }),
  output: z.array(z.string()),
  run: ({ files, columns }, tools) => [
    ...booleanColumns(
      files.flatMap((file) => tools.files[file] ?? []),
      columns,
    ),
  ],
});
