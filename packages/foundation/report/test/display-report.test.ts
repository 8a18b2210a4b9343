import { jupyterDisplay } from "@dx/core";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { displayReport } from "../src/index.ts";

const rows = Array.from({ length: 60 }, (_, n) => ({ n }));
const shown = displayReport({
  title: "T",
  subtitle: "S",
  blocks: [{ kind: "table", caption: "C", rows }],
});

test("shows at most 50 rows in a notebook, with style and without script, ids or page tags", () => {
  const { "text/html": html = "", "text/plain": text } = shown[jupyterDisplay]();
  expect(html.match(/<td/g)).toHaveLength(50);
  expect(html).toContain("<style>.dx-report{");
  expect(html).not.toMatch(/<script|<html|<body|<main|<header| id="content"/);
  expect(text).toBe("T\nS\ntable: C");
});

test("is text in a console, and otherwise the report", () => {
  expect(inspect(shown)).toBe("T\nS\ntable: C");
  expect(JSON.parse(JSON.stringify(shown))).toMatchObject({
    title: "T",
    blocks: [{ kind: "table" }],
  });
});
