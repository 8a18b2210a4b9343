import type { PlanView } from "@dx/runner";

/** A plan as people read it: each statement with its purpose and estimated rows, what is lost, and the hash. */
export function showPlan({ name, dialect, statements, destroys, hash }: PlanView): string {
  const lines = statements.flatMap(
    ({ group, purpose, sql, estimatedRows, destroys: lost }, index) => {
      const previous = statements[index - 1]?.group;
      const head = group === previous ? [] : [`-- transaction ${group}`];
      const rows = estimatedRows === null ? "" : ` (about ${estimatedRows} rows)`;
      const warning = lost === undefined ? [] : [`-- DESTROYS: ${lost}`];
      return [...head, `-- ${purpose}${rows}`, ...warning, `${sql};`, ""];
    },
  );
  return [
    `Plan ${name} (${dialect}, ${statements.length} statements):`,
    "",
    ...lines,
    ...destroys.map((lost) => `It destroys: ${lost}`),
    `hash: ${hash}`,
  ].join("\n");
}

/** The same for programs. */
export function briefPlan({ name, dialect, statements, destroys, hash }: PlanView): object {
  return { name, hash, dialect, destroys, statements };
}
