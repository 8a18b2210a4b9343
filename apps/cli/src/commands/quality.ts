import { writeFileSync } from "node:fs";
import type { Database } from "@dx/database";
import { isDxError } from "@dx/core";
import {
  askChecks,
  describeCheck,
  explainPlan,
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
import { readSuiteFile, vocabularies, type ReadSuite } from "../quality/read-suite.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { showError } from "../terminal/show-error.ts";

export const command: Command = {
  usage: "quality <action>",
  description: `The action run asks the checks of a suite, explain tells how it would ask them, and check answers JSON lines: each line of
the input is {"data": rows, "types"?} or {"table"}, with "check", "column"? and "vocabulary"?, each line of the output
{"success", "observed", "unexpected_count", "unexpected_sample", "sql", "error"}. Success is null where a check could not be
evaluated. Exit code of run: 0 if all checks pass or only warn, 1 if one fails, 3 if one could not be evaluated.`,
  examples: [
    "dx quality run --suite orders.yaml --db env:DATABASE_URL --junit results.xml --sarif results.sarif",
    "dx quality explain --suite orders.yaml --db env:DATABASE_URL",
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
    const [action = ""] = given.positionals;
    if (!["run", "explain", "check"].includes(action))
      throw use(`dx quality cannot ${action}`, "write dx quality run, explain or check");
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
        const read = suiteOf(given, target);
        for (const loss of read.losses)
          terminal.note(`not read as it was: ${loss.check}: ${loss.what}: ${loss.why}`);
        return await (action === "run" ? run : explain)(given, { terminal, target, read, signal });
      } finally {
        await opened.close();
      }
    } catch (error) {
      if (isDxError(error) && /^DX_(QUALITY|CORE)_/.test(error.code))
        return showError(error, terminal, 2);
      throw error;
    } finally {
      interruption.dispose();
    }
  },
};

interface Around {
  readonly terminal: Terminal;
  readonly target: Database;
  readonly read: ReadSuite;
  readonly signal: AbortSignal;
}

function suiteOf(given: Given, { dialect }: Database): ReadSuite {
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
