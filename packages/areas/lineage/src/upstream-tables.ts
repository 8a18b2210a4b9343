import type { Lineage } from "./build/lineage.ts";

/** Tables that statements read, each once; temporary ones left out, what they were filled from is among them. */
export function upstreamTables({ statements, tableEdges }: Lineage): readonly string[] {
  const temporary = new Set(
    statements.flatMap(({ target, isTemporary }) =>
      isTemporary && target !== null ? [target] : [],
    ),
  );
  const read = statements.flatMap(({ reads }) => reads).filter((table) => !temporary.has(table));
  return [...new Set([...read, ...tableEdges.map(({ from }) => from)])];
}
