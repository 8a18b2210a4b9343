import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sealLine, unsealLines } from "../src/journal/chain.ts";
import { openJournal, readJournal, toText } from "../src/journal/journal.ts";
import type { JournalLine } from "../src/journal/lines.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
  path = join(folder, "journal.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

const first: JournalLine = {
  kind: "run",
  format: 1,
  dx: "0.0.0",
  flow: "f",
  run: "r",
  at: "t",
  base: "/",
  inputs: { n: 9_007_199_254_740_993n },
  sources: [],
  databases: {},
};
const step = (key: string, result: unknown = null): JournalLine => ({
  kind: "step",
  key,
  task: "t",
  version: 1,
  asked: "h",
  result,
  started: "s",
  ended: "e",
});

function write(...lines: readonly JournalLine[]): void {
  const journal = openJournal(path);
  for (const line of lines) journal.append(line);
  journal.close();
}

test("lines are unsealed as they were sealed, and no other lines are", () => {
  const values = fc.array(fc.jsonValue({ stringUnit: "binary", maxDepth: 2 }), {
    minLength: 1,
    maxLength: 4,
  });
  const property = fc.property(values, fc.nat(), (results, at) => {
    const bodies = results.map((result, index) => toText(step(String(index), result)));
    let last = "";
    const lines = bodies.map((body) => {
      const sealed = sealLine(body, last);
      last = sealed.chain;
      return sealed.line;
    });
    expect(unsealLines(lines)).toEqual({ bodies, chain: last });
    const other = lines.with(at % lines.length, sealLine(toText(step("other")), "x").line);
    expect(() => unsealLines(other)).toThrow(`line ${(at % lines.length) + 1} `);
  });
  fc.assert(property, budget(30));
});

test("what is written is read, wherever it goes on", () => {
  const lines = [first, step("/1", [10n, { $bigint: "no" }]), step("/2", "a\u2028\n")];
  write(...lines.slice(0, 2));
  write(...lines.slice(2));
  expect(readJournal(path).map(toText)).toEqual(lines.map(toText));
});

test("a last line that a kill cut short is left out, at whatever character, and written over", () => {
  write(first, step("/1"), step("/2", "é".repeat(40)));
  const whole = readFileSync(path);
  const start = whole.lastIndexOf("\n", -2) + 1;
  for (let end = start; end < whole.length; end += 31) {
    writeFileSync(path, whole.subarray(0, end));
    expect(readJournal(path)).toHaveLength(2);
    write(step("/3"));
    expect(readJournal(path).at(-1)).toMatchObject({ key: "/3" });
  }
});

test("a journal that was edited, reordered or shortened in its middle is refused, with the line", () => {
  write(first, step("/1", 1), step("/2", 2), step("/3", 3));
  const text = readFileSync(path, "utf8");
  const lines = text.split("\n");
  const damaged = [
    [2, text.replace('"result":1', '"result":9')],
    [3, [lines[0], lines[1], lines[3], ""].join("\n")],
    [2, [lines[0], lines[2], lines[1], lines[3], ""].join("\n")],
    [1, lines.slice(1).join("\n")],
  ] as const;
  for (const [line, content] of damaged.slice(0, 3)) {
    writeFileSync(path, content);
    expect(() => readJournal(path)).toThrow(
      expect.objectContaining({
        code: "DX_RUNNER_JOURNAL",
        message: expect.stringContaining(`line ${line} `) as string,
      }) as Error,
    );
  }
  writeFileSync(path, damaged[3][1]);
  expect(() => readJournal(path)).toThrow(
    expect.objectContaining({ code: "DX_RUNNER_JOURNAL" }) as Error,
  );
});

test("another program's file and a newer format are refused, and not touched", () => {
  for (const [content, hint] of [
    ['{"level":30,"msg":"hello"}\n', "of another program"],
    ["hello\n", "of another program"],
    ['{"kind":"run","format":2,"chain":"x"}\n', "of a newer dx"],
  ] as const) {
    writeFileSync(path, content);
    expect(() => openJournal(path)).toThrow(
      expect.objectContaining({
        code: "DX_RUNNER_JOURNAL",
        hint: expect.stringContaining(hint) as string,
      }) as Error,
    );
    expect(readFileSync(path, "utf8")).toBe(content);
  }
});

test("grows by one line a step, and is never written anew", () => {
  write(first);
  let before = readFileSync(path, "utf8");
  for (const key of ["/1", "/2", "/3"]) {
    write(step(key));
    const after = readFileSync(path, "utf8");
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length).match(/\n/g)).toHaveLength(1);
    before = after;
  }
});
