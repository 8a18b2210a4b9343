import { inspect } from "node:util";
import { expect, test } from "vitest";
import {
  createColumn,
  createRows,
  formatTable,
  showEvidence,
  summarize,
  toRows,
  withDisplay,
} from "../src/index.ts";
import type { Evidence, Verdict } from "../src/index.ts";

const evidence = (id: string, verdict: Verdict): Evidence => ({
  id,
  statement: `<${id}>`,
  subject: "t",
  about: "result",
  check: { kind: "none", reason: "x" },
  ...verdict,
  how: { method: "executed", again: "not possible" },
});
const all = [
  evidence("a", { verdict: "holds" }),
  evidence("b", { verdict: "fails" }),
  evidence("c", { verdict: "holds" }),
  evidence("d", { verdict: "unknown", because: "error", reason: "x" }),
];

test("counts verdicts, also of nothing", () => {
  expect(summarize(all)).toEqual({ holds: 2, fails: 1, unknown: 1 });
  expect(summarize([])).toEqual({ holds: 0, fails: 0, unknown: 0 });
});

test("evidence shows a line a claim in Node, and a table without foreign HTML in notebooks", () => {
  const shown = showEvidence(all);
  expect(inspect(shown).split("\n")).toEqual([
    "holds   <a>",
    "fails   <b>",
    "holds   <c>",
    "unknown <d>",
    "2 hold, 1 fail, 1 unknown",
  ]);
  const html = displayOf(shown)["text/html"];
  expect(html).toContain("<td>&lt;a&gt;</td>");
  expect(html).not.toContain("<a>");
  expect(JSON.parse(JSON.stringify(shown))).toEqual(all);
});

test("what shows itself stays plain data, and is asked when it is looked at", () => {
  let asked = 0;
  const value = withDisplay({ n: 1 }, () => ({ "text/plain": `asked ${(asked += 1)}` }));
  expect(value).toEqual({ n: 1 });
  expect(Object.keys(value)).toEqual(["n"]);
  expect(asked).toBe(0);
  expect([inspect(value), inspect([value])]).toEqual(["asked 1", "[ asked 2 ]"]);
});

test.each([
  [0, "(0 rows)"],
  [1, "(1 row)"],
  [50, "(50 rows)"],
  [51, "(1 more row)"],
  [52, "(2 more rows)"],
])("a table of %i rows says %s", (count, rest) => {
  const column = createColumn("n", "int32", [...Array(count).keys()]);
  const lines = formatTable(createRows([column]))["text/plain"].split("\n");
  expect(lines.at(-1)).toBe(rest);
  expect(lines).toHaveLength(Math.min(count, 50) + 3);
});

test("a table without columns, with NULL, numbers to the right, long texts cut, no control characters", () => {
  expect(formatTable(createRows([], 2))["text/plain"]).toBe("(2 rows)");
  const rows = toRows([
    { n: 5, text: "x".repeat(61) },
    { n: null, text: "a\u001b[31m\n\u202eb" },
    { n: 1000, text: "y".repeat(60) },
  ]);
  expect(formatTable(rows)["text/plain"].split("\n")).toEqual([
    "   n  text",
    `----  ${"-".repeat(60)}`,
    `   5  ${"x".repeat(59)}…`,
    "NULL  a\u{FFFD}[31m\u{FFFD}\u{FFFD}b",
    `1000  ${"y".repeat(60)}`,
    "(3 rows)",
  ]);
  const html = formatTable(rows)["text/html"] ?? "";
  expect(html).toContain('<td style="text-align:right"><i>NULL</i></td>');
  expect(html).toContain("x".repeat(61));
});

test("the HTML of a table has its rows in order, its numbers to the right, and says how many there are", () => {
  const rows = createRows([
    createColumn("<n>", "int64", [1n, null]),
    createColumn("when", "date", [0, 1]),
  ]);
  const [right, null_] = [' style="text-align:right"', "<i>NULL</i>"];
  expect(formatTable(rows)["text/html"]).toBe(
    `<table><caption>2 rows</caption><thead><tr><th scope="col">&lt;n&gt;</th><th scope="col">when</th></tr></thead><tbody><tr><td${right}>1</td><td>1970-01-01</td></tr><tr><td${right}>${null_}</td><td>1970-01-02</td></tr></tbody></table>`,
  );
  expect(formatTable(createRows([]))["text/html"]).toBe(
    "<table><caption>0 rows</caption><thead><tr></tr></thead><tbody></tbody></table>",
  );
});

test("every kind of number stands to the right, and nothing else", () => {
  const rows = createRows([
    createColumn("int32", "int32", [1]),
    createColumn("int64", "int64", [1n]),
    createColumn("float64", "float64", [1]),
    createColumn("decimal", "decimal", [{ unscaled: 1n, scale: 0 }]),
    createColumn("boolean", "boolean", [true]),
    createColumn("text", "text", ["1"]),
    createColumn("end", "text", ["1"]),
  ]);
  expect(formatTable(rows)["text/plain"].split("\n")).toEqual([
    "int32  int64  float64  decimal  boolean  text  end",
    "-----  -----  -------  -------  -------  ----  ---",
    "    1      1        1        1  true     1     1",
    "(1 row)",
  ]);
  expect(formatTable(rows)["text/html"]?.match(/<td style/g)).toHaveLength(4);
});

test("the HTML of evidence names verdict, statement and id of each claim", () => {
  expect(displayOf(showEvidence(all.slice(0, 2)))["text/html"]).toBe(
    "<table><caption>1 hold, 1 fail, 0 unknown</caption><tbody><tr><td>holds</td><td>&lt;a&gt;</td><td>a</td></tr><tr><td>fails</td><td>&lt;b&gt;</td><td>b</td></tr></tbody></table>",
  );
});

function displayOf(value: object): Readonly<Record<string, string>> {
  const show: unknown = Reflect.get(value, Symbol.for("Jupyter.display"));
  return typeof show === "function" ? show.call(value) : {};
}
