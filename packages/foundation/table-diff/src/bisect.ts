import { DxError } from "@dx/core";
import { hasRowText, type Query } from "@dx/sql";
import type { DiffDatabase, DiffOptions, DiffProgress } from "./diff-options.ts";
import { differingKeys, matchRows } from "./match-rows.ts";
import {
  askBounds,
  pullRows,
  sumSegments,
  type Division,
  type HashedSide,
  type PullOptions,
  type Segments,
  type SegmentSum,
} from "./segments.ts";
import type { RowDifference } from "./table-diff.ts";

/** One side of a comparison by segments. */
export interface BisectedSide extends HashedSide {
  /** Where it is asked. */
  readonly database: DiffDatabase;
}

/** What a comparison by segments counts as it goes. */
export interface BisectCounts {
  /** Rows of the left side. */
  left: number;
  /** Rows of the right side. */
  right: number;
  /** Rows brought here. */
  pulled: number;
  /** Segments compared. */
  segments: number;
  /** Segments that differ. */
  differing: number;
  /** Whether nothing was left out. */
  complete: boolean;
}

/** What bisecting takes from the caller's options. */
export interface BisectOptions extends Pick<DiffOptions, "exact" | "signal"> {
  /** Into how many segments the tables are divided at first. */
  readonly segments: number;
  /** Segments of no more rows are brought here. */
  readonly segmentRows: number;
  /** The most rows that are brought here. */
  readonly maxPulledRows: number;
  /** Is told of each step. */
  readonly report: (step: DiffProgress["step"]) => void;
  /** Counted as it goes. */
  readonly counts: BisectCounts;
}

const keysAtOnce = 1000;

interface Segment {
  readonly name: string;
  readonly rows: number;
}

/** Finds the differences of two tables by comparing sums of segments, and refining those that differ. */
export async function* bisect(
  left: BisectedSide,
  right: BisectedSide,
  options: BisectOptions,
): AsyncGenerator<RowDifference, void, undefined> {
  const { counts, exact = false, segmentRows } = options;
  let division = await firstDivision(left, right, options.segments);
  let within: Segments | null = null;
  for (let level = 0; ; level += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each level depends on the one before
    const differing = await compareSegments([left, right], { division, within, level }, options);
    counts.differing += differing.length;
    options.report("summed");
    const next = exact ? null : refine({ division, level, segmentRows }, differing);
    const isLeaf = ({ name, rows }: Segment): boolean =>
      next === null || rows <= segmentRows * 2 || (name === "null" && division.by === "range");
    const at = division;
    for (const batch of batches(differing.filter(isLeaf), segmentRows * 20)) {
      yield* pullDifferences([left, right], { batch, division: at }, options);
      if (!counts.complete) return;
    }
    const rest = differing.filter((segment) => !isLeaf(segment)).map(({ name }) => name);
    if (rest.length === 0 || next === null) return;
    within = { division, names: rest };
    division = next;
  }
}

/**
 * Finds the segments that differ. All of both tables are first compared as fast as can be; those that seem to differ
 * then, and all segments of later levels, are compared as rows are.
 */
async function compareSegments(
  sides: Sides,
  at: { readonly division: Division; readonly within: Segments | null; readonly level: number },
  options: BisectOptions,
): Promise<readonly Segment[]> {
  const { counts, exact = false } = options;
  const { division, level } = at;
  let { within } = at;
  const sum = async (quick: boolean) =>
    both(sides, (side) => sumSegments(side, { division, within, quick }), options);
  const isFirst = level === 0;
  const quick = isFirst && !exact && sides.every(({ database }) => hasRowText(database.dialect));
  let [ours, theirs] = await sum(quick);
  if (isFirst) {
    counts.left = total(ours);
    counts.right = total(theirs);
  }
  counts.segments += new Set([...ours.keys(), ...theirs.keys()]).size;
  if (quick) {
    const names = differingSegments(ours, theirs, false).map(({ name }) => name);
    if (names.length === 0) return [];
    within = { division, names };
    [ours, theirs] = await sum(false);
  }
  return differingSegments(ours, theirs, exact);
}

async function firstDivision(
  left: BisectedSide,
  right: BisectedSide,
  segments: number,
): Promise<Division> {
  const hash: Division = { by: "hash", digits: Math.max(1, Math.round(Math.log2(segments) / 4)) };
  const [first, second] = left.columns;
  const isWhole = first?.kind === "int32" || first?.kind === "int64";
  if (!isWhole || second?.isKey === true) return hash;
  const bounds = await Promise.all(
    [left, right].map(async (side) => side.database.run(askBounds(side))),
  );
  const [least, ...rest] = bounds.flatMap((one) => one ?? []).toSorted((a, b) => (a < b ? -1 : 1));
  const greatest = rest.at(-1);
  if (least === undefined || greatest === undefined) return hash;
  const span = greatest - least + 1n;
  if (span > 2n ** 62n || least < -(2n ** 62n) || greatest > 2n ** 62n) return hash;
  let width = 1n;
  while (width * BigInt(segments) < span) width *= 2n;
  return { by: "range", from: least, width };
}

