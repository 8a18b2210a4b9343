import type { TableLayout } from "@dx/sql";
import { generateDateDimension } from "./generate-date-dimension.ts";
import { timesIn } from "./generate-time-dimension.ts";
import { dateKey, timeKey, type DimensionalModel, type FactTable } from "./model.ts";

/** Where the rows of a table of the star lie, and why. */
export interface LayoutChoice {
  /** The table of the star. */
  readonly table: string;
  /** For `createTable` of `@dx/sql`: each platform writes what it has a clause for. */
  readonly layout: TableLayout;
  /** Why, a sentence for each part, with the figures that it goes by. */
  readonly reasons: readonly string[];
}

/** A dimension of no more rows is copied to every node; a larger one would take long to load, and much room. */
const mostCopied = 3_000_000;
/** A fact of fewer rows is read as quickly without parts: platforms keep some ten thousands of rows together anyway. */
const leastClustered = 1_000_000;
const leastPartitioned = 10_000_000;
const mostClusterColumns = 4;
const mostPartitions = 4000;

/**
 * Chooses where the rows of a star's tables lie, by how many its sources have and how facts refer to dimensions: facts by their
 * first date, and by the larger dimensions that they refer to; on platforms of several nodes (Redshift) facts and their largest dimension by the same key, so
 * that joins need no network, smaller dimensions on every node; partitions of a month (BigQuery) for facts of ten million rows and more.
 * @param rows - by the names of the model's sources; nothing is chosen for those without a number
 * @example
 * ```ts
 * import { chooseLayouts } from "@dx/dimensional";
 * const id = { name: "iata", source: "iata", type: { kind: "text" } } as const;
 * const airport = { name: "dim_airport", source: "airports", surrogateKey: "airport_key", businessKey: [id], attributes: [], hierarchies: [], scdType: 1 } as const;
 * const model = { name: "flights", facts: [], dimensions: [airport], date: null, decisions: [] };
 * if (chooseLayouts(model, { airports: 3376 })[0]?.layout.distribute !== "all") throw new Error();
 * ```
 * @see Amazon Redshift, "Choose the best distribution style"; BigQuery, "Introduction to clustered tables"; Snowflake, "Clustering Keys & Clustered Tables"
 */
export function chooseLayouts(
  model: DimensionalModel,
  rows: Readonly<Record<string, number>>,
): readonly LayoutChoice[] {
  const rowsOf = (source: string): number | null =>
    Object.hasOwn(rows, source) ? (rows[source] ?? null) : null;
  const given = { model, rowsOf, collocated: collocatedDimension(model, rowsOf) };
  return [
    ...model.dimensions.flatMap(({ name, kind, source, surrogateKey }): readonly LayoutChoice[] => {
      if (kind === "junk") return [junkLayout(name)];
      const count = rowsOf(source);
      if (count === null) return [];
      return [dimensionLayout({ name, key: surrogateKey, count }, given.collocated)];
    }),
    ...(model.date === null
      ? []
      : [
          dimensionLayout(
            { name: model.date.name, key: dateKey, count: generateDateDimension(model.date).count },
            null,
          ),
        ]),
    ...(model.time === undefined
      ? []
      : [
          dimensionLayout(
            { name: model.time.name, key: timeKey, count: timesIn(model.time) },
            null,
          ),
        ]),
    ...model.facts.flatMap((fact) => factLayout(fact, given)),
  ];
}

interface Given {
  readonly model: DimensionalModel;
  readonly rowsOf: (source: string) => number | null;
  readonly collocated: string | null;
}

/** The largest dimension, if it is too large to be copied to every node: its rows lie where the facts are that name them. */
function collocatedDimension(
  { dimensions }: DimensionalModel,
  rowsOf: Given["rowsOf"],
): string | null {
  const [largest] = dimensions
    .filter(({ kind }) => kind !== "junk")
    .map(({ name, source }) => ({ name, count: rowsOf(source) ?? 0 }))
    .toSorted((a, b) => b.count - a.count);
  return largest !== undefined && largest.count > mostCopied ? largest.name : null;
}

