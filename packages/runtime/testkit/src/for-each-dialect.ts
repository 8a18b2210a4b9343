import { dialects, type Dialect } from "@dx/core";
import { renderSql, type Plan, type RenderSqlOptions, type Sql } from "@dx/sql";
import type * as Polyglot from "@polyglot-sql/sdk";
import { expect, test } from "vitest";
import { deniedIn } from "./deny-table.ts";

/** What a test on the text of a dialect gets. */
export interface DialectContext {
  /** Whose text it is. */
  readonly dialect: Dialect;
  /**
   * Renders SQL, or each statement of a plan, and expects every text to be one statement that a parser of the dialect
   * takes, and that has nothing of what its engine is known to refuse.
   */
  readonly check: (what: Sql | Plan, options?: RenderSqlOptions) => readonly string[];
}

/**
 * Registers one test for each of the six dialects, without engines. What DuckDB and Postgres make of a text,
 * `forEachDatabase` tells.
 */
export function forEachDialect(
  name: string,
  body: (context: DialectContext) => void | Promise<void>,
): void {
  for (const dialect of dialects)
    test(`${name} (${dialect} text)`, async () => {
      const faultsOf = await loadTextCheck();
      const check = (what: Sql | Plan, options?: RenderSqlOptions): readonly string[] => {
        const statements = "kind" in what ? [what] : what.flat().map(({ sql }) => sql);
        const texts = statements.map((one) => renderSql(one, dialect, options).text);
        for (const text of texts) expect(faultsOf(text, dialect), `in ${text}`).toEqual([]);
        return texts;
      };
      await body({ dialect, check });
    });
}

type Parser = typeof Polyglot;

const languages: Readonly<Record<Dialect, keyof Parser["Dialect"]>> = {
  duckdb: "DuckDB",
  postgres: "PostgreSQL",
  snowflake: "Snowflake",
  bigquery: "BigQuery",
  redshift: "Redshift",
  spark: "Spark",
};

/** What a statement may be; what a parser does not know, it takes as an expression or a command. */
const statements = new Set(
  "select union except intersect values insert update delete merge create_table create_view create_schema create_index drop_table drop_view drop_schema drop_index alter_table truncate comment copy".split(
    " ",
  ),
);

/** What the parser does not know although it is right, and what is parsed in its place. */
const gaps: readonly {
  readonly dialects: readonly Dialect[];
  readonly pattern: RegExp;
  readonly known: string;
}[] = [
  { dialects: ["postgres"], pattern: /:'\w+'/g, known: "''" }, // a variable of psql
  {
    dialects: ["bigquery"],
    pattern: /^(alter table \S+) alter column \S+ set options/g,
    known: "$1 set options",
  },
  {
    dialects: ["duckdb", "postgres", "redshift"],
    pattern: /^(drop view .*) cascade$/gs,
    known: "$1",
  },
];

let parser: Promise<Parser> | undefined;

/** Loads the parser once; gives a function that says what is wrong with a text of a dialect. */
export async function loadTextCheck(): Promise<
  (text: string, dialect: Dialect) => readonly string[]
> {
  parser ??= import("@polyglot-sql/sdk");
  const { parse, Dialect } = await parser;
  return (text, dialect) => {
    const written = gaps
      .filter((gap) => gap.dialects.includes(dialect))
      .reduce((before, { pattern, known }) => before.replaceAll(pattern, known), text);
    const { success, error, ast } = parse(written, Dialect[languages[dialect]]);
    const denied = deniedIn(text, dialect).map(({ pattern }) => `denied: ${pattern.source}`);
    if (!success) return [error ?? "not parsed", ...denied];
    const kinds: readonly string[] = [ast].flat().map((one: object) => Object.keys(one).join());
    const isOne = kinds.length === 1 && kinds.every((kind) => statements.has(kind));
    return isOne ? denied : [`not one statement: ${kinds.join()}`, ...denied];
  };
}
