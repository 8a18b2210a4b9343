import { dialects, type Dialect } from "@dx/core";
import { renderSql } from "@dx/sql";
import { runPythonTool } from "@dx/testing/python";
import { expect, test } from "vitest";
import { definitions, removals, statements } from "../test/corpus.ts";

const names: Readonly<Record<Dialect, string>> = {
  duckdb: "duckdb",
  postgres: "postgres",
  snowflake: "snowflake",
  bigquery: "bigquery",
  redshift: "redshift",
  spark: "sparksql",
};

/** Whether sqlfluff finds a parse error; rules of style are not asked. */
const parse = (text: string, dialect: Dialect) =>
  runPythonTool("sqlfluff==3.4.2", ["parse", "--dialect", names[dialect], "-"], text);

/** What sqlfluff does not know although vendors document it, and what is parsed in its place. */
const gaps: readonly {
  readonly dialects: readonly Dialect[];
  readonly pattern: RegExp;
  readonly known: string;
}[] = [
  { dialects: ["duckdb"], pattern: /\$v\b/, known: "''" },
  { dialects: ["snowflake", "redshift", "spark"], pattern: /:v\b/, known: "''" },
  { dialects: ["bigquery"], pattern: /default numeric '/, known: "default '" },
  { dialects: ["spark"], pattern: /^comment on table .*$/, known: "select 1" },
];

const texts = (dialect: Dialect): readonly string[] =>
  [...definitions, ...removals, ...statements]
    .filter(({ refusedBy }) => !refusedBy.includes(dialect))
    .map(({ made }) =>
      gaps
        .filter((gap) => gap.dialects.includes(dialect))
        .reduce(
          (text, { pattern, known }) => text.replace(pattern, known),
          renderSql(made, dialect).text,
        ),
    );

test.each(dialects)("sqlfluff parses every text of %s", (dialect) => {
  const { status, output } = parse(`${texts(dialect).join(";\n")};\n`, dialect);
  expect(output.split("\n").filter((line) => /unparsable/i.test(line))).toEqual([]);
  expect(status).toBe(0);
});

test.each(dialects)("sqlfluff refuses damaged texts of %s", (dialect) => {
  for (const text of texts(dialect).filter((_, index) => index % 25 === 0))
    expect(parse(`${text.replace(/ /, " ) ")};\n`, dialect)).toMatchObject({ status: 1 });
});
