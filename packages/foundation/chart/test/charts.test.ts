import { isDxError } from "@dx/core";
import { testWithBrowser } from "@dx/testing/browser";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { jupyterDisplay } from "@dx/core";
import { bars, diagram, lines, timeline, type Chart } from "../src/index.ts";
import { hostileText } from "@dx/testing/hostile-text";

const title = "T";
const codeOf = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    return isDxError(error) ? error.code : String(error);
  }
  return "nothing was thrown";
};
const count = (chart: Chart, piece: string): number => chart.svg.split(piece).length - 1;

describe("timeline", () => {
  test("tells spans that end from open ones, in words and in shape", () => {
    const spans = [
      { from: "2024-05-01", to: null, label: "Bern", detail: "moved" },
      { from: "2024-01-01", to: "2024-03-01", label: "Basel" },
    ];
    const chart = timeline(
      [
        { label: "7", spans },
        { label: "8", spans: [] },
      ],
      { title },
    );
    expect(chart.description).toBe(
      "Timeline of 2 spans in 2 lanes. 7: Basel from 2024-01-01 to 2024-03-01; Bern from 2024-05-01, open (moved). 8: no spans.",
    );
    expect(chart.svg).toContain("open: no end");
    expect(chart.svg).toContain("gap from 2024-03-01 to 2024-05-01");
    const closed = timeline([{ label: "7", spans: spans.slice(1) }], { title });
    expect(closed.svg).not.toContain("open");
    expect(closed.svg).not.toContain("gap");
  });

  test("gives overlaps a row each, and shows no gap that another span covers", () => {
    const one = { from: "2024-01-01", to: "2024-12-01", label: "a" };
    const two = { from: "2024-02-01", to: "2024-03-01", label: "b" };
    const three = { from: "2024-06-01", to: "2024-07-01", label: "c" };
    const beside = timeline([{ label: "x", spans: [one] }], { title });
    const below = timeline([{ label: "x", spans: [one, two, three] }], { title });
    expect(below.height - beside.height).toBe(26);
    expect(below.svg).not.toContain("gap");
  });

  test("takes times of any kind, points in time, and nothing at all", () => {
    const spans = [
      { from: 0n, to: 0n, label: "a" },
      { from: new Date(5), to: "1970-01-02", label: "b" },
    ];
    expect(timeline([{ label: "x", spans }], { title }).description).toContain(
      "a from 1970-01-01 to 1970-01-01",
    );
    expect(timeline([], { title }).svg).toContain("<svg");
    const far = [
      { from: "0001-01-01", to: null, label: "a" },
      { from: "9999-12-31", to: null, label: "b" },
    ];
    expect(timeline([{ label: "x", spans: far }], { title }).svg).toContain("5000");
  });

  test("refuses what ends before it begins, and what is no time", () => {
    const draw = (from: string, to: string) => () =>
      timeline([{ label: "x", spans: [{ from, to, label: "a" }] }], { title });
    expect(codeOf(draw("2024-01-02", "2024-01-01"))).toBe("DX_CHART_SPAN");
    expect(codeOf(draw("yesterday", "2024-01-01"))).toBe("DX_CORE_TIMESTAMP");
  });
});

