import { relation } from "@dx/core";
import { countRows, identifier, joinSql, sql, together, type Query, type Sql } from "@dx/sql";
import { tableOf, type LoadOptions } from "./load-options.ts";
import type { DimensionalModel } from "./model.ts";
import { starTables, type StarReference, type StarTable } from "./star-columns.ts";

/** A column that names rows of another table. */
export interface StarForeignKey {
  /** Its table. */
  readonly table: string;
  /** The column. */
  readonly column: string;
}

/** Keys of a star. */
export interface StarKeys {
  /** Tables whose primary key is one. */
  readonly primary: readonly string[];
  /** Columns that always name a row. */
  readonly foreign: readonly StarForeignKey[];
}

/**
 * Asks which keys of a star are kept by the rows that are there: primary keys without NULL and twins, and references without NULL that
 * name a row whose own key is kept. Only these may be declared where a platform believes what it does not enforce.
 * @throws DxError `DX_DIMENSIONAL_NAME` for a reference to no dimension
 * @example
 * ```ts
 * import { askKeys } from "@dx/dimensional";
 * const id = { name: "iata", source: "iata", type: { kind: "text" } } as const;
 * const airport = { name: "dim_airport", source: "airports", surrogateKey: "airport_key", businessKey: [id], attributes: [], hierarchies: [], scdType: 1 } as const;
 * const query = askKeys({ name: "flights", facts: [], dimensions: [airport], date: null, decisions: [] });
 * if (query.name !== "askKeys") throw new Error(); // const { primary, foreign } = await db.run(query)
 * ```
 */
export function askKeys(
  model: DimensionalModel,
  { tables: places = {} }: Pick<LoadOptions, "tables"> = {},
): Query<StarKeys> {
  const tables = starTables(model);
  const references = tables.flatMap((table) =>
    table.references.map((reference) => ({ table, reference })),
  );
  const counts = [
    ...tables.map((table) => countRows(brokenKeys(table, places))),
    ...references.map(({ table, reference }) => countRows(orphans(table, reference, places))),
  ];
  const asked = Object.fromEntries(counts.map((count, index) => [`key_${index}`, count]));
  return together("askKeys", asked, (broken): StarKeys => {
    const isKept = (index: number): boolean => broken[`key_${index}`] === 0;
    const primary = tables.filter((_, index) => isKept(index)).map(({ name }) => name);
    return {
      primary,
      foreign: references
        .filter(
          ({ reference }, index) =>
            isKept(tables.length + index) && primary.includes(reference.table),
        )
        .map(({ table, reference }) => ({ table: table.name, column: reference.column })),
    };
  });
}

type Places = NonNullable<LoadOptions["tables"]>;

/** One row for each value of a primary key that is there more than once, or has a part that is NULL. */
function brokenKeys({ name, primaryKey }: StarTable, tables: Places): Sql {
  const columns = primaryKey.map((column) => identifier(column));
  const isNull = joinSql(
    columns.map((column) => sql`${column} is null`),
    " or ",
  );
  return sql`select ${columns} from ${relation(tableOf(name, { tables }))} group by ${columns} having count(*) > 1 or ${isNull}`;
}

/** The rows whose reference is NULL, or names no row. */
function orphans({ name }: StarTable, { column, table, key }: StarReference, tables: Places): Sql {
  const [child = relation(name), parent = relation(table)] = [name, table].map((one) =>
    relation(tableOf(one, { tables })),
  );
  return sql`select ${identifier("f", column)} from ${child} as f where not exists (select 1 from ${parent} as d where ${identifier("d", key)} = ${identifier("f", column)})`;
}
