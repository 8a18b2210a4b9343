/* oxlint-disable typescript/no-unsafe-type-assertion -- test definitions of another project */
// Great Expectations' own test definitions, which its source distribution has, asked by `dx quality check` in DuckDB and in Postgres.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { testWithPostgres } from "@dx/testing";
import { beforeEach, expect, test } from "vitest";
import { askLines } from "./ask-lines.ts";
import { fetchSource } from "./fetch-source.ts";

interface Test {
  readonly title: string;
  readonly only_for?: string | readonly string[];
  readonly suppress_test_for?: string | readonly string[];
  readonly in: object;
  readonly error?: unknown;
  readonly out: {
    readonly success?: boolean;
    readonly traceback_substring?: string;
    readonly unexpected_list?: readonly unknown[];
  };
}
type Data = Readonly<Record<string, readonly unknown[]>>;
type Tables = readonly { readonly dataset_name: string; readonly data: Data }[];
interface Dataset {
  readonly only_for?: string | readonly string[];
  readonly data: Data | Tables;
  readonly data_alt?: Data;
  readonly schemas?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly tests: readonly Test[];
}
interface Case {
  readonly title: string;
  readonly wanted: boolean | null;
  readonly unexpected: number | undefined;
  readonly line: object;
}

/** Great Expectations itself runs these in none of the engines that are compared. */
const notRun = /cramers_phi|_ks_test_|chisquare|multicolumn_values_to_be_unique|suppressed/;
const engines = ["postgresql", "sqlalchemy", "sqlite", "pandas", "pandas_v3_api", "pandas>=024"];
const relational = ["postgresql", "sqlalchemy", "sqlite"];
const kinds: Readonly<Record<string, string>> = {
  TIMESTAMP: "timestamp",
  DATE: "date",
  "datetime64[ns]": "timestamp",
  datetime64: "timestamp",
  datetime: "timestamp",
  timestamp: "timestamp",
  date: "date",
};
const listOf = (value: string | readonly string[] | undefined): readonly string[] | undefined =>
  typeof value === "string" ? [value] : value;
const some = (names: readonly string[] | undefined, of: readonly string[]): boolean =>
  names?.some((name) => of.includes(name)) === true;

function rowsOf(data: Data): readonly object[] {
  const names = Object.keys(data);
  const count = Math.max(0, ...names.map((name) => data[name]?.length ?? 0));
  return Array.from({ length: count }, (_, at) =>
    Object.fromEntries(names.map((name) => [name, data[name]?.[at] ?? null])),
  );
}

// oxlint-disable-next-line complexity -- each field may be there or not
function caseOf(
  file: string,
  type: string,
  { dataset, test: one }: { dataset: Dataset; test: Test },
): readonly Case[] {
  const only = listOf(one.only_for) ?? listOf(dataset.only_for);
  if (only !== undefined && !some(only, engines)) return [];
  const { success, traceback_substring: traceback, unexpected_list: list } = one.out;
  const isError = traceback !== undefined || one.error !== undefined;
  if (success === undefined && !isError) return [];
  const suppressed = some(listOf(one.suppress_test_for), relational);
  const isPandas = suppressed || (only !== undefined && !some(only, relational));
  const tables = Array.isArray(dataset.data) ? (dataset.data as Tables) : undefined;
  const own = tables?.[0]?.data ?? (dataset.data as Data);
  const data = isPandas ? own : (dataset.data_alt ?? own);
  // its SQL data has a row less, of which these expect the last
  if (
    !isPandas &&
    dataset.data_alt !== undefined &&
    only === undefined &&
    rowsOf(own).length > rowsOf(data).length
  )
    return [];
  const schema =
    dataset.schemas?.[isPandas ? "pandas" : "postgresql"] ?? dataset.schemas?.["pandas"] ?? {};
  const types = Object.fromEntries(
    Object.keys(data).flatMap((name) => {
      const kind = kinds[schema[name] ?? ""];
      return kind === undefined ? [] : [[name, kind]];
    }),
  );
  return [
    {
      title: `${file.replace(".json", "")}: ${one.title}`,
      wanted: isError ? null : (success ?? null),
      unexpected: list?.length,
      line: {
        data: rowsOf(data),
        types,
        now: "2024-06-01T00:00:00",
        ...(tables === undefined
          ? {}
          : {
              tables: Object.fromEntries(
                tables.map((table) => [table.dataset_name, rowsOf(table.data)]),
              ),
            }),
        vocabulary: "great_expectations",
        check: { type, kwargs: one.in },
      },
    },
  ];
}

