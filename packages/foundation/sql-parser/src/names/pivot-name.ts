import type { Expression, Identifier } from "../ast/expression.ts";
import type { PivotAggregate, PivotItem, PivotValue } from "../ast/query.ts";
import { likeOf } from "../dialect/parser-dialect.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import type { Binder } from "../scope/binder.ts";
import { shownName } from "../scope/shown-name.ts";
import { nameOf } from "./name-of.ts";

/** A column that `pivot` makes. */
export interface PivotCell {
  /** As the engine shows it; `*` for all that only the data say. */
  readonly name: string | null;
  /** By which it is compared. */
  readonly key: string | null;
  /** What is computed; `null` counts rows. */
  readonly value: Expression | null;
}

interface Part {
  readonly shown: string;
  readonly key: string;
}

/** The columns that `pivot` makes, in order: each value with each aggregate, with the dialect's names. */
export function pivotNames({ axes, aggregates }: PivotItem, binder: Binder): readonly PivotCell[] {
  const all: readonly (PivotAggregate | null)[] = aggregates.length === 0 ? [null] : aggregates;
  let rows: readonly (readonly (Part | null)[])[] = [[]];
  for (const { values } of axes) {
    if (values === null)
      return all.map((one) => ({ name: "*", key: "*", value: one?.value ?? null }));
    const parts = values.map((value) => valueName(value, binder));
    rows = rows.flatMap((row) => parts.map((part) => row.concat([part])));
  }
  return rows.flatMap((row) =>
    all.map((one): PivotCell => {
      const known = row.flatMap((part) => part ?? []);
      const joined = known.length === row.length && known.length > 0 ? joinParts(known) : null;
      const named =
        joined === null
          ? null
          : withAggregate(joined, { aggregate: one, count: all.length }, binder);
      return { name: named?.shown ?? null, key: named?.key ?? null, value: one?.value ?? null };
    }),
  );
}

function joinParts(parts: readonly Part[]): Part {
  return {
    shown: parts.map(({ shown }) => shown).join("_"),
    key: parts.map(({ key }) => key).join("_"),
  };
}

function ofIdentifier(name: Pick<Identifier, "name" | "quoted">, { dialect }: Binder): Part {
  return { shown: shownName(name, dialect), key: foldIdentifier(name, dialect) };
}

/** Several values side by side have a name only if they are given one. */
function valueName({ values, alias }: PivotValue, binder: Binder): Part | null {
  if (alias !== null) return ofIdentifier(alias, binder);
  const [first, ...more] = values;
  if (first === undefined || more.length > 0) return null;
  if (first.kind === "column") {
    const last = first.parts.at(-1);
    return last === undefined ? null : ofIdentifier(last, binder);
  }
  if (first.kind !== "literal" || first.text === "") return null;
  return ofIdentifier({ name: literalName(first.type, first.text, binder), quoted: true }, binder);
}

/** Snowflake keeps the quotes of a text; BigQuery puts `_` before a number. */
function literalName(type: string, text: string, { dialect }: Binder): string {
  if (dialect === "snowflake" && type === "string") return `'${text}'`;
  return dialect === "bigquery" && type === "number" ? `_${text}` : text;
}

/** BigQuery puts the aggregate's name first; Spark only where there are several. */
function withAggregate(
  value: Part,
  { aggregate, count }: { readonly aggregate: PivotAggregate | null; readonly count: number },
  binder: Binder,
): Part | null {
  const isSpark = likeOf(binder.dialect) === "spark";
  if (aggregate === null || (isSpark && count === 1)) return value;
  const { alias } = aggregate;
  if (alias === null) {
    if (count === 1) return value;
    const own = nameOf(aggregate.value, binder);
    return own === null ? null : joinParts([value, { shown: own, key: own.toLowerCase() }]);
  }
  const name = ofIdentifier(alias, binder);
  return joinParts(binder.dialect === "bigquery" ? [name, value] : [value, name]);
}
