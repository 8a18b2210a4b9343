// What CI runs. Ends with one line that counts every test of the three commands once, each failure
// of any of them, and a tree that is not as it was.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const tree = () =>
  spawnSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" }).stdout;

/** Runs a command of the workspace, shows what it prints, and reads its closing line. */
async function run(...args) {
  const start = performance.now();
  console.log(`\n# npm ${args.join(" ")}`);
  const child = spawn("npm", args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => {
    process.stdout.write(chunk);
    output += chunk;
  });
  const [status] = await once(child, "close");
  console.log(`# ${Math.round((performance.now() - start) / 1000)} s, exit code ${status}`);
  const line = [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  const [passed, failed, skipped] = (line ?? [0, 0, 1, 0]).slice(1).map(Number);
  return { passed, failed: failed === 0 && status !== 0 ? 1 : failed, skipped, status };
}

const before = tree();
const tests = await run("test");
const { status: demoStatus } = await run("run", "demo"); // every flow on its own data; it counts no tests
const parts = [await run("run", "check"), await run("run", "check:release")];
const changed = tree() === before ? 0 : 1;
if (demoStatus !== 0) console.log(`FAILED the demo ended with ${demoStatus}`);
if (changed > 0) console.log(`FAILED the tree has changed:\n${tree()}`);
const sum = (name) => parts.reduce((total, one) => total + one[name], 0);
const failed = tests.failed + (demoStatus === 0 ? 0 : 1) + sum("failed") + changed; // `check` repeats what `npm test` ran
if (failed > 0) process.exitCode = 1;
console.log(`\n${sum("passed")} passed, ${failed} failed, ${sum("skipped")} skipped`);
