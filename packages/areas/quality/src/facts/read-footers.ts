import { getColumn, valueAt, type DataTypeKind, type Rows } from "@dx/core";
import type { FoundTable } from "../evaluate/column-types.ts";
import { orderOf } from "./order-of.ts";
import { nothingKnown, type ColumnFacts, type End, type KnownFacts } from "./known-facts.ts";

/**
 * What footers say of a table of Parquet files. Ends are taken of whole numbers, dates and timestamps only: those of floats
 * leave NaN out, those of text may be cut, and old writers had their own order of decimals.
 */
export function readFooters(rows: Rows, { all }: FoundTable): KnownFacts {
  const kinds = new Map(all.map(({ name, type }) => [name, type.kind]));
  const columns = new Map<string, ColumnFacts>();
  const counts = new Set<number>();
  for (let row = 0; row < rows.count; row += 1) {
    const number = (name: string): number | null => {
      const value = valueAt(getColumn(rows, name, "int64"), row);
      return value === null ? null : Number(value);
    };
    const text = (name: string): string | null => valueAt(getColumn(rows, name, "text"), row);
    if (valueAt(getColumn(rows, "has_partitions", "boolean"), row) === true) return nothingKnown;
    const [name, n] = [text("name") ?? "", number("n_rows") ?? 0];
    const kind = kinds.get(name);
    const isPlain =
      number("n_types") === 1 &&
      number("n_parts") === number("n_groups") &&
      number("n_values") === n;
    if (kind === undefined || !isPlain) continue;
    counts.add(n);
    const nulls = number("n_nulls");
    columns.set(name, {
      isNotNull: nulls === 0,
      mins: endOf(text("lows"), kind, -1),
      maxs: endOf(text("highs"), kind, 1),
      ...(nulls === null ? {} : { nulls }),
    });
  }
  const [count, ...others] = counts;
  // a file without a column would have fewer rows of it
  if (count === undefined || others.length > 0) return nothingKnown;
  return { from: "the files' footers", columns, keys: [], compared: [], rows: count, about: count };
}

const plainEnds: Readonly<Partial<Record<DataTypeKind, RegExp>>> = {
  int32: /^-?\d+$/,
  int64: /^-?\d+$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  timestamp: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})?$/,
};

/** The lowest (-1) or highest (1) end of all groups, of which all must be known. */
function endOf(json: string | null, kind: DataTypeKind, sign: 1 | -1): readonly End[] {
  const plain = plainEnds[kind];
  const ends: unknown = json === null ? [] : JSON.parse(json);
  if (plain === undefined || !Array.isArray(ends)) return [];
  const texts = ends.filter((one): one is string => typeof one === "string" && plain.test(one));
  const [first] = texts;
  if (first === undefined || texts.length < ends.length) return [];
  const text = texts.reduce((one, other) =>
    (orderOf(kind, other, one) ?? 0) * sign > 0 ? other : one,
  );
  return [{ text, isStrict: false }];
}
