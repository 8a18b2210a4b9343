import type { FactKey, FactKind } from "../model.ts";
import type { DesignTable } from "./design-input.ts";

/** What the kind of a fact is seen by. */
interface Signs {
  readonly key: readonly string[];
  readonly dates: readonly string[];
  readonly keys: readonly FactKey[];
  readonly measures: number;
  readonly table: DesignTable;
}

/** The kind of a fact, and why. */
export function kindOf({ key, dates, keys, measures, table }: Signs): {
  readonly kind: FactKind;
  readonly reason: string;
} {
  if (measures === 0)
    return { kind: "factless", reason: "it has no numbers: that it happened is the fact" };
  const others = new Set(
    keys.flatMap(({ source }) => source).filter((one) => !dates.includes(one)),
  );
  const isPeriodic =
    key.some((one) => dates.includes(one)) &&
    key.some((one) => others.has(one)) &&
    key.every((one) => dates.includes(one) || others.has(one));
  if (isPeriodic)
    return {
      kind: "periodic-snapshot",
      reason: `its rows are told apart by ${key.join(", ")}: a state at the end of each day`,
    };
  const open = dates.filter((one) => (table.figures?.[one]?.nulls ?? 0) > 0);
  if (dates.length >= 3 && open.length > 0)
    return {
      kind: "accumulating-snapshot",
      reason: `it has ${dates.length} dates, of which ${open.join(", ")} may be open: milestones of a process`,
    };
  return { kind: "transaction", reason: "each row is an event with numbers" };
}