function casesOf(folder: string): readonly Case[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .flatMap((file) => {
      // JSON has neither, and dx reads great numbers at the ends of bins so
      const text = readFileSync(join(folder, file), "utf8")
        .replaceAll(/\bNaN\b/g, "null")
        .replaceAll(/\bInfinity\b/g, "1e308");
      const { expectation_type: type, datasets } = JSON.parse(text) as {
        readonly expectation_type: string;
        readonly datasets: readonly Dataset[];
      };
      const name = file.split("/").at(-1) ?? file;
      if (notRun.test(file)) return [];
      return datasets.flatMap((dataset) =>
        dataset.tests.flatMap((one) => caseOf(name, type, { dataset, test: one })),
      );
    });
}

/** Where dx answers otherwise, by design. */
const differences: readonly (readonly [title: RegExp, why: string])[] = [
  [/improperly_mixed_types/, "a column of SQL has one type: there is no mix to be refused"],
  [/_between.*: test_conditional_expectation/, "the same, in a condition on rows"],
  [/number_to_text|mismatched_null_values_and_ign/, "the same: pandas compares numbers with text"],
  [
    /in_type_list: .*(string_and_int|text_and_integer)/,
    "the same: dx gives such a column a type of its own",
  ],
  [/match_json_schema/, "dx says that it has no such check"],
  [/json_parseable: negative_test_integers/, "a type that does not fit is an error, no failure"],
  [
    /stdev.*exact_min_and_max/,
    "a standard deviation differs in the last bit from engine to engine",
  ],
  [/strftime_format: negative_test_input_already_datetimes/, "JSON has no times: they are text"],
  [
    /of_type: negative_pandas_datetime_with_timezone/,
    "JSON has no times: the zone is taken from the text",
  ],
];
const isKnown = (title: string): boolean => differences.some(([pattern]) => pattern.test(title));

let cases: readonly Case[] = [];
beforeEach(({ skip }) => {
  if (cases.length > 0) return;
  try {
    cases = casesOf(join(fetchSource("great_expectations==1.2.0"), "tests/test_definitions"));
  } catch (error) {
    if (process.env["CI"] !== undefined) throw error;
    skip(`great_expectations 1.2.0 ${String(error).slice(0, 300)}`);
  }
}, 300_000);

/** How many cases are judged alike; each that is not is named, and counts of failing rows are theirs. */
function compare(url?: string): { readonly cases: number; readonly alike: number } {
  const answers = askLines(
    cases.map(({ line }) => line),
    url,
  );
  expect(answers).toHaveLength(cases.length);
  const found = cases.map((one, at) => ({ ...one, answer: answers[at] ?? {} }));
  const otherwise = found.filter(({ wanted, answer }) => (answer.success ?? null) !== wanted);
  const unnamed = otherwise.filter(({ title }) => !isKnown(title));
  expect(unnamed.map(({ title, answer }) => [title, answer.error?.message ?? null])).toEqual([]);
  const counted = found.filter(
    ({ unexpected, answer }) =>
      unexpected !== undefined && typeof answer.unexpected_count === "number",
  );
  const miscounted = counted.filter(
    ({ unexpected, answer }) => unexpected !== answer.unexpected_count,
  );
  expect(miscounted.map(({ title }) => title)).toEqual([]);
  const figures = {
    cases: cases.length,
    alike: cases.length - otherwise.length,
    counted: counted.length,
  };
  // oxlint-disable-next-line no-console -- the figures are what this is for
  console.log(JSON.stringify(figures));
  expect(figures.cases).toBeGreaterThan(480);
  return figures;
}

test("Great Expectations' own test definitions are judged alike in DuckDB, but for named differences", () => {
  const { cases: asked, alike } = compare();
  expect(alike / asked).toBeGreaterThan(0.95);
});

testWithPostgres(
  "Great Expectations' own test definitions are judged alike in Postgres, but for named differences",
  ({ postgresUrl }) => {
    const { cases: asked, alike } = compare(postgresUrl);
    expect(alike / asked).toBeGreaterThan(0.95);
  },
);
