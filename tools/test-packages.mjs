// Packs every package that is published, installs the tarballs with plain npm, and uses them as others
// would: in Node (by `import` and `require`), with strict TypeScript, in Deno, and in a browser.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, matchesGlob } from "node:path";
import { writeReport } from "./reports.mjs";
import { unpackChromium } from "./testing/src/unpack-chromium.ts";

const root = join(import.meta.dirname, "..");
const home = mkdtempSync(join(tmpdir(), "dx-packages-"));
const consumer = join(home, "consumer");

const planned = [];
/** Plans a trial; all are run in order, at the end. */
const test = (name, body) => planned.push({ name, body });
/** What a trial throws is printed, and counted as its failure. */
async function tryOut({ name, body }) {
  const start = performance.now();
  let status = "passed";
  try {
    await body();
  } catch (error) {
    console.error(error);
    status = "failed";
  }
  console.log(`${status} ${name} (${Math.round(performance.now() - start)} ms)`);
  return { name, status };
}
function must(isTrue, message) {
  if (!isTrue) throw new Error(message);
}
function run(command, args, { cwd = consumer, env = process.env } = {}) {
  const done = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  const { status, stdout, stderr, error } = done;
  must(status === 0, `${command} ${args.join(" ")}: ${error ?? ""}\n${stdout}${stderr}`);
  return stdout;
}
const json = (path) => JSON.parse(readFileSync(path, "utf8"));
const write = (file, text) => writeFileSync(join(consumer, file), text);

/** The Node of the machine, not the workspace's: a 20 if there is one, as that is the oldest promised. */
function findNode() {
  const found = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .map((folder) => join(folder, "node"))
    .filter((path) => existsSync(path))
    .map((path) => ({
      path,
      version: spawnSync(path, ["--version"], { encoding: "utf8" }).stdout.trim(),
    }));
  return (
    found.find(({ version }) => version.startsWith("v20.")) ??
    found[0] ?? { path: process.execPath, version: process.version }
  );
}

const packages = globSync("packages/*/*/package.json", { cwd: root })
  .toSorted()
  .map((path) => Object.assign(json(join(root, path)), { folder: dirname(path) }))
  .filter((one) => one.private !== true);
const specifiersOf = ({ name, exports }) =>
  Object.keys(exports)
    .filter((key) => typeof exports[key] !== "string") // data, such as package.json and schemas
    .map((key) => name + key.slice(1));
