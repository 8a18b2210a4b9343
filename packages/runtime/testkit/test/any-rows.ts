import { createColumn, createRows, infiniteDays, infiniteMicros } from "@dx/core";
import type { Column, DataType, DataTypeKind, Rows } from "@dx/core";
import fc from "fast-check";

const text = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom("\t", "\n", "\r", "\\", "\\N", "'", '"', "$", "é", "😀", ""),
    }),
    fc.constantFrom("", "NULL", "\\N", "\\.", " ", "a\u2028b"),
  )
  .map((value) => value.replaceAll(/\0|\p{Cs}/gu, ""));
const days = fc.oneof(
  fc.integer({ min: -2_440_588, max: 2_145_031_948 }),
  fc.integer({ min: -800_000, max: 3_000_000 }),
  fc.constantFrom(0, -1, -719_529, -719_528, 2_932_896, 2_932_897, infiniteDays, -infiniteDays),
);
const micros = fc.oneof(
  fc.bigInt(-210_866_803_200_000_000n, infiniteMicros - 1n),
  fc.bigInt(-(10n ** 16n), 10n ** 16n),
  fc.constantFrom(0n, -1n, 1n, 1_743_296_400_000_000n, infiniteMicros, -infiniteMicros),
);
const int64 = fc.oneof(
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.constantFrom(0n, -1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 63n), 2n ** 63n - 1n),
);
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const floats = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 0, 5e-324, 1.797_693_134_862_315_7e308, 0.1),
);

/** Any value of each kind that DuckDB and Postgres both have. */
export const anyValue: Readonly<Record<DataTypeKind, fc.Arbitrary<unknown>>> = {
  boolean: fc.boolean(),
  int32,
  int64,
  float64: floats,
  decimal: fc.record({
    unscaled: fc.oneof(
      fc.bigInt(-(10n ** 38n - 1n), 10n ** 38n - 1n),
      fc.constantFrom(0n, 1n, -1n, 10_000n, 99_999_999n),
    ),
    scale: fc.constant(10),
  }),
  text,
  date: days,
  time: fc.oneof(fc.bigInt(0n, 86_400_000_000n), fc.constantFrom(0n, 86_400_000_000n)),
  timestamp: micros,
  instant: micros,
  interval: fc.record({
    months: int32,
    days: int32,
    micros: fc.bigInt(-(2n ** 63n) + 1n, 2n ** 63n - 1n),
  }),
  bytes: fc.uint8Array(),
  uuid: fc.uuid(),
  json: fc.json(),
};

const kinds = Object.keys(anyValue) as readonly DataTypeKind[];

/** The type of a column of a kind. */
export function typeOfKind(kind: DataTypeKind): DataType {
  return kind === "decimal" ? { kind, precision: 38, scale: 10 } : { kind };
}

/** Any rows, with a column of each kind, and a number of the row. */
export const anyRows: fc.Arbitrary<Rows> = fc.nat(20).chain((count) =>
  fc
    .tuple(
      ...kinds.map((kind) =>
        fc
          .array(fc.option(anyValue[kind], { freq: 4 }), {
            minLength: count,
            maxLength: count,
          })
          .map((values) => createColumn(`a_${kind}`, typeOfKind(kind), values as never) as Column),
      ),
    )
    .map((columns) => {
      const nth = createColumn(
        "nth",
        "int64",
        Array.from({ length: count }, (_, index) => BigInt(index)),
      );
      return createRows([nth, ...columns]);
    }),
);
