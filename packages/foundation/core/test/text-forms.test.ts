import { expect, test } from "vitest";
import {
  createColumn,
  formatPlainValue,
  formatTimestamp,
  formatValue,
  infiniteDays,
  infiniteMicros,
  parsePlainValue,
  parseTimestamp,
} from "../src/index.ts";
import type { DataTypeKind } from "../src/index.ts";

const day = 86_400_000_000n;

test.each<[kind: DataTypeKind, text: string, value: unknown]>([
  ["boolean", "true", true],
  ["boolean", "false", false],
  ["int32", "-2147483648", -(2 ** 31)],
  ["int64", "-9223372036854775808", -(2n ** 63n)],
  ["float64", "-0", -0],
  ["float64", "0", 0],
  ["float64", "NaN", Number.NaN],
  ["float64", "Infinity", Infinity],
  ["float64", "-Infinity", -Infinity],
  ["float64", "1e+21", 1e21],
  ["float64", "0.1", 0.1],
  ["decimal", "0", { unscaled: 0n, scale: 0 }],
  ["decimal", "7", { unscaled: 7n, scale: 0 }],
  ["decimal", "0.00", { unscaled: 0n, scale: 2 }],
  ["decimal", "-0.05", { unscaled: -5n, scale: 2 }],
  ["decimal", "12.50", { unscaled: 1250n, scale: 2 }],
  ["date", "1970-01-01", 0],
  ["date", "1969-12-31", -1],
  ["date", "2024-02-29", 19_782],
  ["date", "0000-01-01", -719_528],
  ["date", "-000001-12-31", -719_529],
  ["date", "9999-12-31", 2_932_896],
  ["date", "+010000-01-01", 2_932_897],
  ["date", "infinity", infiniteDays],
  ["date", "-infinity", -infiniteDays],
  ["time", "00:00:00.000000", 0n],
  ["time", "00:00:59.000001", 59_000_001n],
  ["time", "00:59:00.000000", 3_540_000_000n],
  ["time", "23:59:59.999999", day - 1n],
  ["time", "24:00:00.000000", day],
  ["timestamp", "1969-12-31 23:59:59.999999", -1n],
  ["timestamp", "infinity", infiniteMicros],
  ["timestamp", "-infinity", -infiniteMicros],
  ["instant", "1970-01-01 00:00:00.000000Z", 0n],
  ["instant", "infinity", infiniteMicros],
  ["instant", "-infinity", -infiniteMicros],
  ["interval", "P0M0DT0.000000S", { months: 0, days: 0, micros: 0n }],
  ["interval", "P-14M3DT-1.500000S", { months: -14, days: 3, micros: -1_500_000n }],
  ["interval", "P14M-3DT0.000001S", { months: 14, days: -3, micros: 1n }],
  ["interval", "P0M0DT-0.000001S", { months: 0, days: 0, micros: -1n }],
  ["bytes", "", new Uint8Array()],
  ["bytes", "000fff", new Uint8Array([0, 15, 255])],
  ["uuid", "7e8c5a1e-0000-4000-8000-00000000000f", "7e8c5a1e-0000-4000-8000-00000000000f"],
])("a %s is written %j, and read again", (kind, text, value) => {
  expect(formatPlainValue(kind, value as never)).toBe(text);
  expect(formatValue(createColumn("v", kind, [value as never]), 0)).toBe(text);
  expect(parsePlainValue(kind, text)).toEqual(value);
});

test("NULL has no text", () => {
  expect(formatValue(createColumn("v", "text", [null]), 0)).toBeNull();
});

