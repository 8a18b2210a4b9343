import type { Check } from "../check.ts";
import type { FoundTable } from "../evaluate/column-types.ts";
import type { ColumnFacts, KnownFacts } from "./known-facts.ts";
import { proofOf } from "./proof-of.ts";

/** The figures of a check, which need no query. */
export interface ProvedFigures {
  /** All rows. */
  readonly rows: number;
  /** Rows that were considered. */
  readonly considered: number;
  /** Rows that fail; of a measure, 0. */
  readonly failed: number;
  /** Of a measure; `null` where there is none. */
  readonly observed: number | null;
}

/** The figures of a check, where footers give all of them: of all rows, not of some. */
// oxlint-disable-next-line complexity -- one case for each kind of check
export function provedFigures(
  check: Check,
  facts: KnownFacts,
  found: FoundTable,
): ProvedFigures | undefined {
  const { rows } = facts;
  if (rows === undefined || check.where !== undefined || check.groupBy !== undefined)
    return undefined;
  if ("measure" in check && check.measure.kind === "row-count")
    return { rows, considered: rows, failed: 0, observed: rows };
  const column = columnOf(check);
  const name = column === undefined ? undefined : found.columns.get(column)?.name;
  const known = name === undefined ? undefined : facts.columns.get(name);
  if (known?.nulls === undefined) return undefined;
  const { nulls } = known;
  const values = rows - nulls;
  if ("measure" in check) {
    const observed = measured(check.measure.kind, known, rows);
    return observed === undefined ? undefined : { rows, considered: values, failed: 0, observed };
  }
  if (!("rule" in check)) return undefined;
  const base = { rows, observed: null };
  if (check.rule.kind === "not-null") return { ...base, considered: rows, failed: nulls };
  if (check.rule.kind === "is-null") return { ...base, considered: rows, failed: values };
  const isProved = proofOf(check, facts, found) !== undefined;
  return isProved ? { ...base, considered: values, failed: 0 } : undefined;
}

function columnOf(check: Check): string | undefined {
  if ("measure" in check) return "column" in check.measure ? check.measure.column : undefined;
  if (!("rule" in check)) return undefined;
  return "column" in check.rule && !("columns" in check.rule) ? check.rule.column : undefined;
}

/** A measure by what is known; `undefined` if that does not tell it. */
function measured(
  kind: string,
  { nulls = 0, mins: [min], maxs: [max] }: ColumnFacts,
  rows: number,
): number | null | undefined {
  switch (kind) {
    case "null-share":
      return rows === 0 ? null : nulls / rows;
    case "min":
      return min === undefined ? undefined : Number(min.text);
    case "max":
      return max === undefined ? undefined : Number(max.text);
    default:
      return undefined;
  }
}
