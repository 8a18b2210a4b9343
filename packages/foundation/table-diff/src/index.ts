export { diffTables } from "./diff-tables.ts";
export { eachDifference } from "./each-difference.ts";
export { sameRows } from "./same-rows.ts";
export { diffLine, diffLines } from "./diff-lines.ts";

export type { DiffOptions, DiffProgress, DiffSignal } from "./diff-options.ts";
export type { CompareOptions, Tolerance, ToleranceParts } from "./diff-options.ts";
export type { DiffDatabase, DiffSide } from "./diff-options.ts";
export type { DifferenceKind, DiffRow, RowDifference } from "./table-diff.ts";
export type { DiffTotals, TableDiff } from "./table-diff.ts";
export type { SameRowsVerdict } from "./same-rows.ts";
