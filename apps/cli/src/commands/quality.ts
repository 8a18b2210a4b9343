import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Database } from "@dx/database";
import { dialects, isDxError, messageOf } from "@dx/core";
import {
  askChecks,
  checkSuite,
  describeCheck,
  diffContract,
  explainPlan,
  fromOdcs,
  planChecks,
  toJUnit,
  toSarif,
  type CheckResult,
} from "@dx/quality";
import { openAddresses, readAddresses } from "@dx/runner";
import type { Command, ExitCode, Given } from "../command.ts";
import { answerLines } from "../json-lines.ts";
import { listenForInterruption } from "../interruption.ts";
import { use } from "../parse-given.ts";
import { answerCheck } from "../quality/answer-check.ts";
import { convertSuite, targets } from "../quality/convert-suite.ts";
import { initSuite } from "../quality/init-suite.ts";
import { readSuiteFile, vocabularies, type ReadSuite } from "../quality/read-suite.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { showError } from "../terminal/show-error.ts";

export const command: Command = {
  usage: "quality <action>",
  description: `The action run asks the checks of a suite, explain tells how it would ask them, and init suggests checks by what tables hold now.
The action check answers JSON lines: each line of the input is {"data": rows, "types"?, "tables"?} or {"table"}, with "check", "column"?
and "vocabulary"?, each line of the output {"success", "outcome", "observed", "unexpected_count", "unexpected_sample", "sql", "error", "losses"?}.
Success is null where a check could not be evaluated. The action convert writes a suite in the words of another tool, and names on
standard error what they cannot say. The action diff-contract compares two contracts of ODCS. Exit code of run: 0 if all checks pass or
only warn, 1 if one fails, 3 if one could not be evaluated; of diff-contract: 1 if somebody breaks, or the version is too low.`,
  examples: [
    "dx quality run --suite orders.yaml --db env:DATABASE_URL --junit results.xml --sarif results.sarif",
    "dx quality explain --suite orders.yaml --db env:DATABASE_URL",
    "dx quality init --db env:DATABASE_URL --tables orders,customers -o suite.json",
    "dx quality convert --suite suite.json --to dbt --dialect postgres -o checks",
    "dx quality diff-contract --from v1.odcs.yaml --to v2.odcs.yaml",
    "dx quality run --suite suite.json --vocabulary great_expectations --db duckdb:shop.duckdb",
    `echo '{"data": [{"a": 1}, {"a": -1}], "column": "a", "check": ">= 0"}' | dx quality check`,
  ],
  options: {
    suite: {
      type: "string",
      value: "FILE",
      help: "JSON or YAML: rules by table and column, or checks",
    },
    vocabulary: {
      type: "string",
      value: "NAME",
      help: `whose words they are in: ${vocabularies.join(", ")}; dx if not given`,
    },
    db: {
      type: "string",
      value: "URL",
      help: "the database; for check, an empty DuckDB if not given",
    },
    to: {
      type: "string",
      value: "NAME",
      help: `of convert: ${targets.join(", ")}; of diff-contract: the newer contract`,
    },
    from: { type: "string", value: "FILE", help: "of diff-contract: the older contract" },
    dialect: {
      type: "string",
      value: "NAME",
      help: `of convert: the engine that will be asked; duckdb if not given`,
    },
    tables: {
      type: "string",
      value: "NAMES",
      help: "of init: which tables, with commas; all if not given",
    },
    output: {
      type: "string",
      short: "o",
      value: "PATH",
      help: "of init: a file that is made; of convert: a folder",
    },
    table: { type: "string", value: "NAME", help: "the table, where the suite does not say" },
    now: {
      type: "string",
      value: "TIME",
      help: "when freshness is judged, as 2026-01-31T12:00:00",
    },
    samples: {
      type: "string",
      value: "N",
      help: "so many failing rows of each failed check; 0 if not given",
    },
    junit: { type: "string", value: "FILE", help: "writes the results as JUnit XML" },
    sarif: { type: "string", value: "FILE", help: "writes the results as SARIF 2.1.0" },
    jsonl: { type: "boolean", help: "of check: JSON lines in and out, as always" },
  },
  run: async (given, { terminal }) => {
    try {
      return await act(given, terminal);
    } catch (error) {
      if (isDxError(error) && /^DX_(QUALITY|CORE)_/.test(error.code))
        return showError(error, terminal, 2);
      throw error;
    }
  },
};

