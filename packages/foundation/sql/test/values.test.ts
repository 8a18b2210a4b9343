import { createColumn, createRows, toRows, type Rows } from "@dx/core";
import { expect, test } from "vitest";
import {
  createPlan,
  fingerprintOf,
  fingerprintRows,
  firstRow,
  foldName,
  formatPlan,
  formatSql,
  hashValues,
  joinPlans,
  query,
  readHalfSums,
  sql,
  together,
} from "../src/index.ts";
import { withoutSpace } from "../src/internal/without-space.ts";

const sums = (...parts: readonly (string | bigint | null)[]): Rows =>
  toRows([Object.fromEntries([["n", 3n], ...parts.map((part, at) => [`sum_${at}`, part])])]);
const asked = fingerprintRows("t", [{ name: "a", type: "int64" }]);

test("a fingerprint is the same in two parts and in four, and counts modulo 2 ** 128", () => {
  const two = asked.decode([sums(String(2n ** 64n + 1n), "2")]);
  expect(two).toEqual({ count: 3, sum: "00000000000000010000000000000002" });
  expect(asked.decode([sums("0", "1", "0", "2")])).toEqual(two);
  expect(asked.decode([sums("0", "0", "1", String(2n ** 32n + 2n))])).toEqual({
    count: 3,
    sum: "00000000000000000000000200000002",
  });
  expect(asked.decode([sums(-1n, 0n)]).sum).toBe("ffffffffffffffff0000000000000000");
  expect(asked.decode([sums(null, null)]).sum).toBe("0".repeat(32));
});

test("a fingerprint of rows at hand is the sum of their hashes", () => {
  const rows = createRows([createColumn("a", "int64", [1n, null, 1n])]);
  const hash = (value: bigint | null): bigint =>
    BigInt(`0x${hashValues([{ type: "int64", value }])}`);
  const sum = (hash(1n) + hash(null) + hash(1n)) % 2n ** 128n;
  expect(fingerprintOf(rows)).toEqual({ count: 3, sum: sum.toString(16).padStart(32, "0") });
  expect(fingerprintOf(createRows([]))).toEqual({ count: 0, sum: "0".repeat(32) });
});

test("a fingerprint needs columns of different names", () => {
  expect(() => fingerprintRows("t", [])).toThrow(
    expect.objectContaining({ code: "DX_CORE_NAMES" }),
  );
});

test("half sums are the same in two parts and in four, each modulo 2 ** 64", () => {
  expect(readHalfSums(["7", "9"])).toBe("7 9");
  expect(readHalfSums(["0", "7", "0", "9"])).toBe("7 9");
  expect(readHalfSums(["1", "0", "2", "3"])).toBe(`${2n ** 32n} ${2n ** 33n + 3n}`);
  expect(readHalfSums([String(2n ** 64n + 5n), "-1"])).toBe(`5 ${2n ** 64n - 1n}`);
  expect(readHalfSums([null, null])).toBe("0 0");
  expect(readHalfSums([])).toBe("0 0");
});

test("an answer without a row is none, and a first row is told with its types", () => {
  const rows = toRows([{ a: 1 }, { a: 2 }]);
  expect(firstRow("t").decode([rows])).toEqual({ a: { type: "int64", value: "1" } });
  expect(firstRow("t").decode([createRows([])])).toBeNull();
  expect(query("q", sql`select 1`, ({ count }) => count).decode([])).toBe(0);
});

const statement = { purpose: "do it", sql: sql`delete from t` };

test("a plan leaves empty groups out, and keeps the order of what is joined", () => {
  const other = { purpose: "then", sql: sql`delete from u` };
  expect(createPlan([[], [statement], []])).toEqual([[statement]]);
  expect(joinPlans([[statement]], [], [[other], [statement]])).toEqual([
    [statement],
    [other],
    [statement],
  ]);
});

test("a statement without a purpose is refused, by its place", () => {
  const nothing = { ...statement, purpose: " \n" };
  expect(() => createPlan([[], [statement], [statement, nothing]])).toThrow(
    expect.objectContaining({
      code: "DX_SQL_PLAN",
      message: "a statement has no purpose",
      path: [1, 1],
    }),
  );
});

test("a purpose stays on its line, and groups stand apart", () => {
  const odd = { ...statement, purpose: "a\r\n\u2028b" };
  expect(formatPlan([[odd], [statement]], "postgres")).toBe(
    "begin;\n-- a b\ndelete from t;\ncommit;\n\nbegin;\n-- do it\ndelete from t;\ncommit;\n",
  );
});

test("what shows itself is text for people", () => {
  const shown = (value: object): unknown => {
    const show: unknown = Reflect.get(value, Symbol.for("Jupyter.display"));
    return typeof show === "function" ? show.call(value) : undefined;
  };
  expect(shown(createPlan([[statement]]))).toEqual({
    "text/plain": "begin;\n-- do it\ndelete from t;\ncommit;\n",
  });
  expect(shown(query("q", sql`select 1`, () => 1))).toEqual({ "text/plain": "select\n  1" });
  const both = together("both", [query("a", sql`select 1`, () => 1), firstRow("t")], () => 1);
  expect(shown(both)).toEqual({
    "text/plain":
      'select\n  1;\n\nselect\n  *\nfrom\n  (\n    select\n      *\n    from\n      "t"\n  ) as every_row\nlimit\n  1',
  });
});

test("names fold as letters of ASCII do, unless they are exact", () => {
  expect(foldName("MyCity_1", "postgres")).toBe("mycity_1");
  expect(foldName("MyCity_1", "snowflake")).toBe("MYCITY_1");
  expect(foldName("MyCity_1", "spark")).toBe("MyCity_1");
  expect(foldName("Größe", "snowflake")).toBe("GRößE");
  expect(foldName('"MyCity"', "snowflake")).toBe("MyCity");
  expect(foldName("my city", "snowflake")).toBe("my city");
});

