import type { ColumnRule } from "./make-schema.ts";

/** 1, 2, 3 ... or from another number, with steps. */
export const serial = (from = 1, step = 1): ColumnRule => ({
  type: "int64",
  make: ({ index }) => BigInt(from + index * step),
});

/** What a reference may be like. */
export interface RefOptions {
  /** The share of NULLs. */
  readonly nulls?: number;
  /** The share of values that no row has. */
  readonly wrong?: number;
  /** Favours rows made early, the more the greater; 1 favours none. */
  readonly skew?: number;
  /** Whether it is no reference, but values that happen to be there. */
  readonly trap?: boolean;
  /** Only rows for which this holds. */
  readonly where?: (row: Readonly<Record<string, unknown>>) => boolean;
  /** Each row at most once, in order. */
  readonly once?: boolean;
}

/** A value of a key of another table, or of a row before. */
export const ref = (path: string, options: RefOptions = {}): ColumnRule => {
  const { nulls = 0, wrong = 0, skew = 1, trap = false, where, once = false } = options;
  const [table = "", column = ""] = path.split(".");
  return {
    type: /(code|iata|icao|cd|symbol|sku|isbn|tail|mcc|icd|uuid|ref)$/i.test(column)
      ? "text"
      : "int64",
    ...(trap ? {} : { references: path }),
    make: ({ random, index, rowsOf }) => {
      if (random.number() < nulls) return null;
      if (random.number() < wrong) return 900_000_000n + BigInt(index);
      const rows = where === undefined ? rowsOf(table) : rowsOf(table).filter(where);
      const at = once ? index : Math.floor(random.number() ** skew * rows.length);
      return rows[at]?.[column] ?? null;
    },
  };
};

/** One of some texts. */
export const pick = (...values: readonly string[]): ColumnRule => ({
  type: "text",
  make: ({ random }) => random.pick(values),
});

/** Texts in order, each once as long as they last. */
export const list = (...values: readonly string[]): ColumnRule => ({
  type: "text",
  make: ({ index }) => values[index] ?? `${values[index % values.length] ?? ""}${index}`,
});

/** A whole number between two others. */
export const int = (from: number, to: number): ColumnRule => ({
  type: "int32",
  make: ({ random }) => random.integer(from, to),
});

/** An amount with two digits. */
export const money = (from: number, to: number): ColumnRule => ({
  type: { kind: "decimal", precision: 12, scale: 2 },
  make: ({ random }) => ({ unscaled: BigInt(random.integer(from * 100, to * 100)), scale: 2 }),
});

/** A day in some years. */
export const day = (fromYear: number, years: number): ColumnRule => ({
  type: "date",
  make: ({ random }) => (fromYear - 1970) * 365 + random.integer(0, years * 365),
});

/** A moment in some years. */
export const moment = (fromYear: number, years: number): ColumnRule => ({
  type: "timestamp",
  make: ({ random }) =>
    BigInt((fromYear - 1970) * 365 * 86_400 + random.integer(0, years * 365 * 86_400)) * 1_000_000n,
});

/** Yes or no. */
export const flag: ColumnRule = { type: "boolean", make: ({ random }) => random.number() < 0.7 };

/** A text by a pattern: `A` a letter, `9` a digit, `#` the row's number with five digits. */
export const code = (pattern: string): ColumnRule => ({
  type: "text",
  make: ({ random, index }) =>
    pattern.replaceAll(/[#A9]/g, (sign) => {
      if (sign === "#") return String(index + 10_000);
      return sign === "A"
        ? String.fromCharCode(65 + random.integer(0, 25))
        : String(random.integer(0, 9));
    }),
});

const first =
  "Ann Ben Cleo Dan Eva Finn Gita Hugo Ida Jan Kim Lea Max Nora Omar Pia Raj Sara Tom Una".split(
    " ",
  );
const last =
  "Abel Berg Costa Diaz Engel Frank Gupta Hahn Ito Jansen Klein Lopez Meyer Novak Okoye Pohl Rossi Smith Tanaka Vogt".split(
    " ",
  );

/** The name of a person. */
export const person: ColumnRule = {
  type: "text",
  make: ({ random }) => `${random.pick(first)} ${random.pick(last)}`,
};

/** Words, mostly different. */
export const words: ColumnRule = {
  type: "text",
  make: ({ random, index }) => `${random.pick(last)} ${random.pick(first)} ${index % 37}`,
};

/** The number of a row within the rows of the same value of another column. */
export const within = (column: string, table: string): ColumnRule => ({
  type: "int32",
  make: ({ row, valuesOf }) =>
    valuesOf(`${table}.${column}`).filter((value) => value === row[column]).length + 1,
});
