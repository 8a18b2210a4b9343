import { expect, test } from "vitest";
import { scdApply } from "../src/index.ts";

const source = { kind: "log", sequence: "at", operation: "op", deletes: ["D"] };
const spec = { key: "id", tracked: ["city"], validFrom: "from", validTo: "to", source };
const batches = [
  [{ id: 1, city: "Ulm", at: "2025-03-02", op: "U" }],
  [{ id: 1, city: "Bonn", at: "2025-03-01T12:00:00+02:00", op: "I" }],
  [{ id: 1, city: null, at: "2025-03-03", op: "D" }],
];

test("answers versions with times as ISO text", () => {
  expect(scdApply({ spec, batches })).toEqual({
    error: null,
    versions: [
      { id: 1, city: "Bonn", from: "2025-03-01T10:00:00.000000", to: "2025-03-02T00:00:00.000000" },
      { id: 1, city: "Ulm", from: "2025-03-02T00:00:00.000000", to: "2025-03-03T00:00:00.000000" },
    ],
  });
});

test("knows all kinds of sources", () => {
  const rows = (at: string) => [{ id: "a", city: "Bonn", at }];
  const versions = (own: unknown, given: unknown): number =>
    scdApply({ spec: { ...spec, openEnd: "9999-12-31", source: own }, batches: given }).versions
      .length;
  expect(versions({ kind: "snapshot", at: ["2025-01-01", "2025-01-02"] }, [rows(""), []])).toBe(1);
  expect(versions({ kind: "snapshots", at: "at" }, [rows("2025-01-01")])).toBe(1);
  expect(
    versions({ kind: "snapshots", at: "at", times: ["2025-01-02"] }, [rows("2025-01-01")]),
  ).toBe(0);
  expect(versions({ kind: "delta", sequence: "at" }, [rows("2025-01-01")])).toBe(1);
});

test("says what is wrong, and where", () => {
  const wrong: readonly (readonly [unknown, code: string, path: string])[] = [
    [null, "DX_SCD_REQUEST", ""],
    [{ spec, batches, more: 1 }, "DX_SCD_REQUEST", "more"],
    [{ spec: { ...spec, trackd: "city" }, batches }, "DX_SCD_REQUEST", "spec.trackd"],
    [
      { spec: { ...spec, surrogate: { column: "k", by: "hash" } }, batches },
      "DX_SCD_REQUEST",
      "spec.surrogate",
    ],
    [{ spec: { ...spec, types: { city: 4 } }, batches }, "DX_SCD_REQUEST", "spec.types.city"],
    [{ spec: { ...spec, prior: { city: "was" } }, batches }, "DX_SCD_SPEC", "prior.city"],
    [{ spec: { ...spec, openEnd: "soon" }, batches }, "DX_CORE_TIMESTAMP", ""],
    [
      { spec: { ...spec, source: { kind: "feed" } }, batches },
      "DX_SCD_REQUEST",
      "spec.source.kind",
    ],
    [
      { spec: { ...spec, source: { ...source, deletes: "D" } }, batches },
      "DX_SCD_REQUEST",
      "spec.source.deletes",
    ],
    [
      { spec: { ...spec, source: { kind: "snapshot", at: [] } }, batches },
      "DX_SCD_REQUEST",
      "spec.source.at",
    ],
    [{ spec, batches: [{}] }, "DX_SCD_REQUEST", "batches.0"],
    [{ spec, batches: [[{ id: [1] }]] }, "DX_SCD_REQUEST", "batches.0.0.id"],
    [{ spec, batches: [[{ id: 1, city: "Bonn", op: "U" }]] }, "DX_SCD_SOURCE", "rows.0.at"],
    [
      { spec, batches: [[{ id: null, city: "Bonn", op: "U", at: "2025-01-01" }]] },
      "DX_SCD_KEY_NULL",
      "rows.0.id",
    ],
    [
      { spec, batches: [...batches, [{ id: 1, city: "Kiel", at: "2025-03-02", op: "U" }]] },
      "DX_SCD_TIES",
      "id",
    ],
  ];
  for (const [request, code, path] of wrong) {
    const { versions, error } = scdApply(request);
    expect([versions, error?.code, error?.path.join(".")]).toEqual([[], code, path]);
    expect(error?.message).not.toBe("");
  }
  const { error } = scdApply({ spec: { ...spec, trackd: "city" }, batches });
  expect(error?.hint).toBe("did you mean tracked?");
});
