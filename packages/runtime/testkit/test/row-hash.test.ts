import {
  createColumn,
  createRows,
  formatValue,
  infiniteDays,
  infiniteMicros,
  valueAt,
} from "@dx/core";
import type { Column, DataType, DataTypeKind, Rows } from "@dx/core";
import { fingerprintOf, fingerprintRows, hashValues, identifier, query, rowHash } from "@dx/sql";
import { rowText } from "@dx/sql";
import { sql, together, typedLiteral, type HashedValue } from "@dx/sql";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect } from "vitest";
import { forEachDatabase } from "../src/index.ts";
import { rowsByTexts } from "./rows-by-texts.ts";

/** Without what `rowsByTexts` needs for itself, and what Postgres does not take. */
const withoutMarks = (value: string): string => value.replaceAll(/\p{Cc}/gu, "\n");
const int64 = fc.oneof(
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.constantFrom(0n, -1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 63n)),
);
const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(..."|;:n'\\\"$\n\t".split(""), "é", "e\u0301", "🤦🏼‍♂️"),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    maxLength: 12,
  })
  .map((value) => withoutMarks(value) || "x");
const days = fc.oneof(
  fc.constantFrom(infiniteDays, -infiniteDays, 0, -719_163, 2_932_897, -1_700_000),
  fc.integer({ min: -2_000_000, max: 10_000_000 }),
);
const micros = fc.oneof(
  fc.constantFrom(infiniteMicros, -infiniteMicros, 0n, -1n, 253_402_300_800_000_000n),
  fc.bigInt(-150_000_000_000_000_000n, 9_000_000_000_000_000_000n),
);
const third = fc.integer({ min: -100_000, max: 100_000 });
const decimal: DataType = { kind: "decimal", precision: 38, scale: 9 };
const values: Readonly<Record<DataTypeKind, fc.Arbitrary<unknown>>> = {
  boolean: fc.boolean(),
  int32: fc.integer(),
  int64,
  float64: fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, NaN, 5e-324, 0.1, 1e22)),
  decimal: fc.record({
    unscaled: fc.oneof(
      fc.bigInt(-(10n ** 36n), 10n ** 36n),
      fc.bigInt(-1000n, 1000n).map((n) => n * 10n ** 8n),
    ),
    scale: fc.constant(9),
  }),
  text,
  date: days,
  time: fc.bigInt(0n, 86_400_000_000n),
  timestamp: micros,
  instant: micros,
  interval: fc.record({ months: third, days: third, micros: fc.bigInt(-(10n ** 15n), 10n ** 15n) }),
  bytes: fc.uint8Array({ maxLength: 9 }),
  uuid: fc.uuid(),
  json: fc.json({ maxDepth: 1 }).map((value) => value.replaceAll(/\\u000[0-2]/g, "")),
};
const kinds = Object.keys(values) as readonly DataTypeKind[];

/** Rows of a column of each kind, an eighth of the values NULL. */
function randomRows(count: number, seed: number): readonly Column[] {
  return kinds.map((kind) => {
    const options = { numRuns: count, seed };
    const made = fc.sample(fc.option(values[kind], { freq: 7 }), options);
    return createColumn(kind, (kind === "decimal" ? decimal : kind) as DataTypeKind, made as never);
  });
}

const { numRuns, seed } = budget(400, 1000);
const size = Math.min(numRuns, 5000);
const chunks = 20;

/** Random rows, their hashes and their fingerprint, made once for all engines. */
const batches = Array.from({ length: chunks }, (_, chunk) => () => {
  const columns = randomRows(size, seed + chunk);
  const hashes = Array.from({ length: size }, (_value, index) =>
    hashValues(columns.map((column) => ({ type: column, value: valueAt(column, index) }))),
  );
  return { columns, hashes, fingerprint: fingerprintOf(createRows(columns)) };
}).map(once);

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const nth = createColumn("nth", "int32", [...Array(size).keys()]);
const hashOf = (columns: readonly Column[]) =>
  rowHash(columns.map((column) => ({ sql: identifier(column.name), type: column.kind })));

