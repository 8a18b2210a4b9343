import { inspect } from "node:util";
import { expect, test } from "vitest";
import {
  createColumn,
  createRows,
  escapeHtml,
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
  expect(html).toContain("<td>&#60;a&#62;</td>");
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

test("escapes all that means something in HTML", () => {
  expect(escapeHtml(`<a href="x" title='y'>&`)).toBe(
    "&#60;a href=&#34;x&#34; title=&#39;y&#39;&#62;&#38;",
  );
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

function displayOf(value: object): Readonly<Record<string, string>> {
  const show: unknown = Reflect.get(value, Symbol.for("Jupyter.display"));
  return typeof show === "function" ? show.call(value) : {};
}