const actions = ["run", "explain", "check", "init", "convert", "diff-contract"];

/** Does an action. */
async function act(given: Given, terminal: Terminal): Promise<ExitCode> {
  const [action = ""] = given.positionals;
  if (!actions.includes(action))
    throw use(`dx quality cannot ${action}`, `write dx quality ${actions.join(", ")}`);
  if (action === "convert") return convert(given, terminal);
  if (action === "diff-contract") return diffContracts(given, terminal);
  const url = given.text("db");
  if (url === undefined && action !== "check")
    throw use("--db is missing", "name a database, as --db env:DATABASE_URL");
  const { urls } = readAddresses([`target=${url ?? "duckdb:"}`], { env: process.env });
  const interruption = listenForInterruption(terminal);
  const { signal } = interruption;
  try {
    const readOnly = action !== "check" && url !== undefined;
    const opened = await openAddresses({ urls }, { missing: "refused", readOnly, signal });
    try {
      const { target } = opened.databases;
      if (action === "check")
        return await answerLines(async (value) => answerCheck(value, target), {
          terminal,
          input: process.stdin,
        });
      if (action === "init") return await init(given, { terminal, target, signal });
      const read = suiteOf(given, target);
      for (const loss of read.losses)
        terminal.note(`not read as it was: ${loss.check}: ${loss.what}: ${loss.why}`);
      return await (action === "run" ? run : explain)(given, { terminal, target, read, signal });
    } finally {
      await opened.close();
    }
  } finally {
    interruption.dispose();
  }
}

interface Around {
  readonly terminal: Terminal;
  readonly target: Database;
  readonly read: ReadSuite;
  readonly signal: AbortSignal;
}

async function init(
  given: Given,
  { terminal, target, signal }: Omit<Around, "read">,
): Promise<ExitCode> {
  const names =
    given
      .text("tables")
      ?.split(",")
      .map((name) => name.trim()) ?? null;
  const now = given.text("now") ?? new Date().toISOString().replace("Z", "");
  const suggestions = await initSuite({ target, tables: names, now, signal });
  for (const { check, reason } of suggestions)
    terminal.line(JSON.stringify({ id: check.id, demands: describeCheck(check), reason }));
  const output = given.text("output");
  const suite = { name: "suite", checks: suggestions.map(({ check }) => check) };
  const files = convertSuite(suite, { dialect: target.dialect, to: "dx" }).files;
  if (output !== undefined) writeNew(output, files["suite.json"] ?? "");
  if (!terminal.json)
    terminal.note(
      `${suggestions.length} checks hold of the rows that are there now; whether they hold of later ones is not known`,
    );
  return 0;
}

function convert(given: Given, terminal: Terminal): ExitCode {
  const asked = given.text("dialect") ?? "duckdb";
  const dialect = dialects.find((one) => one === asked);
  if (dialect === undefined)
    throw use(`--dialect is ${asked}`, `give one of ${dialects.join(", ")}`);
  const to = targets.find((one) => one === given.text("to"));
  if (to === undefined)
    throw use(`--to is ${given.text("to") ?? "missing"}`, `give one of ${targets.join(", ")}`);
  const read = suiteOf(given, { dialect });
  const { files, losses } = convertSuite(checkSuite(read.suite), { dialect, to });
  for (const loss of [...read.losses, ...losses])
    terminal.note(`${loss.effect}: ${loss.check}: ${loss.what}: ${loss.why}`);
  const folder = given.text("output");
  for (const [name, text] of Object.entries(files)) {
    if (folder !== undefined) writeNew(join(folder, name), text);
    terminal.line(
      JSON.stringify(folder === undefined ? { file: name, text } : { file: join(folder, name) }),
    );
  }
  return 0;
}

