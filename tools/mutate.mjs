// Mutates the sources of packages, in a copy of each, and tells which mutants its own tests do not notice:
// `npm run mutate -- core sql [src/FILE.ts[:FROM-TO] ...]`. What has not changed since the last run is not tried again;
// `--force` tries all, `--sample=5` what lies in every fifth line. Fails where less than 80 % are killed.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { root } from "./setup.mjs";

const wanted = 80;
const given = process.argv.slice(2);
const isFile = (one) => /\.ts(:\d+-\d+)?$/.test(one);
const names = given.filter((one) => !isFile(one) && !one.startsWith("--"));
const sample = Number(given.find((one) => one.startsWith("--sample="))?.slice(9) ?? 1);
const files = given.filter(isFile);
const homes = names.map((name) => {
  const [home] = globSync([name, `packages/*/${name}`], { cwd: root }).map((one) =>
    join(root, one),
  );
  if (home === undefined || !existsSync(join(home, "src"))) throw new Error(`no package: ${name}`);
  return home;
});
if (homes.length === 0)
  throw new Error("usage: npm run mutate -- PACKAGE ... [src/FILE.ts[:FROM-TO] ...]");

/** What is mutated: all files, or every so many lines of them, counted through all files. */
function chosen(home) {
  if (sample === 1) return files.length > 0 ? files : ["src/**/*.ts", "!src/index.ts"];
  const all = files.length > 0 ? files : globSync("src/**/*.ts", { cwd: home }).toSorted();
  let at = 0;
  return all.flatMap((file) => {
    const lines = readFileSync(join(home, file), "utf8").split("\n");
    return lines.flatMap((_, index) =>
      (at += 1) % sample === 0 ? [`${file}:${index + 1}-${index + 1}`] : [],
    );
  });
}

/** Mutates one package; gives its report. */
function mutate(home) {
  const cache = join(home, ".cache");
  const report = join(cache, "mutation.json");
  mkdirSync(cache, { recursive: true });
  rmSync(report, { force: true });
  const options = {
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    mutate: chosen(home),
    vitest: { configFile: join(root, "tools/mutate.config.ts") },
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: report },
    incremental: sample === 1,
    incrementalFile: join(cache, "mutation-incremental.json"),
    force: given.includes("--force"),
    tempDirName: ".cache/stryker",
    timeoutMS: 30_000, // endless loops are stopped by a count; a busy machine is no killed mutant
    concurrency: availableParallelism(),
    warnings: { slow: false },
  };
  const config = join(cache, "stryker.json");
  writeFileSync(config, JSON.stringify(options));
  const { status } = spawnSync("stryker", ["run", config], { cwd: home, stdio: "inherit" });
  if (status !== 0 || !existsSync(report)) throw new Error(`${home}: stryker failed`);
  return JSON.parse(readFileSync(report, "utf8")).files;
}

const isKilled = ({ status }) => status === "Killed" || status === "Timeout";
const isAlive = ({ status }) => status === "Survived" || status === "NoCoverage";
const share = (some, rest) => (some + rest === 0 ? 100 : (100 * some) / (some + rest));
const oneLine = (text) => text.replaceAll(/\s+/g, " ").slice(0, 120);

/** The text between two places of a source, as the report counts them: from 1. */
function cut(source, { start, end }) {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  return lines.join("\n").slice(start.column - 1);
}

const summaries = homes.map((home) => {
  const report = mutate(home);
  const name = relative(root, home);
  console.log(`\n${name}: mutants that no test noticed`);
  const lines = Object.entries(report).map(([file, { source, mutants }]) => {
    const alive = mutants.filter(isAlive);
    for (const { location, mutatorName, replacement = "", status } of alive)
      console.log(
        `${file}:${location.start.line} ${mutatorName}${status === "NoCoverage" ? " (not run)" : ""}: ${oneLine(cut(source, location))} => ${oneLine(replacement)}`,
      );
    return { file, killed: mutants.filter(isKilled).length, alive: alive.length };
  });
  return { name, lines };
});
for (const { name, lines } of summaries) {
  const sum = (of) => lines.reduce((total, line) => total + of(line), 0);
  const [killed, alive] = [sum((line) => line.killed), sum((line) => line.alive)];
  const weakest = lines
    .filter((line) => share(line.killed, line.alive) < wanted)
    .toSorted((a, b) => b.alive - a.alive);
  for (const line of weakest)
    console.log(`${name}/${line.file}: ${share(line.killed, line.alive).toFixed(0)} %`);
  const score = share(killed, alive);
  console.log(`${name}: ${killed} of ${killed + alive} mutants killed, ${score.toFixed(1)} %`);
  if (score < wanted) process.exitCode = 1;
}
