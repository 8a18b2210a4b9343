import { DxError } from "@dx/core";
import { inquire, type Sql } from "@dx/sql";
import { bisect, stopIfAborted, type BisectCounts } from "./bisect.ts";
import type { DiffOptions, DiffProgress, DiffSide } from "./diff-options.ts";
import { joinSides, type JoinedSides } from "./join-sides.ts";
import { toDifference } from "./match-rows.ts";
import { planComparison, type ComparedColumn } from "./plan-comparison.ts";
import { readColumns, rowsFrom } from "./read-columns.ts";
import type { DiffTotals, RowDifference } from "./table-diff.ts";

const mostPulled = 1_000_000;

/**
 * Finds the differences between two tables one by one, and at the end tells the totals: `diffTables` for tables that
 * differ much. See there for what is compared and how.
 * @throws DxError as `diffTables`
 */
export async function* eachDifference(
  left: DiffSide,
  right: DiffSide,
  options: DiffOptions,
): AsyncGenerator<RowDifference, DiffTotals, undefined> {
  return yield* findDifferences([left, right], options);
}

/**
 * As {@link eachDifference}.
 * @param wanted - how many differences are brought here where they can be counted without
 */
export async function* findDifferences(
  sides: readonly [left: DiffSide, right: DiffSide],
  options: DiffOptions,
  wanted: number = Number.POSITIVE_INFINITY,
): AsyncGenerator<RowDifference, DiffTotals, undefined> {
  const run = await beginRun(sides, options);
  const found = isJoinable(run) ? await joinBoth(run, wanted) : null;
  if (found !== null && found.isUnique) return yield* yieldJoined(run, found);
  return yield* yieldBisected(run);
}

interface Run {
  readonly sides: readonly [left: DiffSide, right: DiffSide];
  readonly from: readonly [left: Sql, right: Sql];
  readonly columns: readonly ComparedColumn[];
  readonly options: DiffOptions;
  readonly counts: BisectCounts;
  readonly maxPulledRows: number;
  readonly report: (step: DiffProgress["step"]) => void;
}

/** What a side says of itself. */
const describe = async ({ database, table }: DiffSide) => ({
  dialect: database.dialect,
  columns: await database.run(readColumns(table)),
});

async function beginRun(sides: Run["sides"], options: DiffOptions): Promise<Run> {
  const [left, right] = sides;
  for (const name of bounds) checkBound(options, name);
  if (options.method === "joined" && left.database !== right.database)
    throw new DxError("DX_TABLE_DIFF_OPTION", "method joined: the sides are in two databases", {
      path: ["method"],
      hint: "give one database object for both sides, or leave `method` out",
    });
  stopIfAborted(options.signal);
  const [ours, theirs] = await Promise.all([describe(left), describe(right)]);
  const counts = { left: 0, right: 0, pulled: 0, segments: 0, differing: 0, complete: true };
  const report = (step: DiffProgress["step"]): void => {
    const { segments, differing, pulled } = counts;
    options.onProgress?.({ step, segments, differing, pulled });
  };
  const columns = planComparison(ours, theirs, options);
  report("columns");
  const { maxPulledRows = mostPulled } = options;
  const from = [rowsFrom(left.table), rowsFrom(right.table)] as const;
  return { sides, from, columns, options, counts, maxPulledRows, report };
}

const bounds = ["samples", "segments", "segmentRows", "maxDifferences", "maxPulledRows"] as const;

function checkBound(options: DiffOptions, name: (typeof bounds)[number]): void {
  const bound = options[name];
  if (bound === undefined || (Number.isInteger(bound) && bound >= (name === "samples" ? 0 : 1)))
    return;
  throw new DxError("DX_TABLE_DIFF_OPTION", `${name}: got ${bound}`, {
    path: [name],
    hint: "give a whole number above 0",
  });
}

/** JSON by its meaning cannot be compared by all engines, and hashes are not what a join compares. */
function isJoinable({ sides: [left, right], columns, options }: Run): boolean {
  if (options.method === "bisected" || options.exact === true) return false;
  return left.database === right.database && !columns.some(({ asJson }) => asJson);
}

async function joinBoth(run: Run, wanted: number): Promise<JoinedSides> {
  const { options, columns, maxPulledRows, sides } = run;
  const pairing = { left: run.from[0], right: run.from[1], columns };
  const { maxDifferences = maxPulledRows } = options;
  stopIfAborted(options.signal);
  const most = Math.floor(maxPulledRows / 2);
  const joined = await sides[0].database.run(
    inquire("diffTables", () => joinSides(pairing, Math.min(wanted, maxDifferences), most)),
  );
  const some = joined.pairs.flatMap(({ left, right }) => [left, right]);
  run.counts.pulled += some.filter((row) => row !== null).length;
  run.report("joined");
  return joined;
}

function* yieldJoined(
  { columns, counts }: Run,
  found: JoinedSides,
): Generator<RowDifference, DiffTotals> {
  for (const { left, right } of found.pairs)
    yield toDifference(left, right, { columns, isDuplicated: false });
  const { left, right, onlyLeft, onlyRight, changed } = found;
  return {
    equal: onlyLeft + onlyRight + changed === 0,
    complete: true,
    left,
    right,
    onlyLeft,
    onlyRight,
    changed,
    duplicated: 0,
    columns: found.columns,
    examined: left + right,
    pulled: counts.pulled,
    method: "joined",
    basis: "values",
    snapshot: "one",
  };
}

async function* yieldBisected(run: Run): AsyncGenerator<RowDifference, DiffTotals, undefined> {
  const { sides, from, columns, options, counts } = run;
  const { maxDifferences = Number.POSITIVE_INFINITY } = options;
  const [left, right] = sides;
  const found = bisect(
    { side: "left", from: from[0], columns, database: left.database },
    { side: "right", from: from[1], columns, database: right.database },
    {
      ...options,
      maxPulledRows: run.maxPulledRows,
      segments: options.segments ?? 8192,
      segmentRows: options.segmentRows ?? 1024,
      report: run.report,
      counts,
    },
  );
  const kinds = { "only-left": 0, "only-right": 0, changed: 0, duplicated: 0 };
  const byColumn: Record<string, number> = {};
  let differences = 0;
  for await (const difference of found) {
    if (differences === maxDifferences) {
      counts.complete = false;
      break;
    }
    differences += 1;
    kinds[difference.kind] += 1;
    for (const name of difference.columns) byColumn[name] = (byColumn[name] ?? 0) + 1;
    yield difference;
  }
  if (!counts.complete && differences === 0)
    throw new DxError(
      "DX_TABLE_DIFF_LIMIT",
      `maxPulledRows of ${run.maxPulledRows} was reached before a difference was found`,
      { path: ["maxPulledRows"], hint: "raise it, or compare fewer columns" },
    );
  return {
    equal: counts.complete && differences === 0,
    complete: counts.complete,
    left: counts.left,
    right: counts.right,
    onlyLeft: kinds["only-left"],
    onlyRight: kinds["only-right"],
    changed: kinds.changed,
    duplicated: kinds.duplicated,
    columns: byColumn,
    examined: counts.left + counts.right,
    pulled: counts.pulled,
    method: "bisected",
    basis: options.exact === true ? "hashes" : "sums",
    snapshot: "each-question",
  };
}
