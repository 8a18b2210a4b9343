// A copy of the workspace, without its history and what is made, for tests that break something in it.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { after } from "node:test";

const root = join(import.meta.dirname, "../..");
const left = new Set(["dist", ".turbo", ".cache", ".git", "coverage"]);
const bin = join(root, "node_modules/.bin");
const env = {
  ...process.env,
  PATH: `${bin}:${(process.env.PATH ?? "").replaceAll(`${bin}:`, "")}`,
  pnpm_config_verify_deps_before_run: "false", // its dependencies are the workspace's own
};
/** The name of a flow that a copy does not have: one of the specification, taken out if it is there. */
export const newFlow = "feature-store-setup";

/** Makes a copy that goes away with the tests; without `linked`, it has no dependencies yet. */
export function copyWorkspace({ linked = true } = {}) {
  const copy = mkdtempSync(join(tmpdir(), "dx-copy-"));
  after(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(root, copy, {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
    filter: (path) =>
      path !== join(root, "node_modules") &&
      !left.has(basename(path)) &&
      (linked || basename(path) !== "node_modules"),
  });
  if (linked) symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const path = (file) => join(copy, file);
  const at = (from = ".") => ({ cwd: path(from), env, encoding: "utf8" });
  const write = (file, text) => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  };
  const change = (file, edit) => {
    const value = JSON.parse(readFileSync(path(file), "utf8"));
    edit(value);
    write(file, `${JSON.stringify(value, null, 2)}\n`);
  };
  const folder = `apps/flows/${newFlow}`;
  if (existsSync(path(folder))) {
    rmSync(path(folder), { recursive: true });
    change("apps/registry/package.json", ({ dependencies }) => {
      delete dependencies[`@dx/flow-${newFlow}`];
    });
    const registry = "apps/registry/src/index.ts";
    const lines = readFileSync(path(registry), "utf8").split("\n");
    write(registry, lines.filter((line) => !line.includes(`"${newFlow}"`)).join("\n"));
  }
  return {
    copy,
    read: (file) => readFileSync(path(file), "utf8"),
    remove: (file) => rmSync(path(file), { recursive: true }),
    has: (file) => existsSync(path(file)),
    write,
    /** Changes a JSON file. */
    change,
    /** Runs a command to its end: `{ status, output }`. */
    run: (command, args, from) => {
      const { status, stdout, stderr } = spawnSync(command, args, at(from));
      return { status, output: stdout + stderr };
    },
    /** The same, beside others. */
    start: async (command, args, from) => {
      const child = spawn(command, args, { ...at(from), stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk) => {
          output += chunk;
        });
      const [status] = await once(child, "close");
      return { status, output };
    },
  };
}
