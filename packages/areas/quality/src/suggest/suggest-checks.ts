import { parseName } from "@dx/core";
import type { TableProfile } from "@dx/profile";
import type { Check, RowThreshold, SchemaRule } from "../check.ts";
import { dimensionOf } from "../rules/dimension-of.ts";
import { suggestForColumn, type Suggested } from "./suggest-for-column.ts";

/** What suggestions stand on beside the profile. */
export interface SuggestChecksOptions {
  /** The table that the checks are of; without it, the profiled one. */
  readonly table?: string;
  /** Columns that together have no value twice, as `candidateKeys` of `@dx/profile` finds them. */
  readonly keys?: readonly (readonly string[])[];
  /** When, as ISO text: times are not to be later. Without it, nothing is suggested of that. */
  readonly now?: string;
  /** What becomes of a failure; `error` without a word. */
  readonly severity?: "error" | "warning";
}

/** A check that earlier rows speak for, and why. */
export interface Suggestion {
  /** The check. */
  readonly check: Check;
  /** What was seen, in one sentence with its figures. */
  readonly reason: string;
}

/**
 * Suggests checks by what a table's earlier rows hold, each with its reason. Whether they hold of later rows is not known
 * from that: ask them there, and keep what `keepSuggestions` leaves.
 * @param profile - of the earlier rows, with all values of columns that have few: `top` of 60 or so
 * @example
 * ```ts
 * import { createRows } from "@dx/core";
 * import { profileTable } from "@dx/profile";
 * import { suggestChecks } from "@dx/quality";
 * import { conduct } from "@dx/sql";
 * // `await db.run(profileTable("orders", { top: 60 }))`; here of no rows, which speak for nothing
 * const profile = await conduct(profileTable("orders", { top: 60 }), async (questions) =>
 *   questions.map(() => createRows([])),
 * );
 * if (suggestChecks(profile).length > 0) throw new Error();
 * ```
 */
export function suggestChecks(
  profile: TableProfile,
  { table = profile.table, keys = [], now, severity = "error" }: SuggestChecksOptions = {},
): readonly Suggestion[] {
  const { profiled } = profile;
  if (profiled === 0) return [];
  const head = { table, severity } as const;
  const ofColumns = profile.columns.flatMap((column) =>
    suggestForColumn(column, now === undefined ? { rows: profiled } : { rows: profiled, now }).map(
      (one) => suggestion(one, `${table}.${parseName(column.name).text}`, head),
    ),
  );
  const ofKeys = keys.map((columns): Suggestion => {
    const reason = `${columns.join(", ")}: no value comes twice in ${profiled} rows`;
    const rule = { kind: "unique", columns } as const;
    const names = columns.map((name) => parseName(name).text);
    const id = `${table}.${names.join(".")}.unique`;
    return {
      reason,
      check: { ...head, id, reason, rule, threshold: none, dimension: "uniqueness" },
    };
  });
  const schema: SchemaRule = {
    kind: "columns",
    columns: profile.columns.map(({ name, type }) => ({ name, type: type.kind })),
    others: true,
  };
  const reason = `the table has these ${profile.columns.length} columns`;
  const columns: Suggestion = {
    reason,
    check: { ...head, id: `${table}.columns`, reason, dimension: "validity", schema },
  };
  const unique = new Set(keys.flatMap((names) => (names.length === 1 ? names : [])));
  const isTold = ({ check }: Suggestion): boolean =>
    "rule" in check &&
    check.rule.kind === "unique" &&
    check.rule.columns.every((name) => unique.has(name));
  return [columns, ...ofKeys, ...ofColumns.filter((one) => !isTold(one))];
}

const none: RowThreshold = { of: "considered", failAbove: 0 };

function suggestion(
  { kind, part, reason, threshold }: Suggested,
  name: string,
  head: Pick<Check, "table" | "severity">,
): Suggestion {
  const id = `${name}.${kind}`;
  const dimension = dimensionOf(part);
  const check: Check =
    "measure" in part
      ? { ...head, id, reason, dimension, ...part }
      : { ...head, id, reason, dimension, rule: part.rule, threshold: threshold ?? none };
  return { check, reason };
}
