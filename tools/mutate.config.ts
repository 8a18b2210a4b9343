import { join } from "node:path";
import { defineConfig } from "vitest/config";
import workspace from "../vitest.config.ts";

// Runs a package's own tests for each mutant, without Postgres: its start costs more than all else.
export default defineConfig((env) => {
  const config = workspace(env);
  const without = join(import.meta.dirname, "mutate-without-postgres.mjs");
  return { ...config, test: { ...config.test, globalSetup: [without], reporters: [{}] } };
});
