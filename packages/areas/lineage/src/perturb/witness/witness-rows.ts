import type { ResolvedStatement } from "@dx/sql-parser";
import type { TextRows } from "../make-rows.ts";
import { createMaker, type WitnessOptions } from "./create-maker.ts";

/** Rows for which a query gives rows. */
export interface Witnesses {
  /** Those of a table. */
  readonly rowsOf: (table: string) => TextRows;
  /** Rows of a table changed so that inner queries that may give one row only give no more. */
  readonly mend: (table: string, rows: TextRows) => TextRows;
}

/**
 * Rows for which a query gives rows: for each row that it is to give one of each table that it reads there, with values that
 * its conditions hold for as far as they are understood, those of inner queries included. A group gets several.
 */
export function witnessRows(statement: ResolvedStatement, options: WitnessOptions): Witnesses {
  const { query } = statement;
  const { maker, tuples, singles } = createMaker(statement, options);
  const { variables } = maker;
  const wanted = options.random.integer(3, 6);
  if (query === null) return none;
  for (let made = 0; made < wanted && tuples.length < options.most; made += 1)
    maker.satisfy(query, null);
  const valueOf = variables.choose();
  const rows = new Map<string, TextRow[]>();
  for (const { table, variables: own } of tuples)
    rows.set(table, [...(rows.get(table) ?? []), own.map(valueOf)]);
  const rules = singles.flatMap(({ table, variables: own, of }): readonly Rule[] => {
    const place = own.indexOf(of);
    const fixed = own.flatMap((one, at) => {
      const value = variables.fixedOf(one);
      return value === null || at === place ? [] : [{ at, value }];
    });
    return place < 0 || fixed.length === 0 ? [] : [{ table, place, value: valueOf(of), fixed }];
  });
  return {
    rowsOf: (table) => rows.get(table) ?? [],
    mend: (table, all) =>
      mend(
        all,
        rules.filter((rule) => rule.table === table),
      ),
  };
}

type TextRow = readonly (string | null)[];

const none: Witnesses = { rowsOf: () => [], mend: (_, rows) => rows };

/** What a column is in rows that have these values in others. */
interface Rule {
  readonly table: string;
  readonly place: number;
  readonly value: string | null;
  readonly fixed: readonly { readonly at: number; readonly value: string }[];
}

function mend(rows: TextRows, rules: readonly Rule[]): TextRows {
  return rules.reduce(
    (all: TextRows, { place, value, fixed }) =>
      all.map((row) =>
        fixed.every((one) => row[one.at] === one.value) ? row.with(place, value) : row,
      ),
    rows,
  );
}
