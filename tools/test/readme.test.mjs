// The pages of the root say what is there, and their links lead somewhere.
import { deepEqual, match, ok } from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { readmeTables, readTable } from "../readme-tables.mjs";

const root = join(import.meta.dirname, "../..");
const read = (path) => readFileSync(join(root, path), "utf8");
const exclude = (path) => /(^|\/)(node_modules|dist|coverage|\.cache)(\/|$)/.test(path);

for (const name of ["packages", "flows"])
  test(`the README's table of ${name} is what there is (npm run format writes it)`, () => {
    const wanted = readmeTables(root)[name];
    ok(wanted.length > 2);
    deepEqual(readTable(root, name), wanted);
  });

test("each flow in the README's table that runs is in the registry, and each in it is in the table", () => {
  const registered = Object.keys(
    JSON.parse(read("apps/registry/package.json")).dependencies,
  ).filter((name) => name.startsWith("@dx/flow-"));
  const linked = readTable(root, "flows").flatMap(
    (line) => /\(apps\/flows\/([^)]+)\)/.exec(line)?.[1] ?? [],
  );
  deepEqual(linked.map((name) => `@dx/flow-${name}`).toSorted(), registered.toSorted());
});

test("the LICENSE is MIT, and every manifest that names one agrees", () => {
  match(read("LICENSE"), /^MIT License\n\nCopyright \(c\) \d{4} dx contributors\n/);
  for (const path of globSync("{packages,apps}/**/package.json", { cwd: root, exclude })) {
    const { private: isPrivate, license } = JSON.parse(read(path));
    ok(license === "MIT" || (isPrivate && license === undefined), path);
  }
});

for (const file of globSync(["*.md", "{packages,apps}/**/README.md"], { cwd: root, exclude }))
  test(`the links of ${file} lead somewhere`, () => {
    const text = read(file).replaceAll(/```[\s\S]*?```/g, "");
    for (const [, target] of text.matchAll(/\]\(([^)#\s]+)/g))
      ok(/^https?:/.test(target) || existsSync(join(root, dirname(file), target)), target);
  });

test("nothing names a place outside of the clone", () => {
  const files = globSync(
    [
      "*.{json,md,ts,yaml}",
      ".*.json",
      ".ci/*",
      ".github/**/*.yml",
      "docs/**/*.md",
      "{apps,packages,tools}/**/*.{ts,mjs,json,md,yaml}",
    ],
    { cwd: root, exclude: (path) => exclude(path) || path.startsWith("docs/api") },
  );
  ok(files.length > 100);
  const outside = /(?<![\w.])\/(work|root|home)\/\w/;
  for (const file of files.filter((one) => one !== "tools/test/readme.test.mjs"))
    ok(!outside.test(read(file)), `${file}: ${outside.exec(read(file))?.[0]}`);
});
