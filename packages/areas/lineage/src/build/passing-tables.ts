import { referenceName, type NameOptions, type ReadStatement } from "@dx/sql-parser";

/** The tables that statements make first and drop last, so that nothing is left of them. */
export function passingTables(
  statements: Iterable<ReadStatement>,
  names: NameOptions,
): ReadonlySet<string> {
  const made = new Set<string>();
  const there = new Set<string>();
  const dropped = new Set<string>();
  for (const { statement } of statements) {
    if (statement === null) continue;
    const { tree } = statement;
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

const creates =
  /\bcreate\s+(?:or\s+replace\s+)?(?:\w+\s+){0,3}?(?:table|view)\s+(?:if\s+not\s+exists\s+)?([^\s;,(]+)/gi;
const drops = /\bdrop\s+(?:table|view)\s+(?:if\s+exists\s+)?([^\s;]+)/gi;

/** Whether a text may drop what it made before: else it need not be read for that. */
export function mayPass(sql: string): boolean {
  const made = new Map<string, number>();
  for (const { 1: name = "", index } of sql.matchAll(creates)) {
    const key = last(name);
    if (!made.has(key)) made.set(key, index);
  }
  if (made.size === 0) return false;
  for (const { 1: names = "", index } of sql.matchAll(drops))
    if (names.split(",").some((name) => (made.get(last(name)) ?? Infinity) < index)) return true;
  return false;
}

/** The last part of a name, without quotes. */
function last(name: string): string {
  return (name.split(".").at(-1) ?? "").replaceAll(/["`[\]]/g, "").toLowerCase();
}
