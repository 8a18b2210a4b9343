import { bars, chartStyle } from "@dx/chart";
import { createColumn, createRows, isDxError } from "@dx/core";
import { expect, test } from "vitest";
import { renderReport, type Block } from "../src/index.ts";

const pageOf = (...blocks: readonly Block[]): string => renderReport({ title: "T", blocks });
const codeOf = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    return isDxError(error) ? error.code : String(error);
  }
  return "nothing was thrown";
};

test("a table tells NULL, empty text and the text NULL apart, and puts numbers to the right", () => {
  const rows = createRows([
    createColumn("n", "int64", [2n ** 53n + 1n, null, 3n]),
    createColumn("t", "text", ["NULL", "", null]),
  ]);
  const page = pageOf({ kind: "table", caption: "C", rows });
  expect(page).toContain('<td class="n">9007199254740993</td><td>NULL</td>');
  expect(page).toContain('<td class="null n">NULL</td><td class="empty">empty</td>');
  expect(page).toContain('<td class="n">3</td><td class="null">NULL</td>');
  expect(page).toContain('<th scope="col" class="n">n</th>');
});

test("objects may lack keys; a column is of numbers if all that it has are", () => {
  const rows = [
    { a: 1, b: 1 },
    { a: 2n, c: { type: "int64", value: "7" } },
    { b: "x", a: null },
  ];
  const page = pageOf({ kind: "table", caption: "C", rows });
  expect(page.match(/<th [^>]*>/g)).toEqual([
    '<th scope="col" class="n">',
    '<th scope="col">',
    '<th scope="col" class="n">',
  ]);
  expect(page).toContain(
    '<tr><td class="null n">NULL</td><td>x</td><td class="null n">NULL</td></tr>',
  );
});

test("a table shows as many rows as it may, and says how many more there are", () => {
  const rows = Array.from({ length: 1234 }, (_, n) => ({ n }));
  const table: Block = { kind: "table", caption: "C", rows };
  expect(pageOf(table).match(/<td/g)).toHaveLength(50);
  expect(pageOf(table)).toContain("and 1,184 more rows");
  expect(pageOf({ ...table, limit: 1233 })).toContain("and 1 more row<");
  expect(pageOf({ ...table, limit: 1234 })).not.toContain("more row");
  expect(
    renderReport({ title: "T", blocks: [table] }, { tableRows: 2 }).match(/<td/g),
  ).toHaveLength(2);
  expect(pageOf({ kind: "table", caption: "C", rows: [] })).toContain("no rows");
  expect(pageOf({ kind: "table", caption: "C", rows: createRows([]) })).toContain("no rows");
});

test("of a very long value the beginning is shown, and its length", () => {
  const page = pageOf({ kind: "table", caption: "C", rows: [{ t: "x".repeat(5000) }] });
  expect(page).toContain("(5,000 characters in all)");
  expect(page).not.toContain("x".repeat(1001));
});

test("text has paragraphs and code, and no markup", () => {
  const page = pageOf({ kind: "text", text: "One `a < b` <b>two</b>\n\n \nthree ` four" });
  expect(page).toContain(
    '<p class="text">One <code>a &lt; b</code> &lt;b&gt;two&lt;/b&gt;</p><p class="text">three ` four</p>',
  );
});

test("headings never skip a level, and sections are listed from three on", () => {
  const heading = (text: string, level?: 2 | 3): Block =>
    level === undefined ? { kind: "heading", text } : { kind: "heading", text, level };
  const page = pageOf(heading("a", 3), heading("b"), heading("c", 3), heading("b"));
  expect(page.match(/<h\d/g)).toEqual(["<h1", "<h2", "<h2", "<h3", "<h2"]);
  expect(page.match(/<a href="#section[^"]*"/g)).toEqual([
    '<a href="#section-a"',
    '<a href="#section-b"',
    '<a href="#section-b-2"',
  ]);
  expect(pageOf(heading("a"), heading("b"))).not.toContain("<nav");
});

test("code keeps its first line break and its spaces", () => {
  const page = pageOf({ kind: "code", code: "\n  a < b\n", language: "sql", title: "x.sql" });
  expect(page).toContain("<pre>\n\n  a &lt; b\n</pre>");
  expect(page).toContain("x.sql · sql");
});

