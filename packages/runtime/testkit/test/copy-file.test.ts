import type { Dialect } from "@dx/core";
import { copyFile, renderSql } from "@dx/sql";
import { expect, test } from "vitest";
import { loadTextCheck } from "../src/index.ts";

const name = String.raw`(?:"(?:[^"]|"")+"|\x60[^\x60]+\x60)`;
const table = `${name}(?:\\.${name}){0,2}`;
const columns = ` \\((?:${name}, )*${name}\\)`;
const string = `'(?:[^']|'')+'`;

/** Options of a form, each at most once: what its reference says of each that we write. */
interface Grammar {
  /** The statement up to its options, and the options. */
  readonly form: RegExp;
  /** What stands between two of them. */
  readonly between: RegExp;
  /** Each of them. */
  readonly options: readonly RegExp[];
}

/**
 * Forms that the parser of the dialect does not know, by the syntax of their references.
 * @see BigQuery, "LOAD DATA statement"; Amazon Redshift, "COPY"; Snowflake, "COPY INTO <table>"
 */
const grammars: Partial<Readonly<Record<Dialect, Grammar>>> = {
  bigquery: {
    form: new RegExp(
      `^load data (?:into|overwrite) ${table}(?:${columns})? from files \\((.*)\\)$`,
      "s",
    ),
    between: /, (?=\w+ =)/,
    options: [
      /^format = 'CSV'$/,
      new RegExp(`^uris = \\[${string}(?:, ${string})*\\]$`, "s"),
      /^skip_leading_rows = \d+$/,
      /^allow_quoted_newlines = (?:true|false)$/,
      new RegExp(`^null_marker = ${string}$`),
    ],
  },
  redshift: {
    form: new RegExp(
      `^copy ${table}(?:${columns})? from ${string} iam_role (?:default|${string}) (.*)$`,
      "s",
    ),
    between: / (?=\D)/,
    options: [
      /^(?:format (?:as )?)?csv$/,
      /^ignoreheader (?:as )?\d+$/,
      /^emptyasnull$/,
      new RegExp(`^null (?:as )?${string}$`),
    ],
  },
  snowflake: {
    form: new RegExp(
      `^copy into ${table}(?:${columns})? from ${string} file_format = \\(type = csv (.*)\\)$`,
      "s",
    ),
    between: / (?=\w+ =)/,
    options: [
      /^skip_header = \d+$/,
      new RegExp(`^field_optionally_enclosed_by = (?:none|${string})$`),
      /^empty_field_as_null = (?:true|false)$/,
      new RegExp(`^null_if = \\((?:${string}(?:, ${string})*)?\\)$`),
    ],
  },
};

/** Whether a text is of its dialect's form, with known options, each once. */
function isWellFormed(text: string, { form, between, options }: Grammar): boolean {
  const written = form.exec(text)?.[1]?.split(between);
  if (written === undefined) return false;
  const found = written.map((one) => options.findIndex((option) => option.test(one)));
  return !found.includes(-1) && new Set(found).size === found.length;
}

const places = {
  snowflake: "@stage/it's/rows",
  bigquery: "gs://bucket/a, b/rows",
  redshift: "s3://bucket/rows",
} as const;
const write = (dialect: keyof typeof places): string =>
  renderSql(copyFile("lake.landing.t", ["id", "a b", "Größe"], places[dialect]), dialect).text;

test.each(["snowflake", "bigquery", "redshift"] as const)(
  "what loads a file into %s is as its reference says",
  (dialect) => {
    const grammar = grammars[dialect];
    const text = write(dialect);
    if (grammar === undefined) throw new Error("no grammar");
    expect([text, isWellFormed(text, grammar)]).toEqual([text, true]);
    const broken = new Set([
      text.replace(" from ", " "),
      text.replace(/skip_header = 1 |, skip_leading_rows = 1| ignoreheader 1/, "$& header"),
      text.replace(/1/, "one"),
      text.replace(/'([^']+)'/, "$1"),
      text.replace(/csv/i, "tsv"),
      `${text} ${text}`,
      text.replace("true", "yes").replace("emptyasnull", "emptyisnull"),
    ]);
    broken.delete(text); // what this dialect does not have
    expect(broken.size).toBeGreaterThan(5);
    for (const one of broken) expect([one, isWellFormed(one, grammar)]).toEqual([one, false]);
  },
);

test.each(["snowflake", "duckdb", "postgres"] as const)(
  "the parser of %s takes what loads a file",
  async (dialect) => {
    const faultsOf = await loadTextCheck();
    const text = renderSql(copyFile("landing.t", ["id", "a b"], "@stage/it's.csv"), dialect).text;
    expect(faultsOf(text, dialect)).toEqual([]);
    expect(faultsOf(text.slice(0, -1), dialect)).not.toEqual([]);
  },
);
