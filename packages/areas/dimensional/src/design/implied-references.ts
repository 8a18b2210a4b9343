import type { DesignReference } from "./design-input.ts";

/**
 * References that follow from those to facts: a line that names a part and its supplier together names both, by the same columns.
 * Those that a table has itself are left out.
 */
export function impliedReferences(
  references: readonly DesignReference[],
  facts: readonly string[],
): readonly DesignReference[] {
  const own = new Set(references.map(labelOf));
  return references
    .filter(({ parent, child }) => facts.includes(parent) && parent !== child)
    .flatMap((reference) =>
      references
        .filter(({ child }) => child === reference.parent)
        .flatMap((next): readonly DesignReference[] => {
          const columns = next.childColumns.map(
            (one) => reference.childColumns[reference.parentColumns.indexOf(one)],
          );
          const childColumns = columns.filter((one) => one !== undefined);
          const implied: DesignReference = {
            ...next,
            child: reference.child,
            childColumns,
            reason: `${reference.parent} is a fact, and names ${next.parent} by the same columns: ${next.reason}`,
          };
          return childColumns.length < columns.length || own.has(labelOf(implied)) ? [] : [implied];
        }),
    );
}

function labelOf({ child, childColumns, parent }: DesignReference): string {
  return JSON.stringify([child, childColumns, parent]);
}
