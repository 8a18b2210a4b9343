import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChanges, emptyHistory, replay } from "../src/index.ts";
import type { ChangeBatch, HistorySpec, PlainRow } from "../src/index.ts";
import { batches, shuffle, specs } from "./random-changes.ts";

const spec: HistorySpec = { key: "id", tracked: "city", validFrom: "from", validTo: "to" };
const log = (...rows: readonly PlainRow[]): ChangeBatch => ({
  kind: "log",
  sequence: "at",
  operation: "op",
  deletes: ["D"],
  rows,
});
const put = (at: number, city: string | null, more: PlainRow = {}): PlainRow => ({
  id: 1,
  city,
  ...more,
  at: BigInt(at),
  op: "U",
});
const drop = (at: number, more: PlainRow = {}): PlainRow => ({ ...put(at, null, more), op: "D" });
const told = (versions: readonly PlainRow[]): readonly unknown[] =>
  versions.map(({ city, from, to }) => [city, Number(from), to === null ? null : Number(to)]);
const tell = (...rows: readonly PlainRow[]): readonly unknown[] =>
  told(replay(spec, [log(...rows)]).versions);

test("a change begins a version, an equal row does not, NULL differs from ''", () => {
  expect(tell(put(1, "Bonn"), put(2, "Bonn"), put(3, null), put(4, ""))).toEqual([
    ["Bonn", 1, 3],
    [null, 3, 4],
    ["", 4, null],
  ]);
});

test("a gap stays between a delete and the return, also if the row is as before", () => {
  expect(tell(put(1, "Bonn"), drop(2), drop(3), put(4, "Bonn"))).toEqual([
    ["Bonn", 1, 2],
    ["Bonn", 4, null],
  ]);
});

test("a late row ends at what was known after it: a change, an equal row, a delete of nothing", () => {
  expect(tell(drop(5), put(1, "Bonn"))).toEqual([["Bonn", 1, 5]]);
  expect(tell(put(1, "Bonn"), put(5, "Bonn"), put(3, "Ulm"))).toEqual([
    ["Bonn", 1, 3],
    ["Ulm", 3, 5],
    ["Bonn", 5, null],
  ]);
});

test("what a late snapshot adds ends at the next snapshot that lacks it", () => {
  const taken = (at: bigint, ...cities: readonly string[]): ChangeBatch => ({
    kind: "snapshot",
    at,
    rows: cities.map((city) => ({ id: 1, city })),
  });
  expect(told(replay(spec, [taken(5n), taken(9n, "Ulm"), taken(1n, "Bonn")]).versions)).toEqual([
    ["Bonn", 1, 5],
    ["Ulm", 9, null],
  ]);
  expect(
    told(replay(spec, [taken(1n, "Bonn"), taken(5n, "Bonn"), log(put(3, "Ulm"))]).versions),
  ).toEqual([
    ["Bonn", 1, 3],
    ["Ulm", 3, 5],
    ["Bonn", 5, null],
  ]);
});

test("snapshots of times that were not named are left out, named times without rows are empty", () => {
  const rows = [1n, 3n].map((at) => ({ id: 1, city: "Bonn", at }));
  const batch: ChangeBatch = { kind: "snapshots", at: "at", times: [1n, 2n], rows };
  expect(told(replay(spec, [batch]).versions)).toEqual([["Bonn", 1, 2]]);
});

test("columns of type 0 keep their first value, of type 1 take the last, of type 3 keep one more", () => {
  const typed: HistorySpec = { ...spec, types: { a: 0, b: 1, c: 3 }, prior: { c: "was" } };
  const rows = [
    put(1, "Bonn", { a: 1, b: 1, c: "x" }),
    put(2, "Bonn", { a: 2, b: null, c: "y" }),
    drop(3, { a: 9, b: 9, c: "z" }),
    put(4, "Ulm", { a: 4, b: 4, c: "y" }),
  ];
  const shared = { id: 1, a: 1, b: 4, c: "y", was: "x" };
  expect(replay(typed, [log(...rows)]).versions).toEqual([
    { ...shared, city: "Bonn", from: 1n, to: 3n },
    { ...shared, city: "Ulm", from: 4n, to: null },
  ]);
  const [late] = replay(typed, [
    log(...rows),
    log(put(0, "Bonn", { a: 0, b: 0, c: "q" })),
  ]).versions;
  expect(late).toEqual({ ...shared, a: 0, city: "Bonn", from: 0n, to: 3n });
  const once = put(1, "Bonn", { a: 1, b: 1, c: "x" });
  expect(replay(typed, [log(once)]).versions).toMatchObject([{ c: "x", was: null }]);
});

