import { referenceName, type NameOptions, type ParsedStatement } from "@dx/sql-parser";

/** The tables that statements make first and drop last, so that nothing is left of them. */
export function passingTables(
  statements: readonly ParsedStatement[],
  names: NameOptions,
): ReadonlySet<string> {
  const made = new Set<string>();
  const there = new Set<string>();
  const dropped = new Set<string>();
  for (const { tree } of statements) {
    if (tree.kind === "drop")
      for (const target of tree.targets) {
        const table = referenceName(target, names);
        if (made.has(table)) dropped.add(table);
        else there.add(table);
      }
    if (
      tree.kind !== "create-table" &&
      tree.kind !== "create-table-as" &&
      tree.kind !== "create-view"
    )
      continue;
    const table = referenceName(tree.target, names);
    if (!there.has(table)) made.add(table);
    dropped.delete(table);
  }
  return dropped;
}