function diffContracts(given: Given, terminal: Terminal): ExitCode {
  const [older, newer] = (["from", "to"] as const).map((key) => {
    const path = given.text(key);
    if (path === undefined) throw use(`--${key} is missing`, "give two files of ODCS");
    return fromOdcs(readText(path), { dialect: "duckdb" }).contract;
  });
  if (older === undefined || newer === undefined) return 2;
  const { changes, bump, version, isDeclared, breaks } = diffContract(older, newer);
  for (const change of changes) terminal.line(JSON.stringify(change));
  if (!terminal.json) {
    const broken = breaks.length === 0 ? "nobody breaks" : `${breaks.join(" and ")} break`;
    const declared = isDeclared ? "" : `; it is ${newer.version}, which is too low`;
    terminal.note(
      bump === null
        ? "nothing changed"
        : `${changes.length} changes: ${bump}, so at least ${version}${declared}; ${broken}`,
    );
  }
  return breaks.length > 0 || !isDeclared ? 1 : 0;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw use(`${path} cannot be read: ${messageOf(error)}`, "give a file of ODCS");
  }
}

/** Writes a file that is not there yet, so that nobody's work is lost. */
function writeNew(path: string, text: string): void {
  if (existsSync(path))
    throw use(`${path} is there already`, "give another place, or move it away");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function suiteOf(given: Given, { dialect }: Pick<Database, "dialect">): ReadSuite {
  const path = given.text("suite");
  if (path === undefined) throw use("--suite is missing", "give a file, as --suite orders.yaml");
  const name = given.text("vocabulary") ?? "dx";
  const vocabulary = vocabularies.find((one) => one === name);
  if (vocabulary === undefined)
    throw use(`--vocabulary is ${name}`, `give one of ${vocabularies.join(", ")}`);
  const [table, now] = [given.text("table"), given.text("now")];
  return readSuiteFile(path, {
    vocabulary,
    dialect,
    ...(table === undefined ? {} : { table }),
    ...(now === undefined ? {} : { now }),
  });
}

async function run(given: Given, { terminal, target, read, signal }: Around): Promise<ExitCode> {
  const { suite } = read;
  const rows = Number(given.text("samples") ?? 0);
  if (!Number.isInteger(rows) || rows < 0)
    throw use(`--samples is ${given.text("samples")}`, "give a whole number");
  const at = new Date().toISOString().replace("Z", "");
  const asked = askChecks(suite, { at, dialect: target.dialect, samples: { rows } });
  const result = await target.run(asked, { signal });
  for (const one of result.results) terminal.line(JSON.stringify(one));
  const [junit, sarif] = [given.text("junit"), given.text("sarif")];
  if (junit !== undefined) writeFileSync(junit, toJUnit(suite, result));
  if (sarif !== undefined)
    writeFileSync(sarif, `${JSON.stringify(toSarif(suite, result), null, 2)}\n`);
  const count = (outcome: CheckResult["outcome"]): number =>
    result.results.filter((one) => one.outcome === outcome).length;
  if (!terminal.json)
    terminal.note(
      `${count("pass")} pass, ${count("warn")} warn, ${count("fail")} fail, ${count("error")} could not be evaluated`,
    );
  if (count("fail") > 0) return 1;
  return count("error") > 0 ? 3 : 0;
}

async function explain(_: Given, { terminal, target, read, signal }: Around): Promise<ExitCode> {
  const plan = await target.run(planChecks(read.suite), { signal });
  const described = new Map(read.suite.checks.map((check) => [check.id, describeCheck(check)]));
  for (const step of explainPlan(plan, target.dialect))
    terminal.line(JSON.stringify({ ...step, demands: step.checks.map((id) => described.get(id)) }));
  const weight = plan.steps.reduce((sum, step) => sum + step.weight, 0);
  if (!terminal.json)
    terminal.note(
      `${plan.steps.length} steps, ${weight.toFixed(1)} units a row; one by one ${plan.weightOneByOne.toFixed(1)}`,
    );
  return 0;
}