test("an open end of one's own, and a flag", () => {
  const own: HistorySpec = { ...spec, openEnd: "9999-12-31", current: "is_current" };
  expect(replay(own, [log(put(1, "Bonn"), put(2, "Ulm"))]).versions).toMatchObject([
    { to: 2n, is_current: false },
    { to: 253_402_214_400_000_000n, is_current: true },
  ]);
});

test("two things at one time are refused, in one batch and in two, unless a tie-break decides", () => {
  const both = [put(1, "Bonn"), put(1, "Ulm")];
  expect(() => tell(...both)).toThrow(expect.objectContaining({ code: "DX_SCD_TIES" }));
  expect(() => tell(put(1, "Bonn"), drop(1))).toThrow("two things at one time");
  const first = applyChanges(spec, emptyHistory, log(put(1, "Bonn")));
  expect(() => applyChanges(spec, first, log(put(1, "Ulm")))).toThrow("two things at one time");
  expect(told(applyChanges(spec, first, log(put(1, "Bonn"))).versions)).toEqual([
    ["Bonn", 1, null],
  ]);
  const lsn = [put(1, "Bonn", { lsn: 10n }), put(1, "Ulm", { lsn: 9n })];
  const decided: ChangeBatch = { ...log(...lsn), kind: "log", tieBreak: "lsn" } as ChangeBatch;
  expect(told(replay(spec, [decided]).versions)).toEqual([["Bonn", 1, null]]);
});

test("keys and times are never NULL, and rows have all columns", () => {
  const fails = (row: PlainRow): string => {
    try {
      tell(row);
    } catch (error) {
      return (error as { code: string }).code;
    }
    return "none";
  };
  expect(fails({ ...put(1, "Bonn"), id: null })).toBe("DX_SCD_KEY_NULL");
  expect(fails({ ...put(1, "Bonn"), at: null })).toBe("DX_SCD_TIME_NULL");
  expect(fails({ id: 1, at: 1n, op: "U" })).toBe("DX_SCD_SOURCE");
  expect(fails(put(1, "Bonn"))).toBe("none");
});

test("values are equal as databases see it: decimals by size, NaN to NaN, bytes by bytes", () => {
  const same: readonly (readonly [PlainRow["x"], PlainRow["x"], boolean])[] = [
    [{ unscaled: 110n, scale: 2 }, { unscaled: 11n, scale: 1 }, true],
    [Number.NaN, Number.NaN, true],
    [-0, 0, true],
    [new Uint8Array([1]), new Uint8Array([1]), true],
    [1, "1", false],
    ["null", null, false],
    [9_007_199_254_740_993n, 9_007_199_254_740_992n, false],
  ];
  for (const [left, right, isSame] of same) {
    const rows = [left, right].map((city, index) => ({
      id: 1,
      city: city ?? null,
      at: BigInt(index),
    }));
    const { versions } = replay(spec, [{ kind: "delta", sequence: "at", rows }]);
    expect(versions.length).toBe(isSame ? 1 : 2);
  }
});

test("order, batches and replay change nothing", () => {
  fc.assert(
    fc.property(specs, batches, fc.infiniteStream(fc.nat()), (of, given, order) => {
      const wanted = replay(of, given).versions;
      const shuffled = shuffle(given, order);
      expect(replay(of, [...shuffled, ...given]).versions).toEqual(wanted);
    }),
    budget(100),
  );
});
