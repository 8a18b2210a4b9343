import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadParser, readDialect } from "@dx/sql-parser";
import { installPython } from "@dx/testing/python";
import { expect, test } from "vitest";
import { lineageColumns, type LineageColumns } from "../src/index.ts";

type Tables = Readonly<Record<string, Readonly<Record<string, string>>>>;

type OfSqllineage = { readonly test: string; readonly sql: string; readonly dialect: string } & (
  | {
      readonly kind: "tables";
      readonly sources: readonly string[];
      readonly targets: readonly string[];
    }
  | {
      readonly kind: "columns";
      readonly schema: Tables;
      readonly pairs: readonly (readonly [string, string, string, string])[];
    }
);

interface OfSqlglot {
  readonly asked: readonly {
    readonly test: string;
    readonly sql: string;
    readonly dialect: string;
    readonly schema: Tables;
    readonly views: Readonly<Record<string, string>>;
    readonly outputs: Readonly<Record<string, readonly string[]>>;
  }[];
  readonly pairs: readonly {
    readonly file: string;
    readonly sql: string;
    readonly qualified: string;
    readonly dialect: string;
    readonly schema: Tables;
  }[];
}

/** What a script writes that fetches a source distribution and records the tests in it. */
function record(requirements: readonly string[], script: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), "dx-others-"));
  const file = join(folder, "cases.json");
  const { status, stderr } = spawnSync(
    join(installPython(requirements), "bin/python"),
    [join(import.meta.dirname, script), join(folder, "source"), file],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(readFileSync(file, "utf8"));
}

const parser = await loadParser();

function ask(sql: string, dialect: string, schema: Tables = {}): LineageColumns {
  const [name = ""] = dialect.split(",");
  return lineageColumns(parser, {
    sql,
    dialect: readDialect(name) ?? "generic",
    schema,
  });
}

/** Names without quotes, in lower case: others fold them in other ways. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/["`]/g, "")
    .replace(/^<default>\./, "");
}

function set(names: readonly string[]): string {
  return [...new Set(names.map(plain))].toSorted().join(" ");
}

/** The columns that each output comes from. */
function shape({ columns }: LineageColumns): readonly string[] {
  return columns.map(({ sources }) =>
    set(sources.map(({ table, column }) => `${table}.${column}`)),
  );
}

/** Why an answer differs from what sqllineage's test wants. */
const ofSqllineage: Readonly<Record<string, string>> = {
  "test_select_column_from_tempview_view_subquery[dummy]":
    "a view that stays has columns of its own; sqllineage looks through it",
  "test_wildcard_reference_from_previous_statements[dummy]":
    "a table that stays has columns of its own; sqllineage looks through it",
  test_new_create_tab_as_tmp_table: "a table that stays is read and filled",
  test_merge_into_update_multiple_match: "the condition of a branch decides on its values",
  test_postgres_style_type_cast: "ansi gives a cast no name; its text is shown",
  test_select_unqualified_column_from_join_is_unresolved: "both candidates are listed",
  test_column_disable_lateral_ref_within_subquery: "both candidates are listed",
  test_nested_cte_with_partial_wildcard_expansion: "f1 is named beside the star",
  test_select_column_using_function: "count(*) comes from no column: it was run",
  test_union_where_later_branch_introduces_new_output_columns: "not valid: sides differ in width",
  test_alter_target_table_name: "the table had its name when it was filled",
  test_alter_source_table_name: "the table had its name when it was read",
  test_create_like: "like takes the columns, not the rows",
  "test_cache_table[databricks]": "a cached query reads its tables",
  "test_cache_table[sparksql]": "a cached query reads its tables",
  "test_alter_table_swap_partition[snowflake]": "rows go both ways",
  "test_swapping_partitions[vertica]": "not there yet",
  test_delete_from_table: "not valid: `delete from table t`",
  "test_update_with_specifying_a_table_alias_as_the_target_object[tsql]":
    "+= reads the table that it changes",
};

test("the tests of sqllineage have the same answers, but for the differences that are named", () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the script writes
  const cases = record(
    ["sqllineage==1.5.9", "pytest==8.4.2"],
    "sqllineage-cases.py",
  ) as readonly OfSqllineage[];
  const different: string[] = [];
  for (const one of cases) {
    const answer = ask(one.sql, one.dialect, one.kind === "columns" ? one.schema : {});
    expect(answer.error).toBeNull();
    const isSame =
      one.kind === "tables"
        ? set(one.sources) === set(answer.tables_in) && set(one.targets) === set(answer.tables_out)
        : set(one.pairs.map(([table, name, to, target]) => `${to}.${target}<${table}.${name}`)) ===
          set(
            answer.columns.flatMap(({ target, sources }) =>
              sources.map(({ table, column }) => `${target}<${table}.${column}`),
            ),
          );
    if (!isSame) different.push(one.test);
  }
  // oxlint-disable-next-line no-console -- the figures
  console.log(JSON.stringify({ sqllineage: cases.length, same: cases.length - different.length }));
  expect(new Set(different)).toEqual(new Set(Object.keys(ofSqllineage)));
  expect(different.length).toBeLessThan(cases.length / 20);
}, 300_000);

