// What `npm run new` makes passes every check at once, with nothing written by hand.
import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { test } from "node:test";
import { copyWorkspace, newFlow } from "./copy.mjs";

const copy = copyWorkspace({ linked: false });

test("wrong names are refused, with what there is", () => {
  for (const [args, message] of [
    [["areas"], /usage: npm run new GROUP NAME/],
    [["areas", "Zz"], /usage: npm run new GROUP NAME/],
    [["areas", "scd"], /packages\/areas\/scd exists/],
    [["flow", "zz"], /zz is not in tools\/spec\/flows\.json: etl-pipeline-setup, /],
  ]) {
    const { status, output } = copy.run("node", ["tools/new-package.mjs", ...args]);
    notEqual(status, 0);
    match(output, message);
  }
});

test("a new area and a new flow pass the checks", async () => {
  for (const args of [
    ["areas", "zzarea"],
    ["flow", newFlow],
  ])
    equal(copy.run("node", ["tools/new-package.mjs", ...args]).status, 0);
  const coverage = JSON.parse(copy.read(`apps/flows/${newFlow}/spec-coverage.json`));
  equal(Object.keys(coverage).length, 88);
  deepEqual(coverage["18.in.entities.keyType"], { not: "to be built" });

  const install = ["install", "--no-frozen-lockfile", "--prefer-offline", "--reporter=append-only"];
  const installed = copy.run("pnpm", install);
  equal(installed.status, 0, installed.output);
  copy.run("oxfmt", []);
  const names = ["//", "@dx/zzarea", `@dx/flow-${newFlow}`, "@dx/flows", "@dx/demo", "@dx/docs"];
  const tasks = `typecheck test build lint:package lint:docs lint:code lint:format lint:layers
    lint:manifests lint:unused --continue --output-logs=errors-only`.split(/\s+/);
  const filters = names.map((name) => `--filter=${name}`);
  const args = ["tools/run.mjs", ...tasks, ...filters];
  const { status, output } = await copy.start("node", args);
  equal(status, 0, output);
  match(output, /^[1-9]\d* passed, 0 failed, \d+ skipped$/m);
  const workspace = ["tools/test/workspace.test.mjs", "tools/test/spec.test.mjs"];
  const own = await copy.start("node", ["tools/test-workspace.mjs", ...workspace]);
  equal(own.status, 0, own.output);
});
