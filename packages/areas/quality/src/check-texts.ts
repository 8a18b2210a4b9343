import { findNamed, messageOf, type ColumnSchema, type Dialect } from "@dx/core";
import type { Suite } from "./check.ts";
import { columnsOf } from "./evaluate/columns-of.ts";
import type { FoundTable } from "./evaluate/column-types.ts";
import { naiveForm, textOf } from "./evaluate/naive-form.ts";

/** A table by its name, and its columns as the catalogue describes them. */
export interface TextTable {
  /** Its name. */
  readonly name: string;
  /** The columns. */
  readonly columns: readonly Pick<ColumnSchema, "name" | "type">[];
}

/** The SQL of a check. */
export interface CheckText {
  /** The id of the check. */
  readonly id: string;
  /** As it could be run alone. */
  readonly sql: string;
}

/**
 * The SQL of each check of a suite, as it could be run alone: plain, whatever the plan; without a database. Of a check that does
 * not fit its table, a comment that says so.
 */
export function checkTexts(
  suite: Suite,
  tables: readonly TextTable[],
  dialect: Dialect,
): readonly CheckText[] {
  const found = new Map(
    tables.map(({ name, columns }): readonly [string, FoundTable] => {
      const checks = suite.checks.filter((check) => check.table === name);
      const wanted = checks.flatMap((check) => columnsOf(check));
      const known = wanted.flatMap((asked) => {
        const column = findNamed(columns, asked);
        return column === undefined
          ? []
          : [[asked, { name: column.name, type: column.type }] as const];
      });
      return [name, { error: null, columns: new Map(known), all: columns }];
    }),
  );
  return suite.checks.map((check) => {
    try {
      return { id: check.id, sql: textOf(naiveForm(check, found).query, dialect) };
    } catch (error) {
      return { id: check.id, sql: `-- ${messageOf(error).replaceAll("\n", "\n-- ")}` };
    }
  });
}
