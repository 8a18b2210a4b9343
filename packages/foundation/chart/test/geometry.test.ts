import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bars, diagram, lines, timeline, type Chart } from "../src/index.ts";

const title = "T";
const text = fc.string({ maxLength: 30 });
const time = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n });
const span = fc.tuple(time, time, text, fc.boolean()).map(([a, b, label, isOpen]) => ({
  from: a < b ? a : b,
  to: isOpen ? null : a < b ? b : a,
  label,
}));
const number = fc.double({ min: -1e300, max: 1e300, noNaN: true });
const value = fc.option(number);
const width = fc.integer({ min: 320, max: 1200 });

/** What is outside of a picture; text is not looked at, since its width is estimated. */
function findOutside({ svg, width: wide, height }: Chart): readonly string[] {
  const ranges = [
    ["x|x1|x2|cx", -10.01, wide - 9.99],
    ["y|y1|y2|cy", -6.01, height - 5.99],
    ["r|rx", 0, 10],
    ["width", 0, wide],
  ] as const;
  const outside = ranges.flatMap(([names, least, most]) =>
    [...svg.matchAll(new RegExp(` (?:${names})="([^"]*)"`, "g"))]
      .filter(([, written]) => !(Number(written) >= least && Number(written) <= most))
      .map(([found]) => found),
  );
  const paths = [...svg.matchAll(/ d="([^"]*)"/g)].flatMap(([, path = ""]) => {
    const numbers = (path.match(/-?[\d.]+/g) ?? []).map(Number);
    const isInside = numbers.every((one, at) =>
      at % 2 === 0 ? one >= -10.01 && one <= wide - 9.99 : one >= -6.01 && one <= height - 5.99,
    );
    return isInside ? [] : [path];
  });
  return [...outside, ...paths, ...(svg.match(/NaN|Infinity|undefined/g) ?? [])];
}

test("a timeline of any spans is drawn inside of its picture", () => {
  const lanes = fc.array(fc.record({ label: text, spans: fc.array(span, { maxLength: 6 }) }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(lanes, width, (all, wide) => {
      const chart = timeline(all, { title, width: wide });
      expect(chart.width).toBe(wide);
      expect(findOutside(chart)).toEqual([]);
    }),
    budget(150),
  );
});

test("bars of any values are drawn inside of their picture, longer where the value is greater", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ label: text, value }), { maxLength: 8 }),
      width,
      (items, wide) => {
        const chart = bars(items, { title, width: wide });
        expect(findOutside(chart)).toEqual([]);
        const rects = [
          ...chart.svg.matchAll(/<rect x="[^"]*" y="[^"]*" width="([^"]*)" height="18"/g),
        ];
        const drawn = rects.map(([, one], index) => ({
          width: Number(one),
          value: Math.abs(items[index]?.value ?? 0),
        }));
        const sorted = drawn.toSorted((a, b) => a.value - b.value).map((one) => one.width);
        expect(drawn).toHaveLength(items.length);
        expect(
          sorted.every((one, index) => index === 0 || one >= (sorted[index - 1] ?? 0) - 0.02),
        ).toBe(true);
      },
    ),
    budget(150),
  );
});

test("lines through any points are drawn inside of their picture", () => {
  const pointsAt = <X extends number | bigint>(x: fc.Arbitrary<X>) =>
    fc.array(
      fc.record({ label: text, points: fc.array(fc.record({ x, y: value }), { maxLength: 8 }) }),
      { maxLength: 8 },
    );
  fc.assert(
    fc.property(fc.oneof(pointsAt(number), pointsAt(time)), width, (series, wide) => {
      expect(findOutside(lines(series, { title, width: wide, fromZero: wide % 2 === 0 }))).toEqual(
        [],
      );
    }),
    budget(150),
  );
});

test("a diagram of any graph is as wide as it must be", () => {
  const node = fc.integer({ min: 0, max: 7 }).map(String);
  const edges = fc.array(fc.record({ from: node, to: node, label: text }), { maxLength: 20 });
  const fields = fc.array(fc.array(text, { maxLength: 4 }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(edges, fields, (all, lists) => {
      const nodes = lists.map((list, id) => ({ id: String(id), fields: list }));
      expect(findOutside(diagram({ nodes, edges: all }, { title }))).toEqual([]);
    }),
    budget(100),
  );
});
