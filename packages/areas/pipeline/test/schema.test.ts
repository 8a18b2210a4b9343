import { dataType, formatPlainValue, toRows, type DataType, type PlainObject } from "@dx/core";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { conformRows, diffSchema, inferSchema, joinTypes, judgeSchema } from "../src/index.ts";
import { readAs } from "../src/contract/read-as.ts";

const kinds = (records: readonly PlainObject[], text: "all" | "dates" | "none" = "dates") =>
  inferSchema(records, { text })
    .map(({ type }) =>
      type.kind === "decimal" ? `decimal(${type.precision}, ${type.scale})` : type.kind,
    )
    .join(" ");
const column = (...values: readonly unknown[]): readonly PlainObject[] =>
  values.map((v) => ({ v }));

test("the narrowest type without loss, column by column", () => {
  expect(kinds([])).toBe("");
  expect(kinds(column(null, undefined))).toBe("text");
  expect(kinds(column(1, 2 ** 53 - 1))).toBe("int64");
  expect(kinds(column(1, 0.5, Number.NaN, -0))).toBe("float64");
  expect(kinds(column(2n ** 60n, 1))).toBe("int64");
  expect(kinds(column(2n ** 60n, 0.5))).toBe("text");
  expect(kinds(column(2n ** 64n, -1))).toBe("decimal(20, 0)");
  expect(kinds(column(true, 1))).toBe("text");
  expect(kinds(column({ a: 1 }, [2]))).toBe("json");
  expect(kinds(column("2026-01-31", "2026-02-01"))).toBe("date");
  expect(kinds(column("2026-01-31", "2026-02-01T10:00"))).toBe("timestamp");
  expect(kinds(column("2026-01-31", "2026-02-30"))).toBe("text");
  expect(kinds(column("2026-01-31T10:00Z", "2026-01-31T10:00"))).toBe("text");
  expect(kinds(column("2026-01-31"), "none")).toBe("text");
  expect(kinds(column("7", "-9007199254740993"), "all")).toBe("int64");
  expect(kinds(column("007"), "all")).toBe("text");
  expect(kinds(column("1.50", "100"), "all")).toBe("decimal(5, 2)");
  expect(kinds(column("true", "false"), "all")).toBe("boolean");
  expect(inferSchema([{ a: 1 }, { b: 1 }]).every(({ nullable }) => nullable)).toBe(true);
});

test("what text is read as gives the same text back", () => {
  const text = fc.oneof(
    fc.bigInt(-(2n ** 70n), 2n ** 70n).map(String),
    fc
      .tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 0, max: 999 }))
      .map(([a, b]) => `${a}.${b}`),
    fc.constantFrom("", "0", "-0", "00", "1e5", "+1", " 1", "true", "TRUE", "NaN", "1.", ".5"),
  );
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (values) => {
      const [found] = inferSchema(column(...values), { text: "all" });
      for (const value of values) {
        const type: DataType = found?.type ?? { kind: "text" };
        const read = readAs(value, type);
        const written = formatPlainValue(type.kind, read as never);
        const isSame =
          type.kind === "decimal"
            ? readAs(written, { kind: "decimal" }) !== undefined &&
              Number(written) === Number(value)
            : written === value;
        expect([value, type.kind, isSame]).toEqual([value, type.kind, true]);
      }
    }),
    budget(200),
  );
});

const anyType: fc.Arbitrary<DataType> = fc.oneof(
  fc
    .constantFrom(
      "boolean",
      "int32",
      "int64",
      "float64",
      "text",
      "date",
      "timestamp",
      "instant",
      "json",
    )
    .map((kind) => dataType(kind as "text")),
  fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 10 }))
    .map(([whole, scale]): DataType => ({ kind: "decimal", precision: whole + scale, scale })),
  fc.constant<DataType>({ kind: "decimal" }),
);

test("types are joined in any order, and a joined type holds what each held", () => {
  fc.assert(
    fc.property(anyType, anyType, anyType, (a, b, c) => {
      const ab = joinTypes(a, b);
      expect(joinTypes(b, a)).toEqual(ab);
      expect(joinTypes(a, a)).toEqual(a);
      const [left, bc] = [ab === null ? null : joinTypes(ab, c), joinTypes(b, c)];
      const right = bc === null ? null : joinTypes(a, bc);
      expect(ab === null || bc === null || JSON.stringify(left) === JSON.stringify(right)).toBe(
        true,
      );
      expect(ab === null ? null : joinTypes(ab, b)).toEqual(ab);
    }),
    budget(300),
  );
});

test("a contract judges new columns and types, and values one by one", () => {
  const target = [
    { name: "id", type: { kind: "int64" } },
    { name: "day", type: { kind: "date" } },
    { name: "gone", type: { kind: "text" } },
  ] as const;
  const rows = toRows([
    { id: "1", day: "2026-01-01", more: "x" },
    { id: "2.0", day: "soon", more: null },
    { id: "9223372036854775808", day: null, more: null },
    { id: null, day: null, more: null },
  ]);
  const diff = diffSchema(target, [
    { name: "id", type: { kind: "text" } },
    { name: "day", type: { kind: "text" } },
    { name: "more", type: { kind: "text" } },
  ]);
  expect(diff).toMatchObject({ added: [{ name: "more" }], widened: [], missing: ["gone"] });
  expect(() => judgeSchema(diff, { columns: "freeze" })).toThrow("new column more");
  const on = (contract: object) =>
    conformRows(rows, {
      target,
      checked: judgeSchema(diff, contract).checked,
      dialect: "duckdb",
      before: 10,
    });
  expect(() => on({ types: "freeze" })).toThrow('row 13: "9223372036854775808" does not fit id');
  const values = on({ types: "discard_value" });
  expect(values.rows.count).toBe(4);
  expect(values.rejected.map(({ row, column: name, value }) => [row, name, value])).toEqual([
    [13, "id", "9223372036854775808"],
    [12, "day", "soon"],
  ]);
  const left = on({ types: "discard_row", columns: "discard_value" });
  expect(left.rows.count).toBe(2);
  expect(left.rows.columns.map(({ name }) => name)).toEqual(["id", "day"]);
  expect(left.rejected.filter(({ reason }) => reason === "new-column")).toMatchObject([
    { row: 11, column: "more", record: '{"id":"1","day":"2026-01-01","more":"x"}' },
  ]);
});

test("decimals fit by their digits, trailing zeros aside", () => {
  const type = { kind: "decimal", precision: 4, scale: 2 } as const;
  expect(
    ["1.10", "1.1000", "99.99", "-99.99"].map((text) => readAs(text, type) !== undefined),
  ).toEqual([true, true, true, true]);
  expect(["1.101", "100", "NaN", ""].map((text) => readAs(text, type))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
