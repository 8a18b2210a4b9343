// Reports of tests: one file a task, `.cache/<task>.json` in its folder, in the form that vitest writes.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where a task reports, seen from its folder. */
export const reportOf = (task) => `.cache/${task.replaceAll(":", "-")}.json`;

/** Every report of a task, wherever a package lies. */
export function findReports(folder, task) {
  const own = join(folder, reportOf(task));
  const inner = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(node_modules|dist|src|\.)/.test(entry.name))
    .flatMap(({ name }) => findReports(join(folder, name), task));
  return existsSync(own) ? [own, ...inner] : inner;
}

/** Writes a report of named tests, each with its `status`: `passed`, `failed` or `skipped`. */
export function writeReport(folder, task, tests) {
  mkdirSync(join(folder, ".cache"), { recursive: true });
  const assertionResults = tests.map(({ name, status }) => ({ fullName: name, status }));
  const testResults = [{ name: task, status: "passed", assertionResults }];
  writeFileSync(join(folder, reportOf(task)), JSON.stringify({ testResults }));
}

const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&#10;": "\n" };
const unescape = (text) =>
  text.replaceAll(/&(?:lt|gt|quot|apos|#10);/g, (one) => entities[one]).replaceAll("&amp;", "&");

/** The tests of a JUnit file, as Deno and Node write it; none where there is no file. */
export function readJunit(path) {
  if (!existsSync(path)) return [];
  const cases =
    /<testcase(?<attributes>(?:\s+[\w:-]+="[^"]*")*)\s*(?:\/>|>(?<body>[\s\S]*?)<\/testcase>)/g;
  return [...readFileSync(path, "utf8").matchAll(cases)].map(({ groups }) => ({
    name: unescape(/\sname="([^"]*)"/.exec(groups.attributes)?.[1] ?? ""),
    status: /<(failure|error)/.test(groups.body ?? "")
      ? "failed"
      : (groups.body ?? "").includes("<skipped")
        ? "skipped"
        : "passed",
  }));
}

const isFailed = ({ status }) => status === "failed";

/** Sums, and a line for each test that was skipped and each file that broke before its tests. */
export function countTests(reports) {
  const files = reports.flatMap((path) => JSON.parse(readFileSync(path, "utf8")).testResults);
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const count = (wanted) => tests.filter(({ status }) => status === wanted).length;
  const broken = files.filter(
    (file) => isFailed(file) && !file.assertionResults.some((one) => isFailed(one)),
  );
  const skipped = tests.filter(({ status }) => status !== "passed" && status !== "failed");
  return {
    passed: count("passed"),
    failed: count("failed") + broken.length,
    skipped: skipped.length,
    ran: tests.filter(({ status }) => status === "passed").map(({ fullName }) => fullName),
    lines: [
      ...skipped.map(({ fullName, meta }) =>
        ["SKIPPED", fullName, ...(meta?.why ? [`(${meta.why})`] : [])].join(" "),
      ),
      ...tests.filter((one) => isFailed(one)).map(({ fullName }) => `FAILED ${fullName}`),
      ...broken.map(({ name }) => `FAILED ${name}, before its tests`),
    ],
  };
}
