import { relation, type TableName } from "@dx/core";
import { identifier, sql, type Sql } from "@dx/sql";
import { nameColumns } from "./obt-columns.ts";
import { attributeColumns, joinOf, measureValue } from "./obt-query.ts";
import type { ObtSpec } from "./obt-spec.ts";

/** One question, asked of the star and of the wide table; both give the same rows. */
export interface ObtQuestion {
  /** For people. */
  readonly title: string;
  /** The star's query. */
  readonly star: Sql;
  /** The wide table's. */
  readonly wide: Sql;
  /** What tells rows of the answer apart. */
  readonly key: readonly string[];
  /** All columns of the answer. */
  readonly columns: readonly string[];
}

/**
 * Questions as they are asked every day, of a detailed table without filters: each summed measure by one attribute of each dimension, and by the
 * attributes of two dimensions together. None where nothing is summed, or the grain is coarser.
 */
export function obtQuestions(into: TableName, spec: ObtSpec): readonly ObtQuestion[] {
  const named = nameColumns(spec);
  const measures = spec.measures.filter(({ rollUp }) => rollUp === "sum").slice(0, 3);
  if (spec.level.kind !== "detail" || measures.length === 0 || named.filters.length > 0) return [];
  const table = relation(into);
  const firsts = named.dimensions.flatMap((dimension) => {
    const column = attributeColumns(named, dimension)[0];
    return column === undefined ? [] : [{ dimension, column }];
  });
  const sums = (of: string): readonly Sql[] =>
    measures.map(
      ({ column, isFloat }) =>
        sql`sum(${measureValue(identifier(of, column), isFloat)}) as ${identifier(column)}`,
    );
  const ask = (chosen: typeof firsts): ObtQuestion => {
    const key = chosen.map(({ column }) => column.name);
    const joins = chosen.map(({ dimension }) => joinOf(dimension));
    const ofStar = chosen.map(({ dimension, column }) =>
      identifier(dimension.alias, column.source),
    );
    const attributes = chosen.map(
      ({ column }, index) => sql`${ofStar[index] ?? sql`null`} as ${identifier(column.name)}`,
    );
    const ofWide = key.map((name) => identifier("f", name));
    const joined = joins.reduce((all, one) => sql`${all}${one}`, sql`${named.fact} as f`);
    return {
      title: `${measures.map(({ column }) => column).join(", ")} by ${key.join(" and ")}`,
      star: sql`select ${[...attributes, ...sums("f")]} from ${joined} group by ${ofStar}`,
      wide: sql`select ${[...ofWide, ...sums("f")]} from ${table} as f group by ${ofWide}`,
      key,
      columns: [...key, ...measures.map(({ column }) => column)],
    };
  };
  const pairs = firsts.length < 2 ? [] : [ask(firsts.slice(0, 2))];
  return [...firsts.map((one) => ask([one])), ...pairs];
}