test.each<[kind: DataTypeKind, text: string, value: unknown]>([
  ["int32", "+7", 7],
  ["int64", "+7", 7n],
  ["float64", "+1.", 1],
  ["float64", ".5", 0.5],
  ["float64", "-1.5E+2", -150],
  ["float64", "25e-1", 2.5],
  ["decimal", "+.5", { unscaled: 5n, scale: 1 }],
  ["decimal", "5.", { unscaled: 5n, scale: 0 }],
  ["decimal", "-1.5e3", { unscaled: -1500n, scale: 0 }],
  ["decimal", "1.5e12", { unscaled: 1_500_000_000_000n, scale: 0 }],
  ["decimal", "15E-1", { unscaled: 15n, scale: 1 }],
  ["decimal", "1.5e+1", { unscaled: 15n, scale: 0 }],
  ["time", "07:05", 25_500_000_000n],
  ["time", "07:05:03.1", 25_503_100_000n],
  ["bytes", "fFA0", new Uint8Array([255, 160])],
  ["uuid", "7E8C5A1E-0000-4000-8000-00000000000F", "7e8c5a1e-0000-4000-8000-00000000000f"],
  ["timestamp", "2025-03-17T14:30", 1_742_221_800_000_000n],
  ["timestamp", "+002025-03-17 14:30:00", 1_742_221_800_000_000n],
  ["instant", "2025-03-17T14:30Z", 1_742_221_800_000_000n],
  ["instant", "2025-03-17T14:30:00+01:00", 1_742_218_200_000_000n],
  ["instant", "2025-03-17T14:30:00-0130", 1_742_227_200_000_000n],
  ["instant", "2025-03-17T14:30:00.25+05", 1_742_203_800_250_000n],
  ["instant", "1970-01-01T23:59+23:59", 0n],
  ["instant", "1970-01-01T00:00-19:00", 68_400_000_000n],
  ["timestamp", "2025-01-01T24:00", 1_735_776_000_000_000n],
])("a %s is also read from %j", (kind, text, value) => {
  expect(parsePlainValue(kind, text)).toEqual(value);
});

test.each<[kind: DataTypeKind, ...texts: string[]]>([
  ["boolean", "", "TRUE", "t", "toString"],
  ["int32", "", "1.0", "x1", "1x", "--1", " 1", "1 ", "2147483648", "-2147483649"],
  ["int64", "", "1.0", "x1", "1x", "0x10", " 1", "9223372036854775808"],
  ["int64", "-9223372036854775809"],
  ["float64", "", ".", "e5", "1e", "x1", "1x", "infinity", "xNaN", "NaNx", "1,5", "toString"],
  ["decimal", "", ".", "-", "e5", "x1", "1x", "1e12345", "NaN", "1e", "1.2.3"],
  ["date", "", "2025-03-17T00:00:01", "2025-3-17", "x2025-03-17", "2025-03-17x", "Infinity"],
  ["time", "", "24:00:01", "12:60", "12:00:60", "1:00", "12", "12:00:00.", "x12:00", "12:00x"],
  ["time", "24:00:00.000001", "12:00:00.1234567", "25:00"],
  ["interval", "", "P1M", "P1M2D", "P1M2DT3S", "P1M2DT3.000000", "xP1M2DT3.000000S"],
  ["interval", "P1M2DT3.000000Sx", "P1.5M2DT3.000000S", "P1M2DT3.0000001S"],
  ["bytes", "0", "0g", "000", "00 00", "x00"],
  ["uuid", "", "7e8c5a1e", "x7e8c5a1e-0000-4000-8000-000000000000"],
  ["uuid", "7e8c5a1e-0000-4000-8000-000000000000x", "7e8c5a1e000040008000000000000000"],
])("what is no %s is refused: %s, %s", (kind, ...texts) => {
  for (const text of texts)
    expect(() => parsePlainValue(kind, text)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^DX_CORE_(VALUE|TIMESTAMP)$/) }),
    );
});

test.each([
  "2025-02-29",
  "2025-00-01",
  "2025-13-01",
  "2025-01-00",
  "2025-01-32",
  "2025-04-31",
  "1900-02-29",
  "x2025-01-01",
  "2025-01-01x",
  "25-01-01",
  "+2025-01-01",
  "2025-1-01",
  "2025-01-01T",
  "2025-01-01T1",
  "2025-01-01T10",
  "2025-01-01T10:1",
  "2025-01-01T10:60",
  "2025-01-01T10:00:60",
  "2025-01-01T10:00:00.",
  "2025-01-01T10:00:00.1234567",
  "2025-01-01T24:00:00.000001",
  "2025-01-01T10:00+1",
  "2025-01-01T10:00+01:0",
  "2025-01-01T10:00+01:60",
  "2025-01-01T10:00+24",
  "2025-01-01T10:00z",
  "2025-01-01t10:00",
])("no day or time of day: %s", (text) => {
  expect(() => parseTimestamp(text)).toThrow(
    expect.objectContaining({ code: "DX_CORE_TIMESTAMP" }),
  );
});

test("the ends of days, hours and minutes are written as clocks show them", () => {
  const at = (text: string): string => formatTimestamp(parseTimestamp(text));
  expect(at("2025-01-01T24:00")).toBe("2025-01-02 00:00:00.000000");
  expect(at("2000-02-29T10:59:59.5")).toBe("2000-02-29 10:59:59.500000");
  expect(at("1969-12-31T23:00")).toBe("1969-12-31 23:00:00.000000");
});