forEachDatabase(`${size * chunks} rows hash the same as in TypeScript`, async ({ db }) => {
  for (const batch of batches) {
    const { columns, hashes, fingerprint } = batch();
    const rows = rowsByTexts([...columns, nth], db.dialect);
    const hashed = sql`select nth, ${hashOf(columns)} as hash from (${rows}) as t order by nth`;
    const read = query("hashes", hashed, (answer) => answer.columns[1]?.values);
    const typed = columns.map((column) => ({ name: column.name, type: column }));
    const both = together("both", [read, fingerprintRows(rows, typed)], (answers) => answers);
    // oxlint-disable-next-line no-await-in-loop -- one piece of the data after the other
    expect(await db.run(both)).toEqual([hashes, fingerprint]);
  }
});

const integer = (value: bigint): HashedValue => ({ type: "int64", value });
const word = (value: string | null): HashedValue => ({ type: "text", value });
const amount = (unscaled: bigint, scale: number): HashedValue => ({
  type: { kind: "decimal", precision: 18, scale },
  value: { unscaled, scale },
});
const float = (value: number): HashedValue => ({ type: "float64", value });
const sqlOf = ({ type, value }: HashedValue) => ({
  type,
  sql: typedLiteral(type as never, value as never),
});

/** Rows that must not have one hash, and rows that must. */
const different: readonly (readonly [readonly HashedValue[], readonly HashedValue[]])[] = [
  [[word(null)], [word("")]],
  [[word("n")], [word(null)]],
  [
    [word("a|b"), word("c")],
    [word("a"), word("b|c")],
  ],
  [
    [word("a"), word(null)],
    [word(null), word("a")],
  ],
  [[word("a;t1:b")], [word("a"), word("b")]],
  [[word("1")], [integer(1n)]],
  [
    [integer(1n), integer(23n)],
    [integer(12n), integer(3n)],
  ],
  [[amount(10n, 0)], [amount(1n, 0)]],
  [[amount(5n, 1)], [amount(5n, 0)]],
  [[amount(5n, 1)], [amount(-5n, 1)]],
  [[amount(5n, 1)], [amount(5n, 2)]],
  [[amount(0n, 0)], [amount(1n, 9)]],
  [[float(0.1)], [float(0.1 + 2 ** -56)]],
  [[float(Infinity)], [float(-Infinity)]],
  [[word("\u00e9")], [word("e\u0301")]],
  [[{ type: "boolean", value: false }], [{ type: "boolean", value: null }]],
  [
    [{ type: "bytes", value: new Uint8Array([0]) }],
    [{ type: "bytes", value: new Uint8Array([0, 0]) }],
  ],
  [[{ type: "bytes", value: new Uint8Array() }], [{ type: "bytes", value: null }]],
  [[{ type: "timestamp", value: 0n }], [{ type: "instant", value: 0n }]],
  [[{ type: "timestamp", value: infiniteMicros }], [{ type: "timestamp", value: -infiniteMicros }]],
  [
    [{ type: "interval", value: { months: 1, days: 0, micros: 0n } }],
    [{ type: "interval", value: { months: 0, days: 30, micros: 0n } }],
  ],
];
const same: readonly (readonly [readonly HashedValue[], readonly HashedValue[]])[] = [
  [[integer(7n)], [{ type: "int32", value: 7 }]],
  [[amount(15n, 1)], [amount(1500n, 3)]],
  [[amount(0n, 0)], [amount(0n, 9)]],
  [[amount(100n, 0)], [amount(10_000n, 2)]],
  [[float(0)], [float(-0)]],
];

forEachDatabase("what differs hashes differently, what does not, the same", async ({ db }) => {
  const rows = [...different, ...same].flat();
  const asked = rows.map((row) => sql`${rowHash(row.map(sqlOf))}`);
  const columns = asked.map((hash, index) => sql`${hash} as ${identifier(`h${index}`)}`);
  const read = query("hashes", sql`select ${columns}`, (answer) =>
    answer.columns.map(({ values: [hash] }) => hash),
  );
  const hashes = await db.run(read);
  expect(hashes).toEqual(rows.map(hashValues));
  for (const [index] of different.entries())
    expect(hashes[index * 2], `pair ${index}`).not.toBe(hashes[index * 2 + 1]);
  for (let at = different.length * 2; at < hashes.length; at += 2)
    expect(hashes[at], `row ${at}`).toBe(hashes[at + 1]);
});

const words = [
  "",
  "a",
  "A",
  '"',
  '""',
  "\\",
  "(",
  ")",
  ",",
  "a,b",
  " ",
  "\t",
  "\n",
  "n;",
  "t1:a;",
  "é",
  "\u00a0",
];
const some = (kind: DataTypeKind, made: readonly unknown[]): Column =>
  createColumn(kind, kind, [null, ...made] as never);