test("what the formatter does not understand stays as it is", () => {
  for (const text of ["select 'unclosed", "select )", "\\"])
    expect(formatSql(text, "postgres")).toBe(text);
  expect(formatSql("SELECT a FROM t", "spark")).toBe("SELECT\n  a\nFROM\n  t");
  const long = `select ${"a, ".repeat(10_000)}a from t`;
  expect(formatSql(long, "duckdb")).toBe(long);
});

test.each([
  ["postgres", "select  'a  ''  b'\n from \"x  y\"", "select'a  ''  b'from\"x  y\""],
  ["duckdb", "select $$ a  ' b $$ , $x$ $$ c $x$", "select$$ a  ' b $$,$x$ $$ c $x$"],
  ["snowflake", "select 'a\\'  b' , 'c''  d'", "select'a\\'  b','c''  d'"],
  ["redshift", "select 'a\\\\' , 'c\\'  d' , \"e \"\" f\"", "select'a\\\\','c\\'  d',\"e \"\" f\""],
  [
    "bigquery",
    "select 'a\\'  b' , \"c\\\"  d\" , `e\\`  f`",
    "select'a\\'  b',\"c\\\"  d\",`e\\`  f`",
  ],
  ["spark", "select 'a\\'  b' , \"c\\\"  d\" , `e``  f`", "select'a\\'  b',\"c\\\"  d\",`e``  f`"],
  ["postgres", "a -- b  c \n d /* e  f\n g */ h", "a-- b  cd/* e  f\n g */h"],
] as const)(
  "white space of %s counts only in strings, names and comments",
  (dialect, text, bare) => {
    expect(withoutSpace(text, dialect)).toBe(bare);
  },
);

test.each([
  [{ type: "boolean", value: true }, "b1;"],
  [{ type: "boolean", value: false }, "b0;"],
  [{ type: "float64", value: -0 }, "f0;"],
  [{ type: "float64", value: Number.NaN }, "fnan;"],
  [{ type: "float64", value: 1 }, "f3ff0000000000000;"],
  [{ type: "float64", value: 5e-324 }, "f0000000000000001;"],
  [{ type: "decimal", value: { unscaled: 0n, scale: 2 } }, "d.;"],
  [{ type: "decimal", value: { unscaled: 0n, scale: 0 } }, "d.;"],
  [{ type: "decimal", value: { unscaled: 1000n, scale: 2 } }, "d10.;"],
  [{ type: "decimal", value: { unscaled: -50n, scale: 3 } }, "d-.05;"],
  [{ type: "decimal", value: { unscaled: 7n, scale: 0 } }, "d7.;"],
  [{ type: "text", value: "🤦é" }, "t2:🤦é;"],
  [{ type: "date", value: 2_147_483_647 }, "Dinfinity;"],
  [{ type: "date", value: -2_147_483_647 }, "D-infinity;"],
  [{ type: "date", value: -1 }, "D-1;"],
  [{ type: "timestamp", value: 2n ** 63n - 1n }, "Tinfinity;"],
  [{ type: "instant", value: 1n - 2n ** 63n }, "Z-infinity;"],
  [{ type: "interval", value: { months: 1, days: -2, micros: 3n } }, "v1,-2,3;"],
  [{ type: "bytes", value: new Uint8Array([0, 255]) }, "x00ff;"],
  [
    { type: "uuid", value: "7E8C5A1E-0000-4000-8000-000000000000" },
    "u7e8c5a1e-0000-4000-8000-000000000000;",
  ],
  [{ type: "json", value: "{}" }, "j2:{};"],
  [{ type: "time", value: 7n }, "H7;"],
  [{ type: "int32", value: -7 }, "i-7;"],
  [{ type: "text", value: null }, "n;"],
] as const)("the hash of a value is the MD5 of what says it: %#", async (value, encoded) => {
  const { createHash } = await import("node:crypto");
  const wanted = createHash("md5").update(`${encoded}i1;`).digest("hex");
  expect(hashValues([value, { type: "int64", value: 1n }])).toBe(wanted);
});

test("text that is not well-formed has no hash", () => {
  expect(() => hashValues([{ type: "text", value: "\uD800" }])).toThrow(
    expect.objectContaining({
      code: "DX_SQL_TEXT",
      message: String.raw`not well-formed: "\ud800"`,
    }),
  );
  expect(hashValues([{ type: "text", value: "\0" }])).toHaveLength(32);
});

test("tables are laid out as the formatter would, whatever their names", () => {
  const columns = Array.from(
    { length: 12 },
    (_, at) => `"c (${at}), "", --" decimal(18, 2) not null`,
  );
  const [first = ""] = columns;
  const keys = ['primary key ("c (0), "", --")', `check ("a" in ('x, (', 'y'))`];
  const parts = columns.concat(keys);
  for (const head of ['create table "a (b"', "create table if not exists s.t"]) {
    const wanted = `${head} (\n  ${parts.join(",\n  ")}\n)`;
    const text = `${head} (${parts.join(", ").replaceAll(" not null", "  not\nnull")})`;
    expect(formatSql(text, "postgres")).toBe(wanted);
    expect(formatSql(text, "postgres")).toBe(wanted);
    expect(formatSql(`${text} -- ${first}`, "postgres")).toContain("--");
  }
  const made = `create table t as select ${Array.from({ length: 40 }, (_, at) => `(${at})`).join(", ")}`;
  expect(formatSql(made, "duckdb")).toBe(formatSql(made, "snowflake"));
  expect(formatSql(made, "duckdb")).toContain("select\n");
});
