// The tables of packages and flows in the root README, written from what is there.
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkCoverage } from "./spec-coverage.mjs";
import { processOf, specOf } from "./spec-fields.mjs";

const layers = { foundation: "foundation", areas: "area", runtime: "runtime" };

/** The lines of both tables, by the name of their place in the README. */
export function readmeTables(root) {
  const packages = Object.entries(layers).flatMap(([folder, layer]) =>
    globSync(`packages/${folder}/*/package.json`, { cwd: root })
      .toSorted()
      .map((path) => {
        const { name, description } = JSON.parse(readFileSync(join(root, path), "utf8"));
        return `| ${layer} | [\`${name}\`](${dirname(path)}) | ${description ?? "for tests"} |`;
      }),
  );
  const flows = Object.entries(processOf).map(([flow, number]) => {
    const { title, items } = specOf(flow);
    const folder = `apps/flows/${flow}`;
    if (!existsSync(join(root, folder, "package.json")))
      return `| ${number} | ${title}: \`${flow}\` | planned | 0 of ${items.length} |`;
    const { counts } = checkCoverage(flow, root);
    const covered = counts.test + counts.evidence;
    const state = covered > 0 ? "runs" : "begun";
    return `| ${number} | ${title}: [\`${flow}\`](${folder}) | ${state} | ${covered} of ${items.length} |`;
  });
  return {
    packages: ["| layer | package | what for |", "| --- | --- | --- |", ...packages],
    flows: ["| # | flow | state | items covered |", "| --- | --- | --- | --- |", ...flows],
  };
}

const place = (name) =>
  new RegExp(String.raw`(?<=<!-- ${name} -->\n\n)[\s\S]*?(?=\n\n<!-- /${name} -->)`);

/** The lines of a table in the README, without the spaces that align them. */
export function readTable(root, name) {
  const [table = ""] = place(name).exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
  return table
    .split("\n")
    .map((line) => line.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---").trim());
}

/** Writes both tables into the README; oxfmt aligns them. */
export function writeReadmeTables(root) {
  const path = join(root, "README.md");
  let text = readFileSync(path, "utf8");
  for (const [name, lines] of Object.entries(readmeTables(root)))
    text = text.replace(place(name), () => lines.join("\n"));
  writeFileSync(path, text);
}

if (process.argv[2] === "write") writeReadmeTables(join(import.meta.dirname, ".."));