describe("bars", () => {
  test("no value is not zero", () => {
    const items = [
      { label: "a", value: 0 },
      { label: "b", value: null },
      { label: "c", value: -3.5 },
    ];
    const chart = bars(items, { title, unit: "ms" });
    expect(chart.description).toBe("3 bars. a: 0 ms. b: no value. c: -3.5 ms.");
    expect(chart.svg).toContain("no value</text>");
  });

  test("lengths are proportional to values, on both sides of zero", () => {
    const chart = bars(
      [
        { label: "a", value: 4 },
        { label: "b", value: -2 },
      ],
      { title },
    );
    const widths = [...chart.svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)];
    const [a, b] = widths.map(([, x, width]) => ({ x: Number(x), width: Number(width) }));
    expect((a?.width ?? 0) / (b?.width ?? 1)).toBeCloseTo(2, 2);
    expect((b?.x ?? 0) + (b?.width ?? 0)).toBeCloseTo(a?.x ?? 0, 1);
  });

  test("refuses NaN, infinities, sizes and empty titles", () => {
    for (const value of [Number.NaN, Infinity, 1e301])
      expect(codeOf(() => bars([{ label: "a", value }], { title }))).toBe("DX_CHART_VALUE");
    for (const width of [Number.NaN, 100, 5000])
      expect(codeOf(() => bars([], { title, width }))).toBe("DX_CHART_SIZE");
    expect(codeOf(() => bars([], { title: " " }))).toBe("DX_CHART_TITLE");
  });

  test("takes the largest and the smallest numbers", () => {
    const items = [1e300, -1e300, 1e-300, 5e-324].map((value) => ({
      label: "a",
      value,
    }));
    expect(bars(items, { title }).svg).not.toMatch(/NaN|Infinity/);
    expect(bars([{ label: "a", value: Number.MIN_VALUE }], { title }).svg).not.toMatch(
      /NaN|Infinity/,
    );
  });
});

