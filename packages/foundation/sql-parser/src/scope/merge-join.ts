import type { JoinItem } from "../ast/query.ts";
import type { Span } from "../ast/span.ts";
import { traitsOf } from "../dialect/parser-dialect.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import type { Binder } from "./binder.ts";
import type { Binding, JoinKey } from "./resolved.ts";
import { concatFrames, type Frame, type Visible } from "./scope.ts";

interface Sides {
  readonly left: Frame;
  readonly right: Frame;
}

interface Key {
  readonly name: string;
  readonly span: Span | null;
}

/**
 * What a join gives: with `using` and `natural`, the columns that both have come once: that of the left
 * side, for a right join that of the right, for a full join the first that is not NULL of both.
 */
export function mergeJoin(
  item: JoinItem,
  { left, right }: Sides,
  binder: Binder,
): { readonly frame: Frame; readonly keys: readonly JoinKey[] } {
  const sources = [...left.sources, ...right.sources];
  if (isPlainJoin(item)) return { frame: concatFrames(left, right), keys: [] };
  const rightColumns = item.type === "semi" || item.type === "anti" ? [] : right.columns;
  const keys = keysOf(item, { left, right }, binder);
  if (keys.length === 0) {
    const columns = [...left.columns, ...rightColumns];
    return { frame: { sources, columns, isPlain: false }, keys: [] };
  }
  const names = new Set(keys.map(({ name }) => name));
  const rest = (columns: readonly Visible[]): readonly Visible[] =>
    columns.filter(({ name }) => name === null || !names.has(name));
  const joined: JoinKey[] = [];
  const merged = keys.map(({ name, span }): Visible => {
    const one = sideOf(left, name);
    const other = sideOf(right, name);
    joined.push({ binding: one.binding, span }, { binding: other.binding, span });
    const [first, second] = item.type === "right" ? [other, one] : [one, other];
    const binding = joinedBinding(item, first.binding, second.binding);
    const { written, type, open } = first;
    return { name, written: written ?? name, type, binding, open };
  });
  const columns = traitsOf(binder.dialect).joinedInPlace
    ? [...inPlace(left.columns, merged), ...rest(rightColumns)]
    : [...merged, ...rest(left.columns), ...rest(rightColumns)];
  return { frame: { sources, columns, isPlain: false }, keys: joined };
}

function isPlainJoin({ natural, using, type }: JoinItem): boolean {
  return !natural && using.length === 0 && type !== "semi" && type !== "anti";
}

/** The columns of the left side, those that are joined in their places; of a side that is not known, before it. */
function inPlace(left: readonly Visible[], merged: readonly Visible[]): readonly Visible[] {
  const there = new Set(left.map(({ name }) => name));
  const byName = new Map(merged.map((one) => [one.name, one]));
  return [
    ...merged.filter(({ name }) => !there.has(name)),
    ...left.map((one) => (one.name === null ? one : (byName.get(one.name) ?? one))),
  ];
}

/** The value that a join gives for a column that both sides have. */
function joinedBinding({ type }: JoinItem, of: Binding, by: Binding): Binding {
  if (type === "full") return { kind: "merged", of: [of, by] };
  return type === "semi" || type === "anti" ? of : { kind: "joined", of, by };
}

function keysOf(
  { natural, using }: JoinItem,
  { left, right }: Sides,
  binder: Binder,
): readonly Key[] {
  if (!natural)
    return using.map((name) => ({ name: foldIdentifier(name, binder.dialect), span: name.span }));
  const other = new Set(right.columns.map(({ name }) => name));
  return left.columns.flatMap(({ name }) =>
    name !== null && other.has(name) ? [{ name, span: null }] : [],
  );
}

/** The column of one side; of a side whose columns are not known, the one it must have. */
function sideOf({ columns }: Frame, name: string): Visible {
  const known = columns.find((one) => one.name === name);
  if (known !== undefined) return known;
  const open = columns.flatMap(({ open: source }): readonly Binding[] =>
    source === null ? [] : [{ kind: "column", source, column: null, name }],
  );
  const [first] = open;
  const binding: Binding =
    first === undefined
      ? { kind: "unknown" }
      : open.length === 1
        ? first
        : { kind: "candidates", of: open };
  return { name, written: name, type: null, binding, open: null };
}
