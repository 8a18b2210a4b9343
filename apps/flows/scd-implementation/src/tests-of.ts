import type { Dialect } from "@dx/core";
import { historyClaims } from "@dx/scd";
import { formatSql, renderSql } from "@dx/sql";
import { hashOf } from "./hash-of.ts";
import type { Made } from "./outputs.ts";

/** A test of the dimension that any client can run: it returns no rows where its claim holds. */
export interface SqlTest {
  readonly id: string;
  readonly text: string;
}

/** The tests of a dimension as SQL. */
export function testsOf(
  dimension: string,
  made: Pick<Made, "spec" | "columns">,
  dialect: Dialect,
): readonly SqlTest[] {
  return historyClaims(dimension, made.spec, hashOf(made)).flatMap(({ id, statement, check }) => {
    if (check.kind !== "no-rows") return [];
    const sql = formatSql(renderSql(check.violations, dialect).text, dialect);
    return [{ id, text: `-- ${id}: ${statement} Returns no rows where that is so.\n${sql};\n` }];
  });
}