describe("lines", () => {
  test("no value interrupts a line, and points that stand alone are marked", () => {
    const ys = [1, 2, null, 3, null, ...Array.from({ length: 50 }, () => 1)];
    const points = ys.map((y, x) => ({ x, y }));
    const chart = lines([{ label: "a", points }], { title });
    expect(chart.svg.match(/fill="none"/g)).toHaveLength(1);
    expect(/ d="(M[^"]*)" fill="none"/.exec(chart.svg)?.[1]?.match(/M/g)).toHaveLength(3);
    expect(count(chart, "<circle")).toBe(1);
    expect(chart.description).toContain("1 at 0 to 1 at 54, between 1 and 3, 2 without a value");
  });

  test("sorts points, and says what it is asked to", () => {
    const points = [
      { x: 5, y: 1 },
      { x: 1, y: 9 },
    ];
    const chart = lines([{ label: "a", points }], {
      title,
      yLabel: "rows",
      xLabel: "day",
      fromZero: true,
    });
    expect(chart.description).toContain("9 at 1 to 1 at 5");
    for (const text of ["rows</text>", "day</text>", ">0</text>"])
      expect(chart.svg).toContain(text);
    expect(
      lines(
        [
          {
            label: "a",
            points: [
              { x: 1, y: 90 },
              { x: 2, y: 95 },
            ],
          },
        ],
        { title },
      ).svg,
    ).not.toContain(">0</text>");
  });

  test("tells series by more than colour", () => {
    const points = [
      { x: "2024-01-01", y: 1 },
      { x: "2024-01-02", y: 2 },
    ];
    const chart = lines(
      ["a", "b", "c"].map((label) => ({ label, points })),
      { title },
    );
    expect(new Set(chart.svg.match(/stroke-dasharray="[^"]*"/g)).size).toBe(2);
    for (const label of ["a", "b", "c"]) expect(chart.svg).toContain(`>${label}</text>`);
  });

  test("takes no series, no points, one point", () => {
    for (const series of [
      [],
      [{ label: "a", points: [] }],
      [{ label: "a", points: [{ x: "2024-01-01", y: 1 }] }],
    ])
      expect(lines(series, { title }).svg).not.toMatch(/NaN|Infinity/);
    expect(lines([{ label: "a", points: [] }], { title }).description).toContain("a: no values.");
  });

  test("refuses mixed kinds of places, and numbers that are none", () => {
    const draw =
      (...points: { x: number | string; y: number }[]) =>
      () =>
        lines([{ label: "a", points }], { title });
    expect(codeOf(draw({ x: 1, y: 1 }, { x: "2024-01-01", y: 1 }))).toBe("DX_CHART_VALUE");
    expect(codeOf(draw({ x: 1, y: Number.NaN }))).toBe("DX_CHART_VALUE");
    expect(codeOf(draw({ x: Infinity, y: 1 }))).toBe("DX_CHART_VALUE");
  });
});

describe("diagram", () => {
  const nodes = [
    {
      id: "f",
      label: "fact",
      group: "fact",
      fields: [{ name: "k", type: "int64", key: true }, "amount"],
    },
    { id: "d" },
  ];

  test("draws boxes, fields and labelled arrows, and says them", () => {
    const chart = diagram({ nodes, edges: [{ from: "f", to: "d", label: "k" }] }, { title });
    expect(chart.description).toBe(
      "Diagram of 2 boxes and 1 arrows. fact, fact: k, amount. d. Arrow from f to d (k).",
    );
    for (const text of ["• k</text>", "int64</text>", "amount</text>", ">d</text>"])
      expect(chart.svg).toContain(text);
  });

  test("draws an arrow of a cycle dashed, and a loop", () => {
    const edges = [
      { from: "f", to: "d" },
      { from: "d", to: "f" },
      { from: "d", to: "d" },
    ];
    expect(count(diagram({ nodes, edges }, { title }), "stroke-dasharray")).toBe(1);
  });

  test("refuses ids that are there twice or not at all", () => {
    expect(codeOf(() => diagram({ nodes: [...nodes, { id: "d" }], edges: [] }, { title }))).toBe(
      "DX_CHART_NODE",
    );
    expect(codeOf(() => diagram({ nodes, edges: [{ from: "f", to: "x" }] }, { title }))).toBe(
      "DX_CHART_EDGE",
    );
    expect(diagram({ nodes: [], edges: [] }, { title }).svg).toContain("<svg");
  });
});

test("shows itself in notebooks and consoles, and is plain JSON otherwise", () => {
  const chart = bars([{ label: "a", value: 1 }], { title: "Rows", description: "One row." });
  expect(chart[jupyterDisplay]()).toEqual({
    "image/svg+xml": chart.svg,
    "text/plain": "Rows\nOne row.",
  });
  expect(inspect(chart)).toBe("Rows\nOne row.");
  expect(Object.keys(JSON.parse(JSON.stringify(chart)))).toEqual([
    "kind",
    "title",
    "description",
    "svg",
    "width",
    "height",
  ]);
});

const hostileCharts = fc
  .array(hostileText, { minLength: 4, maxLength: 4 })
  .map(([a = "", b = "", c = "", d = ""]) => {
    const options = { title: `t${a}`, description: b };
    const ids = [...new Set([a, b, c, d])];
    return [
      timeline(
        [
          {
            label: a,
            spans: [
              { from: 0n, to: 9n, label: b, detail: c },
              { from: 12n, to: null, label: d },
            ],
          },
        ],
        options,
      ),
      bars([{ label: a, value: 1, detail: b }], { ...options, unit: c }),
      lines(
        [
          {
            label: a,
            points: [
              { x: 1, y: 2 },
              { x: 2, y: 3 },
            ],
          },
        ],
        { ...options, xLabel: b, yLabel: c },
      ),
      diagram(
        {
          nodes: ids.map((id) => ({ id, label: b, group: c, fields: [d, { name: a, type: b }] })),
          edges: [{ from: a, to: d, label: c }],
        },
        options,
      ),
    ];
  });

/** Runs in the page. */
const findProblems = `((texts) => texts.filter((text) => {
  const document = new DOMParser().parseFromString(text, "image/svg+xml");
  const all = [...document.querySelectorAll("*")];
  const active = ["script", "img", "image", "a", "foreignObject", "parsererror"];
  return all.some(({ localName }) => active.includes(localName))
    || all.some(({ attributes }) => [...attributes].some(({ name }) => /^on|href|src/.test(name)))
    || document.documentElement.querySelectorAll(":scope > title, :scope > desc").length !== 2;
}))`;

testWithBrowser(
  "any text leaves an SVG that is well-formed XML, has no script, and fits",
  async ({ page }) => {
    const all = fc.sample(hostileCharts, budget(60)).flat();
    const svgs = JSON.stringify(all.map(({ svg }) => svg));
    const found = await page.evaluate(`${findProblems}(${svgs})`);
    expect(found).toEqual([]);
  },
);

test("the same data gives the same bytes", () => {
  const make = (): readonly Chart[] => fc.sample(hostileCharts, budget(5)).flat();
  expect(make().map(({ svg }) => svg)).toEqual(make().map(({ svg }) => svg));
});
