import { parseName, quoteName, type Dialect } from "@dx/core";
import type { CheckValue, RowThreshold } from "../check.ts";
import type { DbtTest } from "./from-dbt.ts";
import { readExpectation } from "./great-expectations-read.ts";
import type { LossEffect } from "./loss.ts";
import { listOf, numberOf, textOf } from "./read-document.ts";
import { complement, nameOf, sqlNameOf, strict, type CheckBody } from "./words.ts";

/** What reading a test needs. */
export interface ReadingTest {
  readonly dialect: Dialect;
  readonly lose: (...loss: readonly [effect: LossEffect, what: string, why: string]) => void;
}

/** What of a check a test says; `undefined`, with a loss, if dx cannot say it. */
export function readDbtTest(test: DbtTest, { dialect, lose }: ReadingTest): CheckBody | undefined {
  const { type, config } = test;
  const [, own, expectation] = /^(?:(dbt_utils)\.)?(?:dbt_expectations\.)?(.*)$/.exec(type) ?? [];
  const counts = ["warn_if", "error_if"].filter(
    (key) =>
      config[key] !== undefined &&
      !/^\s*(?:!=|<>|>)\s*0\s*$/.test(textOf(config[key]) ?? "a number"),
  );
  const body =
    own === undefined && expectation?.startsWith("expect_") === true
      ? readExpectation(
          {
            type: expectation,
            kwargs: {
              ...test.given,
              ...(test.column === undefined ? {} : { column: bare(test.column) }),
            },
          },
          { dialect, lose },
        )
      : bodyOf(test, { dialect, lose });
  if (body === undefined && expectation?.startsWith("expect_") !== true)
    lose("dropped", type, "dx does not know this test, or not with these arguments");
  if (body !== undefined && counts.length > 0)
    lose(
      "verdict",
      counts.join(", "),
      `dx counts shares, not how many: ${counts.map((key) => textOf(config[key]) ?? "a number").join(", ")} became "nothing may fail"`,
    );
  if (body !== undefined && config["limit"] !== undefined)
    lose("metadata", "limit", "dx counts all that fail");
  return body;
}

function bare(column: string): string {
  return parseName(column).text;
}

const rule = (
  one: Extract<CheckBody, { rule: unknown }>["rule"],
  threshold: RowThreshold = strict,
): CheckBody => ({ rule: one, threshold });

const isValue = (value: unknown): value is number | string =>
  typeof value === "number" || typeof value === "string";

// oxlint-disable-next-line complexity, max-lines-per-function -- one case for each test
function bodyOf(
  { type, given, column: named }: DbtTest,
  { dialect, lose }: ReadingTest,
): CheckBody | undefined {
  const column = named === undefined || named.startsWith('"') ? named : nameOf(named, dialect);
  const columns = listOf(given["combination_of_columns"])
    .filter((one) => typeof one === "string")
    .map((one) => nameOf(one, dialect));
  if (Array.isArray(given["group_by_columns"])) {
    lose("dropped", "group_by_columns", "dx has no groups in a check");
    return undefined;
  }
  switch (type.replace(/^dbt_utils\./, "")) {
    case "not_null":
      return column === undefined
        ? undefined
        : rule({ kind: "not-null", column }, { ...strict, of: "rows" });
    case "unique":
      return column === undefined ? undefined : rule({ kind: "unique", columns: [column] });
    case "accepted_values":
    case "not_accepted_values": {
      if (column === undefined) return undefined;
      const kind = type.endsWith("not_accepted_values") ? "not-in-set" : "in-set";
      const isText = given["quote"] !== false;
      const values = listOf(given["values"]).map((value): CheckValue =>
        isText
          ? String(value)
          : typeof value === "number" || typeof value === "boolean"
            ? value
            : String(value),
      );
      return rule({ kind, column, values });
    }
    case "relationships":
    case "relationships_where": {
      const [to, field] = [tableOf(textOf(given["to"]) ?? "", dialect), textOf(given["field"])];
      if (column === undefined || to === undefined || field === undefined) return undefined;
      for (const key of ["from_condition", "to_condition"])
        if (given[key] !== undefined) lose("verdict", key, "dx looks at all rows of both tables");
      return rule({
        kind: "references",
        columns: [column],
        table: to,
        referenced: [nameOf(field, dialect)],
      });
    }
    case "unique_combination_of_columns":
      lose(
        "verdict",
        "rows with NULL in the key",
        "dbt_utils groups NULLs; in dx such rows are not considered",
      );
      return columns.length === 0 ? undefined : rule({ kind: "unique", columns });
    case "not_null_proportion": {
      const least = numberOf(given["at_least"]);
      return column === undefined || least === undefined
        ? undefined
        : rule({ kind: "not-null", column }, { of: "rows", failAbove: complement(least) });
    }
    case "accepted_range": {
      const [min, max] = [given["min_value"], given["max_value"]].map((bound) =>
        typeof bound === "string" ? unquoted(bound) : bound,
      );
      if (column === undefined) return undefined;
      const isOpen = given["inclusive"] === false;
      return rule({
        kind: "between",
        column,
        ...(isValue(min) ? { min, ...(isOpen ? { strictMin: true } : {}) } : {}),
        ...(isValue(max) ? { max, ...(isOpen ? { strictMax: true } : {}) } : {}),
      });
    }
    case "expression_is_true": {
      const expression = textOf(given["expression"]);
      if (expression === undefined) return undefined;
      return rule({
        kind: "condition",
        sql: named === undefined ? expression : `${sqlNameOf(bare(named), dialect)} ${expression}`,
      });
    }
    case "not_empty_string":
      return column === undefined ? undefined : rule({ kind: "length", column, min: 1 });
    case "at_least_one":
      if (column === undefined) return undefined;
      return { measure: { kind: "distinct-count", column }, bounds: { min: 1 } };
    case "not_constant":
      if (column === undefined) return undefined;
      lose("verdict", "NULL as a value", "dx counts the different values that are there");
      return { measure: { kind: "distinct-count", column }, bounds: { min: 2 } };
    default:
      return undefined;
  }
}

/** The value of an SQL literal that stands in quotes; another expression as it is, which is taken as text. */
function unquoted(text: string): string {
  return /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text;
}

/** The table that `ref('x')` or `source('s', 'x')` means. */
function tableOf(text: string, dialect: Dialect): string | undefined {
  const [, function_, given] =
    /^\s*(?:\{\{\s*)?(ref|source)\(\s*(.*?)\s*\)\s*(?:\}\}\s*)?$/.exec(text) ?? [];
  const parts = given?.split(",").map((part) => part.trim().replaceAll(/^["']|["']$/g, ""));
  if (parts === undefined || parts.length === 0) return undefined;
  const used = function_ === "ref" ? parts.slice(-1) : parts;
  return used
    .map((part) => nameOf(part, dialect))
    .map((part) => (part.includes(".") && !part.startsWith('"') ? quoteName(part) : part))
    .join(".");
}
