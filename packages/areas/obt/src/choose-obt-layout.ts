import type { PeriodPartitions, TableLayout } from "@dx/sql";
import { fold, nameColumns } from "./obt-columns.ts";
import type { ObtSpec } from "./obt-spec.ts";

/** What is known of a wide table. */
export interface ObtFigures {
  /** How many rows it has, or will have. */
  readonly rows: number;
  /** The kinds of its columns' types, by their names. */
  readonly types: Readonly<Record<string, string>>;
}

/** Where the rows of a wide table lie, and why. */
export interface ObtLayoutChoice {
  /** For `planObt`. */
  readonly layout: TableLayout;
  /** A sentence for each part, with the figures that it goes by. */
  readonly reasons: readonly string[];
}

const leastClustered = 1_000_000;
const leastPartitioned = 10_000_000;
const mostClusterColumns = 4;

/**
 * Chooses where the rows of a wide table lie: by its first date or time, then by the keys of its dimensions, from a million rows on; in parts of
 * a month from ten million on; evenly on nodes, since it is joined with nothing.
 * @throws DxError as `nameColumns`
 * @example
 * ```ts
 * import { chooseObtLayout } from "@dx/obt";
 * const spec = { fact: "fct_sale", factKey: "sale_id", factColumns: "sold_on", measures: [], dimensions: [], level: { kind: "detail" } } as const;
 * const { layout } = chooseObtLayout(spec, { rows: 20_000_000, types: { sold_on: "date" } });
 * if (layout.partitionBy?.column !== "sold_on") throw new Error();
 * ```
 * @see BigQuery, "Introduction to partitioned tables"; Amazon Redshift, "Choose the best sort key"
 */
export function chooseObtLayout(spec: ObtSpec, { rows, types }: ObtFigures): ObtLayoutChoice {
  const { columns } = nameColumns(spec);
  const typeOf = (name: string): string | undefined =>
    Object.entries(types).find(([one]) => fold(one) === fold(name))?.[1];
  const times = columns.flatMap(({ name, kind }) => {
    const type = typeOf(name);
    return kind === "attribute" || kind === "calculated" || !isTime(type) ? [] : [{ name, type }];
  });
  const [time] = times;
  const keys = columns.filter(({ kind }) => kind === "join-key").map(({ name }) => name);
  const clusterBy = [...(time === undefined ? [] : [time.name]), ...keys]
    .filter((name, at, all) => all.indexOf(name) === at)
    .slice(0, mostClusterColumns);
  const even = "spread evenly on nodes: it is joined with nothing";
  if (rows < leastClustered || clusterBy.length === 0)
    return {
      layout: { distribute: "even" },
      reasons: [even, `not clustered: ${rows} rows, or no date and no key`],
    };
  const reasons = [
    even,
    `clustered by ${clusterBy.join(", ")}: ${rows} rows, most questions choose by them`,
  ];
  if (time === undefined || rows < leastPartitioned)
    return { layout: { distribute: "even", clusterBy }, reasons };
  return {
    layout: {
      distribute: "even",
      clusterBy,
      partitionBy: { kind: "period", column: time.name, type: time.type, period: "month" },
    },
    reasons: [
      ...reasons,
      `parts of a month by ${time.name}: questions of some months read those alone`,
    ],
  };
}

function isTime(type: string | undefined): type is PeriodPartitions["type"] {
  return type === "date" || type === "timestamp" || type === "instant";
}
