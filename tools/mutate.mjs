// Mutates a package's sources, and tells which mutants its tests do not notice:
// `npm run mutate -- packages/foundation/core [src/FILE.ts ...]`. In place: the files are put back.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

const [folder = "", ...files] = process.argv.slice(2);
const home = join(root, folder);
if (folder === "" || !existsSync(join(home, "test")))
  throw new Error("usage: npm run mutate -- packages/GROUP/NAME [src/FILE.ts ...]");
mkdirSync(join(home, ".cache"), { recursive: true });
const config = join(home, ".cache/stryker.json");
const options = {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  inPlace: true,
  mutate: files.length > 0 ? files : ["src/**/*.ts", "!src/index.ts"],
  vitest: { configFile: join(root, "vitest.config.ts") },
  reporters: ["clear-text"],
  tempDirName: ".cache/stryker",
  concurrency: 1,
  allowEmpty: false,
};
writeFileSync(config, JSON.stringify(options));
const { status } = spawnSync("stryker", ["run", config], { cwd: home, stdio: "inherit" });
process.exitCode = status ?? 1;
