// What is broken in a copy of the workspace makes its commands fail there, and is counted.
import { equal, match, notEqual } from "node:assert/strict";
import { describe, test } from "node:test";
import { copyWorkspace } from "./copy.mjs";

const copy = copyWorkspace();
const core = "packages/foundation/core";
const quiet = ["--output-logs=errors-only"];

/** Runs a command as `npm run` does; its closing line is the last of its own output. */
async function command(...args) {
  const { status, output } = await copy.start("node", ["tools/run.mjs", ...args, ...quiet]);
  return { status, output, closing: /^\d+ passed, \d+ failed, \d+ skipped$/m.exec(output)?.[0] };
}
const script = (folder, name, text) =>
  copy.change(`${folder}/package.json`, ({ scripts }) => {
    scripts[name] = text;
  });

describe("of tasks, counted as failed:", { concurrency: 2 }, () => {
  test("a test file that throws at import", async () => {
    copy.write(`${core}/test/broken.test.ts`, 'throw new Error("at import");\n');
    const { status, output, closing } = await command("test", "--filter=@dx/core");
    notEqual(status, 0);
    match(output, /FAILED .*broken\.test\.ts, before its tests/);
    match(closing, /^[1-9]\d* passed, 1 failed, 0 skipped$/);
  });

  test("a task that cannot start, and one that leaves no report", async () => {
    script("apps/registry", "test", "no-such-command");
    script("apps/demo", "test", "node --version");
    const { status, output, closing } = await command(
      "test",
      "--continue",
      "--filter=@dx/demo",
      "--filter=@dx/flows",
    );
    notEqual(status, 0);
    match(output, /FAILED @dx\/flows#test, see above/);
    match(output, /FAILED @dx\/demo#test left no report/);
    equal(closing, "0 passed, 2 failed, 0 skipped");
  });

  test("a task that was not run, since another failed", async () => {
    script("packages/foundation/sql", "build", "no-such-command");
    const { status, output, closing } = await command(
      "build",
      "--continue=dependencies-successful",
      "--filter=@dx/scd",
    );
    notEqual(status, 0);
    match(output, /FAILED @dx\/sql#build, see above/);
    match(output, /FAILED @dx\/scd#build was not run/);
    match(output, /FAILED @dx\/table-diff#build was not run/);
    match(output, /FAILED @dx\/database#build was not run/);
    equal(closing, "0 passed, 4 failed, 0 skipped");
  });

  test("a task that there is not", async () => {
    const { status, closing } = await command("no-such-task");
    notEqual(status, 0);
    equal(closing, "0 passed, 1 failed, 0 skipped");
  });
});

describe("of examples and pages, counted as failed:", () => {
  test("examples that throw, in a README, a page and a docstring", async () => {
    const bad = (ok) => `\`\`\`ts\nif (!${ok}) throw new Error("no");\n\`\`\`\n`;
    copy.write(`${core}/README.md`, `# core\n\n${bad("Boolean(0)")}`);
    copy.write("docs/bad.md", `# page\n\n${bad("Boolean(0)")}\n${bad("Boolean(1)")}`);
    const lines = ["", "@example", ...bad("Boolean(0)").trim().split("\n")].map(
      (line) => ` * ${line}`,
    );
    copy.write(`${core}/src/bad.ts`, `/**\n${lines.join("\n")}\n */\nexport const a = 1;\n`);
    const files = [`${core}/README.md`, `${core}/src/bad.ts`, "docs/bad.md"];
    const { status, output, closing } = await copy
      .start("node", ["tools/run.mjs", "test:examples", ...quiet, "--", ...files])
      .then((one) => ({ ...one, closing: /^\d+ passed, \d+ failed.*$/m.exec(one.output)?.[0] }));
    notEqual(status, 0);
    match(output, /FAILED .*docs\/bad\.md/);
    equal(closing, "1 passed, 3 failed, 0 skipped");
  });

  test("examples with wrong types", async () => {
    copy.write("docs/wrong.md", "```ts\nconst a: string = 1;\nconsole.log(a);\n```\n");
    const args = ["tools/run.mjs", "test:examples", ...quiet, "--", "docs/wrong.md"];
    const { status, output } = await copy.start("node", args);
    notEqual(status, 0);
    match(output, /^0 passed, 1 failed, 0 skipped$/m);
  });

  test("a notebook that throws", async () => {
    const cell = { cell_type: "code", source: ['throw new Error("no");'] };
    copy.write("notebooks/bad.ipynb", JSON.stringify({ cells: [cell] }));
    const args = ["tools/run.mjs", "test:examples", ...quiet, "--", "notebooks/bad.ipynb"];
    const { status, output } = await copy.start("node", args);
    notEqual(status, 0);
    match(output, /FAILED .*notebooks\/bad\.ipynb/);
    match(output, /^0 passed, 1 failed, 0 skipped$/m);
  });

  test("a test of the workspace that fails, and one that throws at import", async () => {
    copy.write(
      "tools/test/bad.test.mjs",
      'import { test } from "node:test";\ntest("good", () => {});\ntest("bad", () => {\n  throw new Error();\n});\n',
    );
    copy.write("tools/test/broken.test.mjs", 'throw new Error("at import");\n');
    const files = ["tools/test/bad.test.mjs", "tools/test/broken.test.mjs"];
    const args = ["tools/run.mjs", "test:workspace", ...quiet, "--", ...files];
    const { status, output } = await copy.start("node", args);
    notEqual(status, 0);
    match(output, /^1 passed, 2 failed, 0 skipped$/m);
  });

  test("a page with a dead link", async () => {
    copy.write("docs/dead.md", "[nowhere](./nowhere.md)\n");
    const { status, output, closing } = await command("docs");
    notEqual(status, 0);
    match(output, /dead link/i);
    equal(closing, "0 passed, 1 failed, 0 skipped");
  });
});
