import { toRows } from "@dx/core";
import { profileTables } from "@dx/profile";
import { conduct } from "@dx/sql";
import { budget } from "@dx/testing/budget";
import { forEachDatabase, forEachDialect } from "@dx/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { functionalDependencies, inclusionDependencies } from "../src/index.ts";
import { describeShop } from "./discover-profiles.ts";

const few = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
const cell = {
  a: few(1n, 2n, 3n, null),
  b: few("x", "X", "", "é", null),
  c: few(1n, 2n, 9n, null),
};
const types = { a: "int64", b: "text", c: "int64" } as const;
const tables = fc.record({
  one: fc.array(fc.record(cell), { maxLength: 8 }),
  two: fc.array(fc.record(cell), { minLength: 1, maxLength: 8 }),
});
type Row = Readonly<Record<string, bigint | string | null>>;

/** All inclusions of so many columns, by comparing every value with every other. */
function inclusionsOf(
  all: Readonly<Record<string, readonly Row[]>>,
  arity: number,
): readonly string[] {
  const sets = Object.entries(all).flatMap(([table, rows]) =>
    ordered(["a", "b", "c"], arity).map((columns) => ({ table, columns, rows })),
  );
  return sets
    .flatMap((child) =>
      sets.flatMap((parent) => {
        const isSorted = child.columns.join() === child.columns.toSorted().join();
        const isSelf =
          child.table === parent.table &&
          child.columns.some((one, at) => one === parent.columns[at]);
        const isKind = child.columns.every(
          (one, at) => (one === "b") === (parent.columns[at] === "b"),
        );
        if (!isSorted || isSelf || !isKind) return [];
        const texts = ({ rows, columns }: typeof child) =>
          rows.flatMap((row) =>
            columns.every((one) => row[one] !== null)
              ? [columns.map((one) => String(row[one])).join("|")]
              : [],
          );
        const [values, keys] = [texts(child), new Set(texts(parent))];
        const covered = values.filter((one) => keys.has(one)).length;
        if (values.length === 0 || covered / values.length < 0.5) return [];
        const missing = new Set(values.filter((one) => !keys.has(one))).size;
        return [
          `${child.table}(${child.columns.join()}) ${parent.table}(${parent.columns.join()}) ${covered}/${values.length} ${missing}`,
        ];
      }),
    )
    .toSorted();
}

function ordered(items: readonly string[], size: number): readonly (readonly string[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item) =>
    ordered(
      items.filter((one) => one !== item),
      size - 1,
    ).map((rest) => [item].concat(rest)),
  );
}

forEachDatabase("inclusions are those that brute force finds", async ({ db }) => {
  await fc.assert(
    fc.asyncProperty(tables, async (all) => {
      await db.load("one", toRows(all.one, types));
      await db.load("two", toRows(all.two, types));
      const profiles = await db.run(profileTables(["one", "two"]));
      const { dependencies } = await db.run(
        inclusionDependencies(profiles, { minCoverage: 0.5, maxArity: 2 }),
      );
      const found = dependencies.map(
        ({ child, childColumns, parent, parentColumns, coverage, rows, missingValues }) =>
          `${child}(${childColumns.join()}) ${parent}(${parentColumns.join()}) ${Math.round(coverage * rows)}/${rows} ${missingValues}`,
      );
      const unary = inclusionsOf(all, 1);
      expect(found.filter((one) => !one.includes(",")).toSorted()).toEqual(unary);
      const wide = new Set(inclusionsOf(all, 2));
      for (const one of found.filter((text) => text.includes(","))) expect(wide).toContain(one);
      for (const one of wide)
        if (found.every((text) => text !== one)) {
          const [child = "", parent = ""] = one
            .split(" ")
            .map((side) => side.replace(/[()]/g, ","));
          const [, a = "", b = ""] = child.split(",");
          const [table = "", x = "", y = ""] = parent.split(",");
          const parts = [
            `${child.split(",")[0] ?? ""}(${a}) ${table}(${x})`,
            `${child.split(",")[0] ?? ""}(${b}) ${table}(${y})`,
          ];
          expect(parts.every((part) => unary.some((text) => text.startsWith(part)))).toBe(false);
        }
    }),
    budget(3, 8),
  );
});

