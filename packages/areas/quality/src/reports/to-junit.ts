import { escapeMarkup } from "@dx/core";
import type { CheckResult, Suite, SuiteResult } from "../check.ts";
import { describeCheck } from "../incident/describe-check.ts";
import { resultWords } from "./result-words.ts";

/**
 * The results of a suite as JUnit XML, as CI systems read it: a failure is a failure, what could not be evaluated an error, and a
 * warning passes with its words in `system-out`.
 * @example
 * ```ts
 * import { toJUnit } from "@dx/quality";
 * const xml = toJUnit({ name: "s", checks: [] }, { suite: "s", at: "2026-01-01", results: [] });
 * if (!xml.includes('<testsuite name="s" tests="0"')) throw new Error(xml);
 * ```
 * @see the schema that Jenkins' xUnit plugin publishes, `junit-10.xsd`
 */
export function toJUnit(suite: Suite, { at, results }: SuiteResult): string {
  const checks = new Map(suite.checks.map((check) => [check.id, check]));
  const count = (outcome: CheckResult["outcome"]): number =>
    results.filter((result) => result.outcome === outcome).length;
  const cases = results.map((result) => {
    const check = checks.get(result.id);
    const words = attribute(resultWords(result));
    const what = check === undefined ? "" : text(describeCheck(check));
    const body = text(result.sql);
    const inner =
      result.outcome === "fail"
        ? `<failure message="${words}" type="${check?.dimension ?? "quality"}">${what}\n${body}</failure>`
        : result.outcome === "error"
          ? `<error message="${words}" type="error">${what}\n${body}</error>`
          : result.outcome === "warn"
            ? `<system-out>${text(`warning: ${resultWords(result)}`)}</system-out>`
            : "";
    return `    <testcase name="${attribute(result.id)}" classname="${attribute(check?.table ?? "")}" time="0">${inner}</testcase>`;
  });
  const head = `name="${attribute(suite.name)}" tests="${results.length}" failures="${count("fail")}" errors="${count("error")}" skipped="0" time="0" timestamp="${attribute(at.replace(" ", "T").slice(0, 19))}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `  <testsuite ${head}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

/** XML 1.0 has no other characters below the space than tab, line feed and carriage return. */
function text(value: string): string {
  const plain = Array.from(value, (one) => (one < " " && !"\t\n\r".includes(one) ? "\uFFFD" : one));
  return escapeMarkup(plain.join(""));
}

function attribute(value: string): string {
  return text(value).replaceAll("\n", "&#10;");
}
