import type { ColumnProfile, ValueCount } from "../profile.ts";
import type { Aggregates } from "./ask-aggregates.ts";
import type { Values } from "./ask-values.ts";
import { guessMeaning } from "./meanings.ts";
import type { TableColumn } from "./table-columns.ts";

/** What was found out of a column. */
export interface ColumnFigures {
  /** Rows that were read. */
  readonly rows: number;
  /** Which share of the table that is. */
  readonly read: number;
  /** Of its rows. */
  readonly aggregates: Aggregates;
  /** Of its values. */
  readonly values: Values;
  /** How many values are listed. */
  readonly top: number;
}

/** The profile of a column. */
export function describeColumn(
  { name, type }: TableColumn,
  { rows, read, aggregates, values, top }: ColumnFigures,
): ColumnProfile {
  const { filled, nans, infinite, mean, stddev, lengths, faults } = aggregates;
  const distinct = values.distinct + (nans > 0 ? 1 : 0);
  const once = values.once + (nans === 1 ? 1 : 0);
  const listed = withNan(values.top, nans);
  const edges = type.kind === "boolean" ? listed.map(({ value }) => value).toSorted() : [];
  return {
    name,
    type,
    nulls: rows - filled,
    nans,
    infinite,
    distinct: read < 1 ? estimateDistinct({ distinct, once, filled, read }) : distinct,
    distinctBy: read < 1 ? "estimate" : "count",
    once,
    min: edges[0] ?? values.min,
    max: edges.at(-1) ?? values.max,
    mean,
    stddev,
    quantiles: values.quantiles,
    lengths,
    faults,
    shapes: values.shapes,
    top: listed.slice(0, top),
    meaning: faults === null ? null : guessMeaning(values.fits, filled - faults.empty),
  };
}

function withNan(top: readonly ValueCount[], nans: number): readonly ValueCount[] {
  if (nans === 0) return top;
  return [...top, { value: "NaN", rows: nans }].toSorted((a, b) => b.rows - a.rows);
}

interface Seen {
  readonly distinct: number;
  readonly once: number;
  readonly filled: number;
  readonly read: number;
}

/** How many different values the table has if a share of it has so many, of which some come once. */
function estimateDistinct({ distinct, once, filled, read }: Seen): number {
  if (filled === 0 || read === 0) return distinct;
  return Math.round(distinct / (1 - ((1 - read) * once) / filled));
}