/** Why an answer differs from sqlglot's in its own tests. */
const ofSqlglot: Readonly<Record<string, string>> = {
  test_lineage_cte_union: "the column is named, where sqlglot stops at the star",
  test_lineage_source_union: "the column is named, where sqlglot stops at the star",
  test_lineage_source_with_star: "the column is named, where sqlglot stops at the star",
  test_select_star: "the column is named, where sqlglot stops at the star",
  test_lineage_external_col: "both candidates are listed",
  test_pivot_with_alias: "the column that pivot turns decides on each cell: it was run",
  test_pivot_with_alias_columns: "the column that pivot turns decides on each cell",
  test_pivot_with_cte: "the column that pivot turns decides on each cell",
  test_pivot_with_subquery: "the column that pivot turns decides on each cell",
  test_pivot_without_alias: "the column that pivot turns decides on each cell",
  test_chained_pivots_mixed: "the column that pivot turns decides on each cell",
  test_chained_pivots_consuming_alias_columns: "unpivot's names are no values: it was run",
  test_chained_pivots_with_alias_columns: "unpivot's names are no values",
  test_unpivot: "unpivot's names are no values",
  test_unpivot_multi_column: "unpivot's names are no values",
  test_unpivot_with_alias_columns: "unpivot's names are no values",
  test_multiple_pivoted_sources: "sqlglot names nothing",
  test_subquery: "not valid: a query in `sum` without parentheses",
};

/** Why a text of sqlglot's fixtures has another lineage than what sqlglot makes of it. */
const ofPairs: Readonly<Record<string, string>> = {
  "SELECT (SELECT MIN(a) FROM UNNEST([1, 2])) AS f FROM x GROUP BY 1":
    "the list has no column a, the table around it has",
  "SELECT * FROM (SELECT * FROM t) AS s(a, b)":
    "s calls the columns of t so; what t calls them is not known",
  "SELECT * FROM (SELECT * FROM t1 UNION ALL SELECT * FROM t2) AS s(b)":
    "s calls the column so; what t1 and t2 call it is not known",
  "SELECT x.* FROM x JOIN y USING(b)": "x.b is x's, whatever it is joined with: it was run",
  "SELECT * FROM ((SELECT * FROM x) INNER JOIN y ON a = c)":
    "the columns of the left side come first: it was run",
};

test("sqlglot's own questions have its answers, and its qualified texts mean what their originals do", () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the script writes
  const { asked, pairs } = record(
    ["sqlglot==30.17.0", "pytest==8.4.2", "duckdb==1.5.5", "pandas==2.3.3"],
    "sqlglot-cases.py",
  ) as OfSqlglot;
  const different = asked.flatMap(({ test: name, sql, dialect, schema, views, outputs }) => {
    const made = Object.entries(views).map(
      ([view, text]) => `create temp view ${view} as ${text};`,
    );
    const { columns } = ask(`${made.join("\n")}${sql}`, dialect, schema);
    const isSame = Object.entries(outputs).every(([output, leaves]) => {
      const own = columns.filter(({ target }) => plain(target).split(".").at(-1) === plain(output));
      const sources = own.flatMap(({ sources: of }) =>
        of.map(({ table, column }) => `${table}.${column}`),
      );
      return own.length > 0 && set(sources) === set(leaves);
    });
    return isSame ? [] : [name];
  });
  expect(new Set(different)).toEqual(new Set(Object.keys(ofSqlglot)));
  const apart = pairs.filter(({ sql, qualified, dialect, schema }) => {
    const [one, other] = [ask(sql, dialect, schema), ask(qualified, dialect, schema)];
    const isRead = !other.unresolved.some((message) =>
      /Unexpected token|nothing here/.test(message),
    );
    return isRead && shape(one).join("|") !== shape(other).join("|");
  });
  // oxlint-disable-next-line no-console -- the figures
  console.log(
    JSON.stringify({
      sqlglot: asked.length,
      same: asked.length - different.length,
      pairs: pairs.length,
      apart: apart.map(({ sql }) => sql),
    }),
  );
  expect(new Set(apart.map(({ sql }) => sql))).toEqual(new Set(Object.keys(ofPairs)));
}, 300_000);