const alphabets: readonly Column[] = [
  some("text", words),
  some("text", ['"', ",", "", ")"]),
  some("boolean", [true, false]),
  some("int64", [0n, -1n, 2n ** 62n]),
  createColumn("decimal", { kind: "decimal", precision: 38, scale: 9 }, [
    null,
    ...[0n, 1n, -1n, -5n * 10n ** 8n, 10n ** 11n, 123n * 10n ** 7n].map((unscaled) => ({
      unscaled,
      scale: 9,
    })),
  ]),
  some("date", [0, -719_162, 2_932_896, 2_932_897]),
  some("timestamp", [0n, 1n, -1n, -62_135_596_800_000_000n, 253_402_300_800_000_000n, 100_000n]),
  some("instant", [0n, 1_500_000n, -62_135_596_800_000_000n]),
  some("uuid", ["00000000-0000-0000-0000-00000000000a"]),
  some("float64", [0, 0.1, NaN]),
  some("json", ['{"a": 1}', '"a"']),
];
const textsOfEngines: unknown[] = [];

forEachDatabase("texts of rows are the same where rows are, and nowhere else", async ({ db }) => {
  const sizes = alphabets.map(({ values: { length } }) => length);
  const [pairs, steps] = [(sizes[0] ?? 0) * (sizes[1] ?? 0), 41];
  const rows = Array.from({ length: pairs * steps }, (_, row) => row);
  const columns = alphabets.map((column, at) => {
    const place = (row: number): number => {
      if (at === 0) return row % column.values.length;
      if (at === 1) return Math.floor(row / (sizes[0] ?? 1)) % column.values.length;
      return (Math.floor(row / pairs) * (at + 1) + at) % column.values.length;
    };
    const made = rows.map((row) => valueAt(column, place(row)));
    return createColumn(`${column.kind}_${at}`, column as never, made as never);
  });
  const fields = columns.map(({ name, kind }) => ({ sql: identifier(name), type: kind }));
  const number = createColumn("nth", "int32", rows);
  const asked = sql`select nth, ${rowText(fields)} as line from (${rowsByTexts([...columns, number], db.dialect)}) as t order by nth`;
  const texts = await db.run(
    query("texts", asked, ({ columns: [, line] }) => (line?.kind === "text" ? line.values : [])),
  );
  const keys = rows.map((row) => JSON.stringify(columns.map((column) => formatValue(column, row))));
  expect(new Set(texts).size).toBe(new Set(keys).size);
  expect(new Set(rows.map((row) => `${keys[row] ?? ""} ${texts[row] ?? ""}`)).size).toBe(
    new Set(keys).size,
  );
  textsOfEngines.push(texts);
  expect(texts).toEqual(textsOfEngines[0]);
});

forEachDatabase("rows of a thousand columns hash too", async ({ db }) => {
  const row = Array.from({ length: 1000 }, (_, index) => integer(BigInt(index)));
  const read = query("hash", sql`select ${rowHash(row.map(sqlOf))} as h`, (answer) => answer);
  const { columns } = await db.run(read);
  expect(columns[0]?.values).toEqual([hashValues(row)]);
  expect(() => rowHash([])).toThrow(expect.objectContaining({ code: "DX_SQL_VALUE" }));
});

forEachDatabase("a fingerprint counts duplicates, and not the order", async ({ db }) => {
  const of = (...list: readonly (string | null)[]): Rows =>
    createRows([createColumn("v", "text", list)]);
  const asked = (rows: Rows) =>
    db.run(fingerprintRows(rowsByTexts(rows.columns, db.dialect), [{ name: "v", type: "text" }]));
  const plain = await asked(of("a", "b", null, "b"));
  expect(plain).toEqual(fingerprintOf(of("b", null, "b", "a")));
  expect(await asked(of("b", "b", "a", null))).toEqual(plain);
  for (const other of [of("a", "b", null), of("a", "a", null, "b"), of("a", "b", "", "b")])
    // oxlint-disable-next-line no-await-in-loop -- one after the other is easier to read
    expect(await asked(other)).not.toEqual(plain);
  const none = fingerprintRows(sql`select 1 as v where 1 = 0`, [{ name: "v", type: "int32" }]);
  expect(await db.run(none)).toEqual({ count: 0, sum: "0".repeat(32) });
});
