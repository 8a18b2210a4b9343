import { composeKinds } from "./compose-kinds.ts";
import type { LineageLink } from "./lineage.ts";

/** What a temporary table holds, in terms of tables that stay. */
export interface TemporaryTable {
  /** What comes into each column; `*` stands for all that are not known by name. */
  readonly columns: ReadonlyMap<string, readonly LineageLink[]>;
  /** What decides on its rows. */
  readonly rows: readonly LineageLink[];
  /** The tables that stay which it was filled from. */
  readonly reads: ReadonlySet<string>;
}

/** Temporary tables by their names. */
export type TemporaryTables = ReadonlyMap<string, TemporaryTable>;

/** Puts what a temporary table was filled from in its place; other links stay as they are. */
export function throughTemporary(
  links: readonly LineageLink[],
  temporary: TemporaryTables,
): readonly LineageLink[] {
  const composed = links.flatMap((link) => {
    const table = temporary.get(link.from.table);
    if (table === undefined) return [link];
    return linksOf(table, link.from.column).map((far) => compose(link, far));
  });
  return unique(composed);
}

/** What a column of a temporary table comes from. */
function linksOf({ columns }: TemporaryTable, column: string): readonly LineageLink[] {
  if (column === "*") return [...columns.values()].flat();
  const known = columns.get(column);
  if (known !== undefined) return known;
  return (columns.get("*") ?? []).map((link) =>
    link.from.column === "*" ? withColumn(link, column) : link,
  );
}

/** One link of each column and kind: the surest. */
export function unique(links: readonly LineageLink[]): readonly LineageLink[] {
  const found = new Map<string, LineageLink>();
  for (const link of links) {
    const { from, kind, isMasking, statement } = link;
    const key = `${from.table}\0${from.column}\0${kind}\0${isMasking}\0${statement ?? ""}`;
    const known = found.get(key);
    if (known === undefined || known.confidence < link.confidence) found.set(key, link);
  }
  return [...found.values()];
}

function compose(near: LineageLink, far: LineageLink): LineageLink {
  return {
    ...near,
    from: far.from,
    kind: composeKinds(near.kind, far.kind),
    isMasking: near.isMasking || far.isMasking,
    confidence: near.confidence * far.confidence,
    via: [near.from.table, ...far.via],
  };
}

function withColumn(link: LineageLink, column: string): LineageLink {
  return { ...link, from: { ...link.from, column } };
}
