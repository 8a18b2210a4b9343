import { DxError, formatRelation } from "@dx/core";
import { inquire, together, type Inquiry } from "@dx/sql";
import { askDistinct, askKeyColumns, type KeyColumn } from "./internal/ask-distinct.ts";
import { askKeySample, type KeySample } from "./internal/key-sample.ts";
import { chunks } from "./internal/sql-parts.ts";
import { askColumns, describedColumns, relationOf } from "./internal/table-columns.ts";
import type { Profiled } from "./profile-table.ts";

/** How far keys are searched for. */
export interface CandidateKeysOptions {
  /** The most columns of a key, 1 to 4; 3 without a word. */
  readonly maxArity?: number;
  /** The most combinations of several columns that are counted in the table; 100 without a word. */
  readonly maxChecks?: number;
}

/** The keys of a table. Plain JSON. */
export interface CandidateKeys {
  /** Its name. */
  readonly table: string;
  /** How many rows it has. */
  readonly rows: number;
  /** Each tells all rows apart, has no NULL, and has no part that is a key. Those of fewer columns come first. */
  readonly keys: readonly (readonly string[])[];
  /** Up to how many columns were tried together. */
  readonly maxArity: number;
  /** How many combinations of columns were counted in the table, single columns included. */
  readonly checks: number;
  /** Whether these are all the keys of at most so many columns. */
  readonly complete: boolean;
  /** Why they are not all, or why there can be none; `null` if there is nothing to say. */
  readonly reason: string | null;
}

const mostCombinations = 20_000;
const checksAtOnce = 8;

/**
 * Finds the minimal keys of a table: columns whose values together tell all rows apart, without NULL. Combinations
 * are refuted by a thousand rows where that is possible; what is reported was counted in the whole
 * table. NaN is one value, texts are compared by code points. The work is bounded by the options: a search that
 * ended early says so. Each check groups the table once.
 * @throws DxError `DX_PROFILE_OPTIONS` for numbers that are none
 * @example
 * ```ts
 * import { createRows } from "@dx/core";
 * import { candidateKeys } from "@dx/profile";
 * import { conduct } from "@dx/sql";
 * // `await db.run(candidateKeys("line"))`; here every question is answered by no rows
 * const found = await conduct(candidateKeys("line"), async (questions) =>
 *   questions.map(() => createRows([])),
 * );
 * if (found.keys.length !== 0 || found.complete) throw new Error("nothing holds of nothing");
 * ```
 */
export function candidateKeys(
  table: Profiled,
  { maxArity = 3, maxChecks = 100 }: CandidateKeysOptions = {},
): Inquiry<CandidateKeys> {
  limit("maxArity", maxArity, [1, 4]);
  limit("maxChecks", maxChecks, [0, 100_000]);
  return inquire("candidateKeys", function* () {
    const { relation, columns } = describedColumns(table) ?? (yield* askColumns(table));
    const { rows, columns: all } = yield* askKeyColumns(relation, columns);
    const result = (keys: readonly (readonly string[])[], search: Search): CandidateKeys => ({
      table: formatRelation(relationOf(table)),
      rows,
      keys,
      maxArity,
      checks: columns.length + search.checks,
      complete: search.reason === null,
      reason: search.reason,
    });
    if (rows === 0)
      return result([], { checks: 0, reason: "there are no rows: nothing has to be told apart" });
    const usable = all.filter(({ nulls }) => nulls === 0);
    const isKey = ({ distinct }: KeyColumn): boolean => distinct === rows;
    const keys = usable.filter(isKey).map(({ name }) => [name]);
    const parts = usable.filter((one) => !isKey(one) && one.distinct > 1);
    if (parts.length < 2 || maxArity < 2) return result(keys, start);
    const sample = yield* askKeySample(relation, parts);
    let search = start;
    const found: (readonly number[])[] = [];
    for (let arity = 2; arity <= maxArity && search.reason === null; arity += 1) {
      const next = candidatesOf({ arity, parts, rows, found, sample });
      const room = maxChecks - search.checks;
      const checked = next.candidates.slice(0, room);
      for (const some of chunks(checked, checksAtOnce)) {
        const asked = some.map((key) =>
          askDistinct(
            relation,
            key.flatMap((at) => parts[at] ?? []),
          ),
        );
        const counts = yield* together("candidateKeys", asked, (answers) => answers);
        found.push(...some.filter((_, at) => counts[at] === rows));
      }
      search = {
        checks: search.checks + checked.length,
        reason: reasonOf(next, checked.length, arity),
      };
    }
    const composite = found.map((key) => key.flatMap((at) => parts[at]?.name ?? []));
    return result([...keys, ...composite], search);
  });
}

interface Search {
  readonly checks: number;
  readonly reason: string | null;
}

const start: Search = { checks: 0, reason: null };

interface Level {
  readonly arity: number;
  readonly parts: readonly KeyColumn[];
  readonly rows: number;
  readonly found: readonly (readonly number[])[];
  readonly sample: KeySample;
}

interface Candidates {
  readonly candidates: readonly (readonly number[])[];
  readonly isCut: boolean;
}

/** Combinations that the sample does not refute, the likeliest first: those with the fewest values to spare. */
function candidatesOf({ arity, parts, rows, found, sample }: Level): Candidates {
  let tried = 0;
  const candidates: (readonly number[])[] = [];
  const spread = (key: readonly number[]): number =>
    key.reduce((product, at) => product * (parts[at]?.distinct ?? 0), 1);
  const grow = (key: readonly number[], from: number): void => {
    if (tried >= mostCombinations) return;
    if (key.length === arity) {
      tried += 1;
      if (spread(key) >= rows && !found.some((one) => one.every((at) => key.includes(at))))
        if (sample.isUnique(key)) candidates.push(key);
      return;
    }
    for (let at = from; at < parts.length; at += 1) grow([...key, at], at + 1);
  };
  grow([], 0);
  return {
    candidates: candidates.toSorted((a, b) => spread(a) - spread(b)),
    isCut: tried >= mostCombinations,
  };
}

function reasonOf(
  { candidates, isCut }: Candidates,
  checked: number,
  arity: number,
): string | null {
  if (checked < candidates.length)
    return `${candidates.length - checked} combinations of ${arity} columns were not counted: maxChecks is reached`;
  return isCut ? `only ${mostCombinations} combinations of ${arity} columns were tried` : null;
}

function limit(what: string, value: number, [least, most]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new DxError("DX_PROFILE_OPTIONS", `${what}: got ${value}`, {
    path: [what],
    hint: `give a whole number from ${least} to ${most}`,
  });
}