test("a fact that was not measured says so", () => {
  const page = pageOf({
    kind: "facts",
    facts: [
      { name: "Cost", value: null, unit: "USD" },
      { name: "Rows", value: 12345n, unit: "rows", note: "today" },
    ],
  });
  expect(page).toContain('<dd class="null">not measured</dd>');
  expect(page).toContain('<dd>12,345 <small>rows</small></dd><dd class="note">today</dd>');
});

test.each([
  ["artefacts/a b.sql", "artefacts/a%20b.sql"],
  ["javascript:alert(1)", "javascript%3Aalert(1)"],
  ["%2e%2e/x?#&", "%252e%252e/x%3F%23%26"],
  ["...", "..."],
])("links the file %s", (path, href) => {
  expect(pageOf({ kind: "files", files: [{ path }] })).toContain(`<a href="${href}"`);
});

test.each([
  "",
  "/etc/passwd",
  "../x",
  "a/../x",
  "a//b",
  "./a",
  "a/",
  "a\\..\\b",
  "a\u0000b",
  "a\nb",
  "\uD800",
])("refuses the file %j", (path) => {
  expect(codeOf(() => pageOf({ kind: "files", files: [{ path }] }))).toBe("DX_REPORT_PATH");
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [1234, "1.2 kB"],
  [99_600, "100 kB"],
  [999_499, "999 kB"],
  [999_500, "1 MB"],
  [5e15, "5000 TB"],
])("writes %d bytes as %s", (bytes, text) => {
  expect(pageOf({ kind: "files", files: [{ path: "a", bytes }] })).toContain(`>${text}<`);
});

const chart = bars([{ label: "a", value: 1 }], { title: "Bars" });

test("shows a chart with the page's colours, and refuses pictures that are more than a drawing", () => {
  const page = pageOf(chart, JSON.parse(JSON.stringify(chart)));
  expect(page.match(/<svg /g)).toHaveLength(2);
  expect(page).not.toContain(chartStyle);
  const damaged = [
    "",
    "text",
    "<b>x</b>",
    `${chart.svg}<g/>`,
    `${chart.svg}text`,
    ` ${chart.svg}`,
    chart.svg.replace("</svg>", ""),
    chart.svg.replace("</svg>", "</g></svg>"),
    chart.svg.replace("</svg>", "</svg></svg>"),
    chart.svg.replace("</svg>", "<svg></svg></svg>"),
    chart.svg.replace("</svg>", "<script>1</script></svg>"),
    chart.svg.replace("</svg>", "<style>*{}</style></svg>"),
    chart.svg.replace("</svg>", "<image/></svg>"),
    chart.svg.replace("</svg>", '<g onload="1"/></svg>'),
    chart.svg.replace("</svg>", '<g style="x"/></svg>'),
    chart.svg.replace("</svg>", '<g fill="url(#a)"/></svg>'),
    chart.svg.replace("</svg>", '<g fill="u\\72l(x)"/></svg>'),
    chart.svg.replace("</svg>", '<g xmlns="http://www.w3.org/1999/xhtml"/></svg>'),
    chart.svg.replace("</svg>", "<g x=1/></svg>"),
    chart.svg.replace("</svg>", "<!-- --></svg>"),
    chart.svg.replace("</svg>", "<![CDATA[x]]></svg>"),
  ];
  for (const svg of damaged)
    expect([svg, codeOf(() => pageOf({ ...chart, svg }))]).toEqual([svg, "DX_REPORT_CHART"]);
});

test("refuses a block of an unknown kind", () => {
  const block = JSON.parse('{ "kind": "html", "html": "<b>" }');
  expect(codeOf(() => pageOf(block))).toBe("DX_REPORT_BLOCK");
});

test("details hold blocks, and the same report gives the same bytes", () => {
  const make = (): string =>
    pageOf({
      kind: "details",
      summary: "More",
      blocks: [{ kind: "text", text: "x" }, chart],
      open: true,
    });
  expect(make()).toContain('<details class="box" open><summary>More</summary>');
  expect(make()).toBe(make());
});
