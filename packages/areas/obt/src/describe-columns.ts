import { nameColumns, type ObtColumn } from "./obt-columns.ts";
import type { ObtSpec } from "./obt-spec.ts";

/** A column of a wide table, for people. */
export interface ColumnDescription {
  /** Its name. */
  readonly name: string;
  /** What it is. */
  readonly kind: ObtColumn["kind"];
  /** Where it is from: `table.column`, or the formula. */
  readonly from: string;
  /** A sentence or two. */
  readonly description: string;
}

/** Says of each column what it is, where it is from, and which version or roll-up it has. */
export function describeColumns(spec: ObtSpec): readonly ColumnDescription[] {
  const { columns, dimensions } = nameColumns(spec);
  return columns.map((column) => {
    const { name, kind, table, source, role } = column;
    const isComputed = kind === "calculated" || kind === "rows";
    const dimension = dimensions.find((one) => one.role === role);
    return {
      name,
      kind,
      from: kind === "calculated" ? source : isComputed ? "count(*)" : `${table}.${source}`,
      description: describe(spec, column, dimension),
    };
  });
}

type Dimension = ReturnType<typeof nameColumns>["dimensions"][number] | undefined;

function describe({ level }: ObtSpec, column: ObtColumn, dimension: Dimension): string {
  const { kind, source, table } = column;
  switch (kind) {
    case "key":
      return `What tells rows of ${table} apart.`;
    case "period":
      return level.kind === "monthly"
        ? `The first day of the month of ${source}.`
        : `The day of ${source}.`;
    case "fact":
      return `${source} of ${table}.`;
    case "join-key":
      return `The key by which ${table} names its member.`;
    case "attribute":
      return `${source} of ${table}, ${versionOf(dimension)} NULL where the fact has no member.`;
    case "rows":
      return "How many facts are in this row.";
    case "measure":
      return describeMeasure(column, level.kind === "detail");
    case "calculated":
      return `Computed: ${source}. A division by 0 gives NULL.`;
  }
}

function describeMeasure({ source, table, measure }: ObtColumn, isDetail: boolean): string {
  const rollUp = measure?.rollUp ?? "none";
  return isDetail
    ? `Measured: ${source} of ${table}. ${rollUps[rollUp]}`
    : `${source} of ${table}: ${rolled[rollUp]}.`;
}

function versionOf(dimension: Dimension): string {
  if (dimension?.current !== undefined)
    return "as it is now, whatever version the fact names: history shows today's values.";
  if (dimension?.asOf !== undefined) return `as it was valid at ${dimension.asOf.at}.`;
  return `of the row that the fact names as ${dimension?.role ?? "its member"}.`;
}

const rollUps = {
  sum: "It may be summed.",
  min: "Its least value is taken where rows are brought together.",
  max: "Its greatest value is taken where rows are brought together.",
  average: "Its mean is taken where rows are brought together.",
  last: "It may be summed at one time, not over time.",
  none: "It may not be summed: compute it of sums.",
} as const;

const rolled = {
  sum: "the sum",
  min: "the least value",
  max: "the greatest value",
  average: "the mean of its facts, of which no further mean may be taken",
  last: "the sum of the last values in the period, which may be summed over members, not over time",
  none: "as it is",
} as const;