const all = packages.flatMap((one) => specifiersOf(one));
const pure = packages
  .filter(({ folder }) => /^packages\/(foundation|areas)\//.test(folder))
  .flatMap((one) => specifiersOf(one));

/** Imports everything, looks whether each exports something, and then does some real work. */
const program = (specifiers, work) =>
  [
    ...specifiers.map((one, index) => `import * as p${index} from "${one}";`),
    work.imports,
    `const all: readonly object[] = [${specifiers.map((_, index) => `p${index}`).join(", ")}];`,
    "for (const one of all) if (Object.keys(one).length === 0) throw new Error('exports nothing');",
    work.body,
  ].join("\n");
const history = {
  imports: `import { formatPlan } from "@dx/sql";
import { historyClaims, planChanges, planHistoryTable } from "@dx/scd";`,
  body: `const spec = { key: "id", tracked: ["city"], validFrom: "since", validTo: "until" };
const today = { kind: "snapshot", table: "customer", at: "2026-01-31" } as const;
const load = planChanges("dim", today, { spec, loadedAt: "2026-01-31" });
if (!formatPlan(load, "spark").includes("<=>")) throw new Error("not the dialect's text");`,
};
const database = {
  imports: `import { openDatabase } from "@dx/database";\n${history.imports}`,
  body: `${history.body}
const db = await openDatabase("duckdb:");
const rows = await db.query("select 42 as n");
if (rows.count !== 1) throw new Error("not one row");
await db.load("customer", [{ id: 1, city: "Bonn" }]);
await db.apply(planHistoryTable("dim", "customer", spec));
await db.apply(load);
const evidence = await db.check(historyClaims("dim", spec));
if (evidence.length === 0 || evidence.some((one) => one.verdict !== "holds")) throw new Error("a claim fails");
await db.close();
console.log("done");`,
};
const noTypes = (text) => text.replace(": readonly object[]", "").replaceAll(" as const", "");

test("all are built and packed", () => {
  const filters = packages.map(({ name }) => `--filter=${name}`);
  run("pnpm", ["exec", "turbo", "run", "build", ...filters], { cwd: root });
  run("pnpm", ["-r", ...filters, "pack", "--pack-destination", home], { cwd: root });
  must(globSync("*.tgz", { cwd: home }).length === packages.length, "a tarball is missing");
});

test("plain npm installs the tarballs with their peers", () => {
  const peers = packages.flatMap(({ peerDependencies, devDependencies }) =>
    Object.keys(peerDependencies ?? {}).map((name) => [name, devDependencies[name]]),
  );
  const catalog = readFileSync(join(root, "pnpm-workspace.yaml"), "utf8");
  const version = (name, wanted) =>
    wanted === "catalog:"
      ? new RegExp(String.raw`^ {2}"?${name}"?: (.*)$`, "m").exec(catalog)?.[1]
      : wanted;
  const others = [...peers, ["@types/node", "catalog:"]].map(([name, wanted]) => [
    name,
    version(name, wanted),
  ]);
  const own = packages.map((one) => [
    one.name,
    `file:../${one.name.replace("@", "").replace("/", "-")}-${one.version}.tgz`,
  ]);
  mkdirSync(consumer);
  write(
    "package.json",
    JSON.stringify({
      private: true,
      type: "module",
      dependencies: Object.fromEntries([...own, ...others]),
      // for each other, too: else npm asks a registry for names that may not be ours there
      overrides: Object.fromEntries(own.map(([name]) => [name, `$${name}`])),
    }),
  );
  const flags = ["--no-audit", "--no-fund", "--prefer-offline", "--fetch-timeout=60000"];
  run("npm", ["install", ...flags]);
});

for (const { name, folder } of packages)
  test(`${name} ships what it should, and nothing else`, () => {
    const installed = join(consumer, "node_modules", name);
    const manifest = json(join(installed, "package.json"));
    const files = globSync("**/*.*", { cwd: installed });
    const data = Object.values(manifest.exports).filter((one) => typeof one === "string");
    const wanted = [
      "package.json",
      "README.md",
      "LICENSE",
      "CHANGELOG.md",
      "{dist,src}/**",
      ...data.map((path) => path.slice("./".length)),
    ];
    const extra = files.filter((file) => !wanted.some((glob) => matchesGlob(file, glob)));
    must(extra.length === 0, `also ships ${extra.join(", ")}`);
    must(!files.some((file) => /\.(test|bench)\./.test(file)), "ships tests");
    must(
      readFileSync(join(installed, "LICENSE"), "utf8").startsWith("MIT License"),
      "no MIT License",
    );
    must(readFileSync(join(installed, "README.md"), "utf8").includes(`# ${name}`), "no README");
    must(manifest.license === "MIT", "no license");
    must(!/^(To be written|$)/.test(manifest.description ?? ""), "no description");
    must(manifest.repository?.directory === folder, "repository.directory is another");
    for (const target of Object.values(manifest.exports).flatMap((one) => Object.values(one)))
      must(target.length === 1 || existsSync(join(installed, target)), `${target} is not there`);
    must(
      !/"(workspace|catalog|file|link):/.test(JSON.stringify(manifest)),
      "a range of pnpm's own",
    );
    for (const file of files.filter((one) => !one.includes("LICENSE"))) {
      const text = readFileSync(join(installed, file), "utf8");
      must(
        !text.includes(root) && !/"(file:\/\/)?\/(home|root|tmp)\//.test(text),
        `a path in ${file}`,
      );
    }
  });

const node = findNode();
if (!node.version.startsWith("v20."))
  console.log(`no Node 20 on this machine: ${node.version} takes its place`);
test(`Node ${node.version}: import of all, and a history in DuckDB`, () => {
  write("esm.mjs", noTypes(program(all, database)));
  must(run(node.path, ["esm.mjs"]).includes("done"), "did not come to its end");
});
test(`Node ${node.version}: require of all`, () => {
  const lines = all.map(
    (one) => `if (Object.keys(require("${one}")).length === 0) throw new Error("${one}");`,
  );
  write("all.cjs", `${lines.join("\n")}\nconsole.log("done");\n`);
  must(run(node.path, ["all.cjs"]).includes("done"), "did not come to its end");
});

const strict = ["--noEmit", "--strict", "--skipLibCheck", "false", "--exactOptionalPropertyTypes"];
const modes = { nodenext: "nodenext", bundler: "esnext" };
for (const [resolution, module] of Object.entries(modes))
  test(`TypeScript, strict, libraries checked, ${resolution}`, () => {
    const flags = [...strict, "--target", "es2022", "--module", module];
    const mode = [...flags, "--moduleResolution", resolution, "--types", "node"];
    write("use.ts", program(all, database));
    run("tsc", [...mode, "use.ts"]);
    write(
      "wrong.ts",
      'import { formatPlan } from "@dx/sql";\nexport const a: number = formatPlan;\n',
    );
    const { status, stdout } = spawnSync("tsc", [...mode, "wrong.ts"], {
      cwd: consumer,
      encoding: "utf8",
    });
    must(status !== 0 && stdout.includes("TS2322"), "takes a wrong program");
  });
test("TypeScript, strict: pure packages need neither Node's types nor the browser's", () => {
  write("pure.ts", program(pure, history));
  const flags = [...strict, "--target", "es2022", "--module", "esnext", "--lib", "es2023"];
  run("tsc", [...flags, "--moduleResolution", "bundler", "--types", "", "pure.ts"]);
});

test("Deno, with types checked: all, and a history in DuckDB", () => {
  const flags = ["--quiet", "--node-modules-dir=manual", "--no-lock", "--check", "--allow-all"];
  must(run("deno", ["run", ...flags, "use.ts"]).includes("done"), "did not come to its end");
});
test("Deno, with no permissions: the pure packages", () => {
  run("deno", ["run", "--quiet", "--node-modules-dir=manual", "--no-lock", "pure.ts"]);
});

const parsers = /^@dx\/(sql-parser|lineage)$/;
const withoutParser = (one) => !parsers.test(typeof one === "string" ? one : one.name);

test("a browser: the pure packages but the parser's, bundled as one script", async () => {
  write(
    "browser.ts",
    // What stands on the parser's WebAssembly is a module of its own kind, with an await at its top.
    `${program(pure.filter(withoutParser), history)}\nexport const text = formatPlan(load, "duckdb");\n`,
  );
  const flags = ["--bundle", "--format=iife", "--global-name=dx", "--platform=browser"];
  run("esbuild", ["browser.ts", ...flags, "--log-level=warning", "--outfile=browser.js"]);
  const require = createRequire(join(root, "tools/testing/package.json"));
  const browser = await require("playwright-core").chromium.launch(unpackChromium());
  const page = await browser.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error));
  await page.addScriptTag({ path: join(consumer, "browser.js") });
  const text = await page.evaluate("globalThis.process === undefined && dx.text");
  await browser.close();
  must(faults.length === 0, faults.join("\n"));
  must(String(text).includes("insert into"), "gives no text");
});

const tests = [];
// oxlint-disable-next-line no-await-in-loop -- each needs what the ones before it made
for (const one of planned) tests.push(await tryOut(one));
writeReport(root, "test:packages", tests);
if (tests.every(({ status }) => status === "passed")) rmSync(home, { recursive: true });
else {
  console.log(`left for a look: ${home}`);
  process.exitCode = 1;
}