function dimensionLayout(
  { name, key, count }: { readonly name: string; readonly key: string; readonly count: number },
  collocated: string | null,
): LayoutChoice {
  if (name === collocated)
    return {
      table: name,
      layout: { distribute: { by: key }, clusterBy: key },
      reasons: [
        `distributed by ${key}: with ${count} rows it is the largest dimension, and facts that lie by its key are joined without the network`,
        `sorted by ${key}: joins read it in the order of facts`,
      ],
    };
  if (count > mostCopied)
    return {
      table: name,
      layout: { distribute: "even", clusterBy: key },
      reasons: [
        `spread evenly: ${count} rows are too many for every node, and another dimension is larger`,
      ],
    };
  return {
    table: name,
    layout: { distribute: "all" },
    reasons: [
      `on every node: ${count} rows are no more than ${mostCopied}, and joins need no network`,
    ],
  };
}

function junkLayout(table: string): LayoutChoice {
  const reason = "on every node: flags have few combinations, and joins need no network";
  return { table, layout: { distribute: "all" }, reasons: [reason] };
}

function factLayout(
  fact: FactTable,
  { model, rowsOf, collocated }: Given,
): readonly LayoutChoice[] {
  const count = rowsOf(fact.source);
  if (count === null) return [];
  const byNode = fact.keys.find(({ dimension }) => dimension === collocated);
  const distribution: LayoutChoice =
    byNode === undefined
      ? {
          table: fact.name,
          layout: { distribute: "even" },
          reasons: ["spread evenly: its dimensions are on every node"],
        }
      : {
          table: fact.name,
          layout: { distribute: { by: byNode.column } },
          reasons: [`distributed by ${byNode.column}, as ${byNode.dimension} is`],
        };
  const columns = clusterColumns(fact, { model, rowsOf, collocated });
  const parts = partitionsOf(fact, model, count);
  return [
    {
      table: fact.name,
      layout: {
        ...distribution.layout,
        ...(count < leastClustered || columns.length === 0 ? {} : { clusterBy: columns }),
        ...(parts === null ? {} : { partitionBy: parts }),
      },
      reasons: [
        ...distribution.reasons,
        ...(columns.length === 0
          ? []
          : [
              count < leastClustered
                ? `not clustered: ${count} rows are fewer than ${leastClustered}`
                : `clustered by ${columns.join(", ")}: dates first, which most questions choose by, then the dimensions with most members`,
            ]),
        ...(parts === null ? [] : [`parts of a month by ${parts.column}: ${count} rows`]),
      ],
    },
  ];
}

function clusterColumns({ keys }: FactTable, { model, rowsOf }: Given): readonly string[] {
  const dates = keys.filter(({ dimension }) => dimension === model.date?.name).slice(0, 1);
  const members = (name: string): number => {
    const found = model.dimensions.find((one) => one.name === name);
    return found === undefined || found.kind === "junk" ? 0 : (rowsOf(found.source) ?? 0);
  };
  const others = keys
    .filter(({ dimension }) => dimension !== model.date?.name && members(dimension) >= 20)
    .toSorted((a, b) => members(b.dimension) - members(a.dimension));
  return [...dates, ...others].slice(0, mostClusterColumns - 1).map(({ column }) => column);
}

/** Date keys are `year * 10000 + month * 100 + day`: a hundred of them are a month, with gaps at the end of years. */
function partitionsOf(
  { keys }: FactTable,
  { date }: DimensionalModel,
  count: number,
): Extract<TableLayout["partitionBy"], { readonly kind: "range" }> | null {
  const key = keys.find(({ dimension }) => dimension === date?.name);
  if (key === undefined || date === null || count < leastPartitioned) return null;
  const [from, to] = [yearOf(date.from) + 100, yearOf(date.to) + 10_100];
  return (to - from) / 100 > mostPartitions
    ? null
    : { kind: "range", column: key.column, from, to, step: 100 };
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4)) * 10_000;
}
