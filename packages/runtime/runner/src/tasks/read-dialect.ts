import { dialects, type Dialect } from "@dx/core";
import { z } from "zod";
import { defineTask, type Task } from "../task.ts";

/** Says whose SQL the target takes. */
export const readDialect: Task<Readonly<Record<string, never>>, Dialect> = defineTask(
  "read-dialect",
  {
    version: 1,
    effect: "none",
    input: z.strictObject({}),
    output: z.enum(dialects),
    run: (_, { databases: { target } }) => target.dialect,
  },
);
