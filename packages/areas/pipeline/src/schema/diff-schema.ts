import { findNamed, type DataType, type TableName } from "@dx/core";
import { addColumn, createPlan, setColumnType, type Plan } from "@dx/sql";
import { joinTypes, sameType } from "./join-types.ts";
import type { TypedColumn } from "./typed-column.ts";

/** A column whose values need another type. */
export interface TypeChange {
  /** The target's name of it. */
  readonly name: string;
  /** In the target. */
  readonly from: DataType;
  /** What holds the values of both; of a conflict, what the source has. */
  readonly to: DataType;
}

/** How a source's columns differ from those of a target. */
export interface SchemaDiff {
  /** Columns of the source that the target lacks. */
  readonly added: readonly TypedColumn[];
  /** Columns whose type must grow, without loss. */
  readonly widened: readonly TypeChange[];
  /** Columns whose values may not fit, and for which no type but text holds both. */
  readonly conflicts: readonly TypeChange[];
  /** The target's columns that the source lacks: they become NULL in new rows. */
  readonly missing: readonly string[];
}

/**
 * What must change in a target so that it takes the rows of a source. A decimal of the source without precision may
 * or may not fit one with precision: that is a conflict, to be told value by value.
 * @example
 * ```ts
 * import { diffSchema } from "@dx/pipeline";
 * const target = [{ name: "n", type: { kind: "int32" } as const }];
 * const source = [{ name: "n", type: { kind: "int64" } as const }, { name: "new", type: { kind: "text" } as const }];
 * const { added, widened } = diffSchema(target, source);
 * if (added.length !== 1 || widened[0]?.to.kind !== "int64") throw new Error();
 * ```
 */
export function diffSchema(
  target: readonly TypedColumn[],
  source: readonly TypedColumn[],
): SchemaDiff {
  const added: TypedColumn[] = [];
  const widened: TypeChange[] = [];
  const conflicts: TypeChange[] = [];
  for (const column of source) {
    const own = findNamed(target, column.name);
    if (own === undefined) added.push(column);
    else {
      const to = growTo(own.type, column.type);
      const change = { name: own.name, from: own.type };
      if (to === null) conflicts.push({ ...change, to: column.type });
      else if (!sameType(to, own.type)) widened.push({ ...change, to });
    }
  }
  const missing = target.filter(({ name }) => findNamed(source, name) === undefined);
  return { added, widened, conflicts, missing: missing.map(({ name }) => name) };
}

function growTo(own: DataType, given: DataType): DataType | null {
  if (own.kind === "text" || sameType(own, given)) return own;
  const isOpen = given.kind === "decimal" && given.precision === undefined;
  if (isOpen && own.kind === "decimal" && own.precision !== undefined) return null;
  return joinTypes(own, given);
}

/** The plan that adds columns to a table and widens others; empty if there is nothing to do. */
export function planEvolution(
  table: TableName,
  { added, widened }: Pick<SchemaDiff, "added" | "widened">,
): Plan {
  return createPlan([
    [
      ...added.map(({ name, type }) => ({
        purpose: `add the column ${name}`,
        sql: addColumn(table, { name, type }),
      })),
      ...widened.map(({ name, from, to }) => ({
        purpose: `widen the column ${name} from ${from.kind} to ${to.kind}`,
        sql: setColumnType(table, name, to),
      })),
    ],
  ]);
}
