import { join } from "node:path";
import { defineConfig } from "vitest/config";
import workspace from "../vitest.config.ts";

// Runs a package's own tests for each mutant. Without Postgres, whose start costs more than all else, and with
// what has many files in one, since every run loads it anew.
export default defineConfig((env) => {
  const config = workspace(env);
  const without = join(import.meta.dirname, "mutate-without-postgres.mjs");
  const include = ["sql-formatter", "fast-check", "ajv/dist/2020.js"];
  return {
    ...config,
    test: {
      ...config.test,
      deps: { optimizer: { ssr: { enabled: true, include } } },
      globalSetup: [without],
      reporters: [{}],
    },
  };
});