forEachDatabase(
  "an inclusion of next to nothing is unverified, a partial one has its counterexample",
  async ({ db }) => {
    await db.load("parent", [
      { id: 1, code: "a" },
      { id: 2, code: "b" },
      { id: 3, code: "c" },
      { id: 4, code: "d" },
    ]);
    const child = (id: number | null, code: string) => ({ parent_id: id, code });
    await db.load("child", [
      ...Array.from({ length: 30 }, (_, at) => child((at % 4) + 1, "a")),
      child(77, "a"),
      child(77, "b"),
    ]);
    await db.load("nothing", toRows([child(null, "a"), child(null, "a")], { parent_id: "int32" }));
    const { dependencies, complete } = await db.run(
      inclusionDependencies(await db.run(profileTables(["parent", "child", "nothing"]))),
    );
    const of = (name: string, column: string) =>
      dependencies.find(
        (one) => one.child === name && one.childColumns[0] === column && one.parent === "parent",
      );
    expect(of("child", "parent_id")).toMatchObject({
      status: "partial",
      coverage: 30 / 32,
      missingValues: 1,
      counterexample: "77 (2 rows)",
    });
    expect(of("child", "code")).toMatchObject({ status: "unverified", coverage: 1 });
    expect(of("nothing", "parent_id")).toBeUndefined();
    expect(of("nothing", "code")).toMatchObject({ status: "unverified" });
    expect(complete).toBe(true);
    const cut = await db.run(
      inclusionDependencies(await db.run(profileTables(["parent", "child"])), { maxChecks: 1 }),
    );
    expect(cut).toMatchObject({ checks: 1, complete: false });
  },
);

/** All minimal dependencies of so many columns, by trying all. */
function dependenciesOf(rows: readonly Row[], size: number, maxG3: number): readonly string[] {
  const names = ["a", "b", "c"];
  const text = (row: Row, columns: readonly string[]) =>
    columns.map((one) => `${typeof row[one]}${String(row[one])}`).join("|");
  const varied = names.filter((name) => new Set(rows.map((row) => text(row, [name]))).size > 1);
  const found: { readonly left: readonly string[]; readonly right: string }[] = [];
  for (let most = 1; most <= size; most += 1)
    for (const left of ordered(varied, most).filter((one) => one.join() === one.toSorted().join()))
      for (const right of varied.filter((one) => !left.includes(one))) {
        const groups = new Map<string, Map<string, number>>();
        for (const row of rows) {
          const counts = groups.get(text(row, left)) ?? new Map<string, number>();
          counts.set(text(row, [right]), (counts.get(text(row, [right])) ?? 0) + 1);
          groups.set(text(row, left), counts);
        }
        const kept = [...groups.values()].reduce(
          (sum, counts) => sum + Math.max(...counts.values()),
          0,
        );
        const isKnown = found.some(
          (one) => one.right === right && one.left.every((name) => left.includes(name)),
        );
        if (groups.size < rows.length && !isKnown && (rows.length - kept) / rows.length <= maxG3)
          found.push({ left, right });
      }
  return found.map(({ left, right }) => `${left.join()} ${right}`).toSorted();
}

forEachDatabase("functional dependencies are those that brute force finds", async ({ db }) => {
  await fc.assert(
    fc.asyncProperty(tables, few(0, 0.2), few(1, 2), async ({ two }, maxG3, maxDeterminant) => {
      await db.load("t", toRows(two, types));
      const [profile] = await db.run(profileTables(["t"]));
      if (profile === undefined) throw new Error("no profile");
      const { dependencies, complete } = await db.run(
        functionalDependencies(profile, { maxG3, maxDeterminant }),
      );
      const found = dependencies.map(
        ({ determinant, dependent }) => `${determinant.join()} ${dependent}`,
      );
      expect(found.toSorted()).toEqual(dependenciesOf(two, maxDeterminant, maxG3));
      expect(complete).toBe(true);
      expect(dependencies.every(({ g3 }) => g3 <= maxG3)).toBe(true);
    }),
    budget(3, 8),
  );
});

forEachDialect("questions of inclusions and dependencies are valid", async ({ check }) => {
  let asked = 0;
  const answer = async (questions: readonly Parameters<typeof check>[0][]) => {
    for (const one of questions) check(one);
    asked += questions.length;
    const count = (name: string) =>
      ({ kind: "int64", name, values: BigInt64Array.of(1n) }) as const;
    const columns = [
      "n_rows",
      "n_values",
      "missing_rows",
      "missing_values",
      "kept",
      "n_groups",
    ].map(count);
    return Promise.resolve(questions.map(() => ({ count: 1, columns })));
  };
  const profiles = describeShop();
  await conduct(inclusionDependencies(profiles, { maxArity: 2, minCoverage: 0.01 }), answer);
  await Promise.all(
    profiles.map(async (profile) => conduct(functionalDependencies(profile), answer)),
  );
  expect(asked).toBeGreaterThan(5);
});

test("options that are none are refused", () => {
  const refused: unknown = expect.objectContaining({ code: "DX_DIMENSIONAL_OPTIONS" });
  const [profile] = describeShop();
  if (profile === undefined) throw new Error("no profile");
  expect(() => inclusionDependencies([], { minCoverage: 0 })).toThrow(refused);
  expect(() => inclusionDependencies([], { maxArity: 1.5 })).toThrow(refused);
  expect(() => functionalDependencies(profile, { maxDeterminant: 4 })).toThrow(refused);
  expect(() => functionalDependencies(profile, { maxG3: -1 })).toThrow(refused);
});
