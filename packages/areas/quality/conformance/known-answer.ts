/* oxlint-disable max-params -- a line for each case */
// Checks in four vocabularies, each with its answer, decided by hand from the documentation of Great Expectations 1.x, dbt, dbt_utils,
// dbt_expectations, SodaCL 3 and contracts of Soda 4: NULL, shares, bounds, empty tables, ties, duplicates, anchors, sets with NULL.

type Row = Readonly<Record<string, unknown>>;
type Answer = boolean | null;

/** A line of `dx quality check`, and what must come of it. */
export interface KnownAnswer {
  readonly name: string;
  readonly line: object;
  /** `null` where there is none. */
  readonly success: Answer;
  /** Rows, or what the tool counts; not looked at where it is not told. */
  readonly unexpected?: number;
}

export function rows(columns: Readonly<Record<string, readonly unknown[]>>): readonly Row[] {
  const names = Object.keys(columns);
  const count = columns[names[0] ?? ""]?.length ?? 0;
  return Array.from({ length: count }, (_, at) =>
    Object.fromEntries(names.map((name) => [name, columns[name]?.[at]])),
  );
}

export const N: readonly Row[] = rows({ a: [1, 2, 3, null, 3] });
export const T: readonly Row[] = rows({ t: ["a", "b", "A", null, "", "a"] });
export const Z: readonly Row[] = rows({ a: [null, null] });
export const E: readonly Row[] = [];
export const P: readonly Row[] = rows({ a: [2, 1, null, null], b: [1, 1, 1, null] });
export const C: readonly Row[] = rows({ a: [1, 1, 1, null], b: [1, 1, null, null] });
export const D: readonly Row[] = rows({ d: ["2024-01-01", "2024-06-30", null] });
export const F: readonly Row[] = rows({ f: [0.1, 0.2, 0.3, 0.7] });
export const TIE: readonly Row[] = rows({ v: ["x", "y", "x", "y", "z"] });
export const G: readonly Row[] = rows({ g: ["p", "p", "q", null], v: [1, 2, 1, 1] });
export const S: readonly Row[] = rows({ s: ["ab12", "ab", "12", "x\ny", null, "\u00e9"] });

type Rest = readonly [success: Answer, unexpected?: number | undefined, more?: object];

function known(name: string, line: object, [success, unexpected, more = {}]: Rest): KnownAnswer {
  return {
    name,
    line: { ...line, ...more },
    success,
    ...(unexpected === undefined ? {} : { unexpected }),
  };
}

export const g = (data: readonly Row[], type: string, kwargs: object, ...rest: Rest): KnownAnswer =>
  known(
    `gx ${type} ${JSON.stringify(kwargs)}`,
    { data, vocabulary: "great_expectations", check: { type, kwargs } },
    rest,
  );
export const d = (
  data: readonly Row[],
  column: string | null,
  check: unknown,
  ...rest: Rest
): KnownAnswer =>
  known(
    `dbt ${JSON.stringify(check)}`,
    { data, vocabulary: "dbt", ...(column === null ? {} : { column }), check },
    rest,
  );
export const s = (data: readonly Row[], check: unknown, ...rest: Rest): KnownAnswer =>
  known(`soda ${JSON.stringify(check)}`, { data, vocabulary: "soda", check }, rest);
export const x = (
  data: readonly Row[],
  column: string,
  check: string,
  ...rest: Rest
): KnownAnswer => known(`dx ${check}`, { data, column, check }, rest);

export const V = "expect_column_values_to_";
