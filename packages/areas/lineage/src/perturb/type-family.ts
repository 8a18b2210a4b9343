import { DxError, formatDate, parseDate } from "@dx/core";

/** What values of a type look like, as text that DuckDB casts. */
export interface TypeFamily {
  /** Few values: near the constants that are given, and some that are the same for all columns. */
  pool(hints: readonly string[]): readonly string[];
  /** A value near another. */
  nudge(value: string): string;
  /** A value that no pool has. */
  fresh(index: number): string;
  /** What computes to itself, as 0 and the empty text; `null` if there is none. */
  readonly neutral: string | null;
  /** Many values that sums and lengths may meet; empty if there are none. */
  readonly wide: readonly string[];
  /** Where a value stands among the others; for texts by their beginning alone. */
  position(value: string): number;
  /** A value so much higher, of dates by days; `null` if there is no such thing. */
  plus(value: string, by: number): string | null;
  /** The same text for the same value. */
  canonical(value: string): string;
}

const upTo = (most: number): readonly string[] =>
  Array.from({ length: most }, (_, index) => String(index + 1));

const number = /^-?\d+(?:\.\d+)?$/;

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)];

const numeric: Pick<TypeFamily, "position" | "plus" | "canonical"> = {
  position: Number,
  plus: (value, by) => String(Number(value) + by),
  canonical: (value) => String(Number(value)),
};

const textual: typeof numeric = {
  position: (value) =>
    [0, 1, 2].reduce((sum, place) => sum * 2 ** 16 + (value.codePointAt(place) ?? 0), 0),
  plus: (value, by) => (by === 0 ? value : null),
  canonical: (value) => value,
};

const integers: TypeFamily = {
  pool: (hints) => {
    const near = hints.filter((hint) => number.test(hint)).map((hint) => Math.trunc(Number(hint)));
    const small = near.filter((one) => Math.abs(one) < 2 ** 31 - 1);
    return unique([...small.flatMap((one) => [one, one + 1, one - 1]), 1, 2, 3].map(String));
  },
  nudge: (value) => String(Number(value) + 1),
  fresh: (index) => String(101 + 7 * index),
  neutral: "0",
  wide: upTo(24),
  ...numeric,
  plus: (value, by) => String(Math.trunc(Number(value) + by)),
};

const small: TypeFamily = { ...integers, fresh: (index) => String(51 + (index % 60)) };

const fractions: TypeFamily = {
  pool: (hints) => {
    const near = hints.filter((hint) => number.test(hint)).map(Number);
    return unique(
      [...near.flatMap((one) => [one, one + 0.5, one - 0.5]), 1.5, 2, 3.25].map(String),
    );
  },
  nudge: (value) => String(Number(value) + 0.5),
  fresh: (index) => String(101.25 + 7 * (index % 120)),
  neutral: "0",
  wide: upTo(24),
  ...numeric,
};

const texts: TypeFamily = {
  pool: (hints) => unique([...hints.map((hint) => hint.replaceAll(/[%_]/g, "x")), "a", "b", "c"]),
  nudge: (value) => `${value}x`,
  fresh: (index) => `new ${index}`,
  neutral: "",
  wide: ["a", "bb", "ccc", "dddd", "eeeee", "ffffff"],
  ...textual,
};

const booleans: TypeFamily = {
  pool: () => ["true", "false"],
  nudge: (value) => (value === "true" ? "false" : "true"),
  fresh: (index) => String(index % 2 === 0),
  neutral: null,
  wide: [],
  ...textual,
};

const isDate = (hint: string): boolean => /^\d{4}-\d{2}-\d{2}/.test(hint);

const shift = (value: string, days: number): string =>
  formatDate(parseDate(value.slice(0, 10)) + days) + value.slice(10);

const dates: TypeFamily = {
  pool: (hints) => {
    const near = hints.filter(isDate).map((hint) => hint.slice(0, 10));
    const all = near.flatMap((one) => [one, shift(one, 1), shift(one, -1)]);
    return unique([...all, "2024-01-31", "2024-02-29", "2025-03-01"]);
  },
  nudge: (value) => shift(value, 1),
  fresh: (index) => shift("2031-05-05", 40 * index),
  neutral: null,
  wide: [],
  position: (value) => (isDate(value) ? parseDate(value.slice(0, 10)) : NaN),
  plus: (value, by) => (isDate(value) ? shift(value, Math.trunc(by)) : null),
  canonical: (value) => value,
};

const timestamps: TypeFamily = {
  ...dates,
  pool: (hints) => dates.pool(hints).map((day, index) => `${day} 0${index % 10}:30:00`),
};

const families: readonly (readonly [RegExp, TypeFamily])[] = [
  [/^u?tinyint/, small],
  [/int|^long|^hugeint/, integers],
  [/^(?:decimal|numeric)\(\d+\)$/, integers],
  [/^(?:decimal|numeric|double|real|float)/, fractions],
  [/^(?:varchar|text|string|char|bpchar)/, texts],
  [/^bool/, booleans],
  [/^date$/, dates],
  [/^(?:timestamp|datetime)/, timestamps],
];

/**
 * The family of a type by its name.
 * @throws DxError `DX_LINEAGE_PERTURB_TYPE` for a type that no values are made for
 */
export function familyOf(type: string): TypeFamily {
  const name = type.trim().toLowerCase();
  const isPlain = /^[a-z][a-z0-9 ]*(?:\(\d+(?:\s*,\s*\d+)?\))?$/.test(name);
  const found = isPlain ? families.find(([pattern]) => pattern.test(name)) : undefined;
  if (found !== undefined) return found[1];
  throw new DxError("DX_LINEAGE_PERTURB_TYPE", `no values are made for the type ${type}`, {
    path: ["schema"],
    hint: "whole numbers, decimals, floats, text, booleans, dates and timestamps are there",
  });
}