interface Refined {
  readonly division: Division;
  readonly level: number;
  readonly segmentRows: number;
}

/** The next finer division, or `null` if there is none. */
function refine(
  { division, level, segmentRows }: Refined,
  differing: readonly Segment[],
): Division | null {
  const most = Math.max(0, ...differing.map(({ rows }) => rows));
  const times = most / segmentRows;
  if (division.by === "hash") {
    const digits = Math.min(3, Math.max(1, Math.ceil(Math.log2(times) / 4)));
    return level >= 3 ? null : { by: "hash", digits: division.digits + digits };
  }
  let width = division.width;
  for (let parts = 1; parts < times * 4 && parts < 4096 && width > 1n; parts *= 2) width /= 2n;
  return width === division.width ? null : { ...division, width };
}

function differingSegments(
  ours: ReadonlyMap<string, SegmentSum>,
  theirs: ReadonlyMap<string, SegmentSum>,
  all: boolean,
): readonly Segment[] {
  const names = [...new Set([...ours.keys(), ...theirs.keys()])];
  return names.flatMap((name) => {
    const [one, other] = [ours.get(name), theirs.get(name)];
    const isSame = one?.rows === other?.rows && one?.sums === other?.sums;
    const rows = (one?.rows ?? 0) + (other?.rows ?? 0);
    return isSame && !all ? [] : [{ name, rows }];
  });
}

function total(segments: ReadonlyMap<string, SegmentSum>): number {
  return [...segments.values()].reduce((sum, { rows }) => sum + rows, 0);
}

function* batches(segments: readonly Segment[], batchRows: number): Generator<readonly Segment[]> {
  let batch: Segment[] = [];
  let rows = 0;
  for (const segment of segments) {
    if (batch.length > 0 && (rows + segment.rows > batchRows || batch.length >= 2000)) {
      yield batch;
      [batch, rows] = [[], 0];
    }
    batch.push(segment);
    rows += segment.rows;
  }
  if (batch.length > 0) yield batch;
}

type Sides = readonly [left: BisectedSide, right: BisectedSide];

async function* pullDifferences(
  sides: Sides,
  { batch, division }: { readonly batch: readonly Segment[]; readonly division: Division },
  options: BisectOptions,
): AsyncGenerator<RowDifference, void, undefined> {
  const { counts, maxPulledRows, segmentRows } = options;
  const within: Segments = { division, names: batch.map(({ name }) => name) };
  const expected = batch.reduce((sum, { rows }) => sum + rows, 0);
  const pull = async (pulling: PullOptions, rows: number) => {
    if (counts.pulled + rows > maxPulledRows) {
      counts.complete = false;
      return null;
    }
    const pulled = await both(sides, (side) => pullRows(side, within, pulling), options);
    counts.pulled += pulled[0].length + pulled[1].length;
    options.report("pulled");
    return pulled;
  };
  const isWide = expected <= segmentRows * 5;
  const rows = await pull({ values: isWide }, expected);
  if (rows === null) return;
  const [{ columns }] = sides;
  if (isWide) {
    yield* matchRows(rows[0], rows[1], columns);
    return;
  }
  const keys = differingKeys(rows[0], rows[1]);
  for (let at = 0; at < keys.length; at += keysAtOnce) {
    const some = new Set(keys.slice(at, at + keysAtOnce));
    const among = rows.map((side) => side.filter(({ key }) => some.has(key)).length);
    const [ours = 0, theirs = 0] = among;
    // oxlint-disable-next-line no-await-in-loop -- a bounded part at a time
    const wide = await pull({ keys: [...some], values: true }, ours + theirs);
    if (wide === null) return;
    yield* matchRows(wide[0], wide[1], columns);
  }
}

/** Asks both sides at the same time. */
async function both<T>(
  [left, right]: readonly [BisectedSide, BisectedSide],
  ask: (side: BisectedSide) => Query<T>,
  { signal }: BisectOptions,
): Promise<readonly [T, T]> {
  stopIfAborted(signal);
  return Promise.all([left.database.run(ask(left)), right.database.run(ask(right))]);
}

/** @throws DxError `DX_TABLE_DIFF_ABORTED` if somebody asked to stop */
export function stopIfAborted(signal: DiffOptions["signal"]): void {
  if (signal?.aborted !== true) return;
  throw new DxError("DX_TABLE_DIFF_ABORTED", "the comparison was stopped", {
    hint: "run it again; nothing was written",
    cause: signal.reason,
  });
}
