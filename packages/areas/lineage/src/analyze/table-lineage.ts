import {
  formatColumn,
  referenceName,
  shownName,
  toCatalog,
  type CreateTableStatement,
  type DropStatement,
  type OtherStatement,
  type RenameStatement,
  type ResolvedStatement,
  type TableReference,
} from "@dx/sql-parser";
import type { OutputLineage } from "../statement-lineage.ts";
import type { AnalyzeOptions } from "./analyze-statement.ts";
import type { Filled } from "./query-lineage.ts";

/** What statements fill that make, rename or drop tables. */
export function tableLineage(
  tree: CreateTableStatement | DropStatement | OtherStatement | RenameStatement,
  { dialect, reads }: ResolvedStatement,
  options: AnalyzeOptions,
): Filled {
  if (tree.kind === "rename") return renamed(tree, options);
  if (tree.kind === "drop" && tree.targets.length > 1)
    return {
      targets: tree.targets.map((one) => referenceName(one, options)),
      outputs: [],
      rows: [],
    };
  if (tree.kind !== "create-table") return { outputs: [], rows: [] };
  if (tree.like === null)
    return {
      outputs: tree.columns.map(({ name }, ordinal) => ({
        name: shownName(name, dialect),
        ordinal,
        sources: [],
      })),
      rows: [],
    };
  const copied = copy(tree.like, options);
  const outputs = tree.clone
    ? copied
    : copied.map(({ name, ordinal }) => ({ name, ordinal, sources: [] }));
  return { outputs, rows: [], reads: dialect === "snowflake" || tree.clone ? reads : [] };
}

function renamed(tree: RenameStatement, options: AnalyzeOptions): Filled {
  const { parts } = tree.to;
  const to =
    parts.length > 1
      ? tree.to
      : { ...tree.to, parts: [...tree.target.parts.slice(0, -1), ...parts] };
  return {
    target: referenceName(to, options),
    reads: [referenceName(tree.target, options)],
    outputs: copy(tree.target, options),
    rows: [],
  };
}

/** All columns of a table as they are. */
function copy(from: TableReference, options: AnalyzeOptions): readonly OutputLineage[] {
  const table = referenceName(from, options);
  const known = toCatalog(options.schema ?? {}, options).get(table);
  const common = { table, kind: "identity", isMasking: false, span: from.span } as const;
  if (known === undefined)
    return [
      {
        name: "*",
        ordinal: 0,
        sources: [{ ...common, column: "*", reason: "star", confidence: 0.5 }],
      },
    ];
  return known.map(({ name, written }, ordinal) => {
    const column = formatColumn(name, options.dialect);
    return {
      name: written,
      ordinal,
      sources: [{ ...common, column, reason: "schema", confidence: 1 }],
    };
  });
}
