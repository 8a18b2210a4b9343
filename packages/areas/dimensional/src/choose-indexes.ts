import { formatRelation, parseName } from "@dx/core";
import { createIndex, createPlan, type Plan } from "@dx/sql";
import { generateDateDimension } from "./generate-date-dimension.ts";
import type { DimensionalModel } from "./model.ts";

/** An index that is worth its space, and why. */
export interface IndexChoice {
  /** Its name. */
  readonly name: string;
  /** The table of the star. */
  readonly table: string;
  /** Its columns, in order. */
  readonly columns: readonly string[];
  /** In a sentence, with the figures that it goes by. */
  readonly reason: string;
}

/** Below that, reading the whole table is as quick. */
const fewRows = 100_000;
const fewMembers = 1000;
/** With fewer members than that, each is too large a part of the fact. */
const leastMembers = 20;

/**
 * Chooses indexes of a star for a database of rows, as Postgres, by how many rows its sources have: on references of facts of 100,000 rows and
 * more to dimensions of at least twenty members, since an index that finds more than a twentieth of a table is not used; and on business
 * keys of dimensions of 1000 rows and more, by which loads find members. Databases of columns (DuckDB, Snowflake, BigQuery, Redshift, Spark)
 * need none.
 * @param rows - by the names of the model's sources; of those without a number, nothing is chosen. The calendar's are its days.
 * @example
 * ```ts
 * import { chooseIndexes } from "@dx/dimensional";
 * const id = { name: "iata", source: "iata", type: { kind: "text" } } as const;
 * const airport = { name: "dim_airport", source: "airports", surrogateKey: "airport_key", businessKey: [id], attributes: [], hierarchies: [], scdType: 1 } as const;
 * const model = { name: "flights", facts: [], dimensions: [airport], date: null, decisions: [] };
 * if (chooseIndexes(model, { airports: 3376 })[0]?.columns[0] !== "iata") throw new Error();
 * ```
 * @see PostgreSQL, "Indexes", 11.1: an index is used where it is thought to be quicker than reading the whole table
 */
export function chooseIndexes(
  model: DimensionalModel,
  rows: Readonly<Record<string, number>>,
): readonly IndexChoice[] {
  const rowsOf = (source: string): number =>
    Object.hasOwn(rows, source) ? (rows[source] ?? 0) : 0;
  const membersOf = (name: string): number => {
    if (model.date?.name === name) return generateDateDimension(model.date).count;
    const found = model.dimensions.find((one) => one.name === name);
    return found === undefined || found.kind === "junk" ? 0 : rowsOf(found.source);
  };
  const keys = model.dimensions.flatMap(({ name, kind, source, businessKey }) =>
    kind === "junk" || rowsOf(source) < fewMembers
      ? []
      : [
          choice(
            name,
            businessKey.map((one) => one.name),
            {
              reason: `loads find each of ${rowsOf(source)} members by it`,
            },
          ),
        ],
  );
  const references = model.facts.flatMap(({ name, source, keys: own }) =>
    own.flatMap(({ column, dimension }) => {
      const [all, members] = [rowsOf(source), membersOf(dimension)];
      if (all < fewRows || members < leastMembers) return [];
      return [
        choice(name, [column], {
          reason: `a question about one of ${members} members of ${dimension} reads about ${Math.ceil(all / members)} rows by it, and ${all} without`,
        }),
      ];
    }),
  );
  return [...keys, ...references];
}

function choice(
  table: string,
  columns: readonly string[],
  { reason }: Pick<IndexChoice, "reason">,
): IndexChoice {
  const text = [table, ...columns].map((one) => parseName(one).text).join("_");
  const name = formatRelation({ kind: "relation", name: `ix_${text}`.slice(0, 60) });
  return { name, table, columns, reason };
}

/**
 * The plan that makes indexes, where they are not there yet.
 * @throws DxError on rendering, `DX_SQL_UNSUPPORTED` where there are none
 * @example
 * ```ts
 * import { planIndexes } from "@dx/dimensional";
 * const plan = planIndexes([{ name: "ix_a", table: "a", columns: ["b"], reason: "it is large" }]);
 * if (plan[0]?.[0]?.purpose !== "index b of a: it is large") throw new Error();
 * ```
 */
export function planIndexes(choices: readonly IndexChoice[]): Plan {
  return createPlan(
    choices.map(({ name, table, columns, reason }) => [
      {
        purpose: `index ${columns.join(", ")} of ${table}: ${reason}`,
        sql: createIndex({ name, table, columns, ifNotExists: true }),
      },
    ]),
  );
}
