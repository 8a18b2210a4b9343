// Runs the workspace's own tests, and reports them: `node tools/test-workspace.mjs [FILE...]`
import { spawnSync } from "node:child_process";
import { globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readJunit, writeReport } from "./reports.mjs";

const root = join(import.meta.dirname, "..");
const given = process.argv.slice(2);
const files = given.length > 0 ? given : globSync("tools/test/*.test.mjs", { cwd: root });
const junit = join(root, ".cache/workspace.xml");
rmSync(junit, { force: true });
const reporters = [
  ["spec", "stdout"],
  ["junit", junit],
].flatMap(([name, to]) => [`--test-reporter=${name}`, `--test-reporter-destination=${to}`]);
const { status } = spawnSync(process.execPath, ["--test", ...reporters, ...files.toSorted()], {
  cwd: root,
  stdio: "inherit",
});
const tests = readJunit(junit);
if (status !== 0 && !tests.some((one) => one.status === "failed"))
  tests.push({ name: "the workspace's tests, before they ran", status: "failed" });
writeReport(root, "test:workspace", tests);
process.exitCode = status ?? 1;
