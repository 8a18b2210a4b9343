import { DxError, parseName, quoteName } from "@dx/core";
import type { SchemaDiff } from "../schema/diff-schema.ts";
import type { TypedColumn } from "../schema/typed-column.ts";
import type { Contract } from "./contract.ts";

/** What a contract makes of a source's columns. */
export interface JudgedSchema {
  /** What the target is changed by. */
  readonly evolution: Pick<SchemaDiff, "added" | "widened">;
  /** Columns whose values are looked at one by one, and what becomes of those that do not fit. */
  readonly checked: readonly CheckedColumn[];
}

/** A column whose values are looked at one by one. */
export interface CheckedColumn {
  /** Its name in the target. */
  readonly name: string;
  /** What is wrong with it. */
  readonly reason: "new-column" | "type";
  /** What becomes of a value that does not fit. */
  readonly otherwise: "refuse" | "row" | "value" | "variant";
  /** The column for values that do not fit; it may yet turn out that there are none. */
  readonly variant?: TypedColumn;
}

/**
 * The column for values of a kind that do not fit another column.
 * @see dlt, "Schema", for variant columns
 */
export function variantName(name: string, kind: string): string {
  const { text, exact } = parseName(name);
  const made = `${text}__v_${kind}`;
  return exact ? quoteName(made) : made;
}

/**
 * Judges how a source differs from its target.
 * @throws DxError `DX_PIPELINE_CONTRACT` for a new column under `freeze`
 */
export function judgeSchema(
  diff: SchemaDiff,
  { columns = "evolve", types = "evolve", variants = false }: Contract = {},
): JudgedSchema {
  const [first] = diff.added;
  if (columns === "freeze" && first !== undefined)
    throw new DxError("DX_PIPELINE_CONTRACT", `the source has a new column ${first.name}`, {
      path: [first.name],
      hint: "nothing was loaded: let `columns` of the contract evolve, or leave the column out",
    });
  const typed = types === "evolve" ? diff.conflicts : [...diff.conflicts, ...diff.widened];
  const onType = types === "discard_row" ? "row" : types === "discard_value" ? "value" : "refuse";
  const checked: readonly CheckedColumn[] = [
    ...typed.map(({ name, to }): CheckedColumn => {
      if (!variants || types !== "evolve") return { name, reason: "type", otherwise: onType };
      const variant = { name: variantName(name, to.kind), type: to };
      return { name, reason: "type", otherwise: "variant", variant };
    }),
    ...(columns === "evolve"
      ? []
      : diff.added.map(
          ({ name }) =>
            ({
              name,
              reason: "new-column",
              otherwise: columns === "discard_row" ? "row" : "value",
            }) as const,
        )),
  ];
  return {
    evolution: {
      added: columns === "evolve" ? diff.added : [],
      widened: types === "evolve" ? diff.widened : [],
    },
    checked,
  };
}
