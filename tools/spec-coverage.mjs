// Holds what each flow says it covers of the specification against the specification's items, the
// tests and the sources: `npm run -s coverage:spec`.
import { existsSync, globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { processOf, specOf } from "./spec-fields.mjs";

const self = fileURLToPath(import.meta.url);
const home = join(import.meta.dirname, "..");
const exclude = (path) => /(^|\/)(node_modules|dist|\.cache)(\/|$)/.test(path);

/** What is wrong, and how many items are covered how: `{ faults, counts }`. */
export function checkCoverage(flow, root = home) {
  const folder = `apps/flows/${flow}`;
  const path = join(root, folder, "spec-coverage.json");
  const counts = { test: 0, evidence: 0, not: 0 };
  if (!existsSync(path)) return { faults: ["there is no spec-coverage.json"], counts };
  const text = readFileSync(path, "utf8");
  const covered = JSON.parse(text);
  const wanted = specOf(flow).items.map(({ id }) => id);
  const known = new Set(wanted);
  const times = (id) => text.split(`${JSON.stringify(id)}:`).length - 1;
  const faults = [
    ...wanted.filter((id) => !Object.hasOwn(covered, id)).map((id) => `${id} is missing`),
    ...wanted.filter((id) => times(id) > 1).map((id) => `${id} is there more than once`),
  ];
  const globs = [`${folder}/{src,test}/**/*.ts`, "packages/*/*/{src,test}/**/*.ts"];
  const sources = globSync(globs, { cwd: root, exclude })
    .map((file) => readFileSync(join(root, file), "utf8"))
    .join("\n");
  for (const [id, entry] of Object.entries(covered)) {
    const fault = known.has(id) ? judge(entry, { root, folder, sources }) : "no such item";
    if (fault !== undefined) faults.push(`${id}: ${fault}`);
    else counts[Object.keys(entry)[0]] += 1;
  }
  return { faults, counts };
}

function judge(entry, { root, folder, sources }) {
  const [[kind, value] = [], ...more] = Object.entries(entry);
  if (more.length > 0 || typeof value !== "string") return "one of test, evidence, not, and a text";
  switch (kind) {
    case "test":
      return judgeTest(value, root, folder);
    case "evidence": {
      const id = value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      const isThere = new RegExp(String.raw`(?<![\w.-])${id}(?![\w-]|\.\w)`).test(sources);
      return value !== "" && isThere ? undefined : `no claim is called ${value}`;
    }
    case "not":
      return value.trim().length >= 10 ? undefined : `why not? "${value}" says too little`;
    default:
      return `"${kind}" is none of test, evidence, not`;
  }
}

/** A test is named by its file, seen from the flow's folder or from the root, and its title. */
function judgeTest(value, root, folder) {
  const at = value.indexOf(" > ");
  if (at < 0) return `"${value}" is not "<file> > <name>"`;
  const [file, title] = [value.slice(0, at), value.slice(at + 3)];
  const base = /^(packages|apps|tools)\//.test(file) ? root : join(root, folder);
  const path = join(base, file);
  if (!/\.test\.m?ts$/.test(file) || !existsSync(path)) return `no test file ${file}`;
  const text = readFileSync(path, "utf8");
  const quoted = [JSON.stringify(title), `'${title}'`, `\`${title}\``];
  return quoted.some((one) => text.includes(one)) ? undefined : `no test "${title}" in ${file}`;
}

if (resolve(process.argv[1] ?? "") === self) {
  const rows = Object.keys(processOf).map((flow) => {
    const items = specOf(flow).items.length;
    if (!existsSync(join(home, "apps/flows", flow))) return { flow, items, state: "planned" };
    const { faults, counts } = checkCoverage(flow);
    for (const fault of faults) console.error(`${flow}: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
    const state = counts.test + counts.evidence > 0 ? "runs" : "begun";
    return Object.assign({ flow, items, state }, counts);
  });
  console.table(rows);
  const covered = rows.reduce((sum, { test = 0, evidence = 0 }) => sum + test + evidence, 0);
  const items = rows.reduce((sum, one) => sum + one.items, 0);
  console.log(`${covered} of ${items} items are covered by a test or by evidence`);
}
