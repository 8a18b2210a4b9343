export { diffTables } from "./diff-tables.ts";
export { eachDifference } from "./each-difference.ts";

export type {
  DiffDatabase,
  DiffOptions,
  DiffProgress,
  DiffSide,
  DiffSignal,
} from "./diff-options.ts";
export type { CompareOptions, Tolerance, ToleranceParts } from "./diff-options.ts";
export type {
  DifferenceKind,
  DiffRow,
  DiffTotals,
  RowDifference,
  TableDiff,
} from "./table-diff.ts";
