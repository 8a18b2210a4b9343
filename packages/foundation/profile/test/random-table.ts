import { createColumn, createRows, type DataType, type Rows } from "@dx/core";
import fc from "fast-check";

/** A column of a random table. */
export interface RandomColumn {
  readonly name: string;
  readonly type: DataType;
  readonly values: readonly unknown[];
}

const few = <const T>(...values: readonly T[]) => fc.constantFrom(...values);

/** Values that are easily taken for each other, or break what adds them up. */
const kinds: Readonly<Record<string, readonly [DataType, fc.Arbitrary<unknown>]>> = {
  boolean: [{ kind: "boolean" }, fc.boolean()],
  int32: [{ kind: "int32" }, few(0, 1, -1, 7, 2_147_483_647)],
  int64: [{ kind: "int64" }, few(0n, 1n, -1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 62n))],
  float64: [
    { kind: "float64" },
    fc.oneof(few(0, -0, NaN, Infinity, -Infinity, 0.1, 1e300, 5e-324), few(1.5, 2.5, -3.25)),
  ],
  small: [{ kind: "float64" }, few(0, 1.5, -2.25, NaN)],
  decimal: [
    { kind: "decimal", precision: 18, scale: 2 },
    fc.bigInt(-5n, 5n).map((unscaled) => ({ unscaled: unscaled * 37n, scale: 2 })),
  ],
  text: [
    { kind: "text" },
    few("", " ", "  ", "a", "a ", " a", "A", "Ä", "a\u0308", "🤦🏼‍♂️", "AB-12", "b_7", "\t", "%"),
  ],
  numerals: [
    { kind: "text" },
    few("1", "-7", "12", "1.5", "007", "1,234", "12.03.2024", "3/4/2024"),
  ],
  date: [{ kind: "date" }, few(0, -1, -25_000, 20_000, 19_999)],
  timestamp: [{ kind: "timestamp" }, few(0n, -1n, 1_700_000_000_123_456n)],
  instant: [{ kind: "instant" }, few(0n, -1n, 1_700_000_000_123_456n)],
  uuid: [
    { kind: "uuid" },
    few(
      "a".repeat(8) + "-0000-4000-8000-000000000000",
      "0".repeat(8) + "-0000-4000-8000-00000000000a",
    ),
  ],
  bytes: [{ kind: "bytes" }, few(new Uint8Array(), new Uint8Array([0]), new Uint8Array([0, 255]))],
  json: [{ kind: "json" }, few('{"a": 1}', "[1]", "null")],
};

/** Tables of up to 12 rows; a third of the columns has NULLs, some nothing else. */
export function randomTables(
  names: readonly string[] = Object.keys(kinds),
  maxColumns = 6,
): fc.Arbitrary<readonly RandomColumn[]> {
  return fc
    .record({
      rows: few(0, 1, 2, 5, 12),
      chosen: fc.array(few(...names), { minLength: 1, maxLength: maxColumns }),
    })
    .chain(({ rows, chosen }) =>
      fc.tuple(
        ...chosen.map((name, at) => {
          const [type, value] = kinds[name] ?? [{ kind: "text" }, fc.constant("")];
          const cell = fc.oneof(
            { weight: 3, arbitrary: value },
            { weight: 1, arbitrary: fc.constant(null) },
          );
          const cells = fc.oneof(
            fc.array(value, { minLength: rows, maxLength: rows }),
            fc.array(cell, { minLength: rows, maxLength: rows }),
            fc.constant(Array.from({ length: rows }, () => null)),
          );
          return cells.map((values): RandomColumn => ({ name: `c${at}`, type, values }));
        }),
      ),
    );
}

/** The table as rows to load. */
export function rowsOf(columns: readonly RandomColumn[]): Rows {
  return createRows(
    columns.map(({ name, type, values }) => createColumn(name, type as never, values as never)),
  );
}
