import { Readable } from "node:stream";
import { DxError } from "@dx/core";
import { expect, test } from "vitest";
import { answerLines } from "../src/json-lines.ts";
import { fit } from "../src/terminal/fit.ts";
import { printable, printableJson } from "../src/terminal/printable.ts";

test("answers each line, also after one that fails", async () => {
  const out: string[] = [];
  const terminal = { line: (text: string) => void out.push(text) };
  const input = Readable.from(['{"n":1}\n', "\n", "nonsense\r\n", '{"n":', "2}\n", '{"n":0}']);
  const exit = await answerLines(
    (value) => {
      const { n } = value as { readonly n: number };
      if (n === 0) throw new DxError("DX_TEST", "none", { path: ["n"], hint: "give one" });
      return { twice: n * 2 };
    },
    { terminal, input },
  );
  expect(exit).toBe(2);
  expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([
    { twice: 2 },
    {
      error: {
        code: "DX_CLI_LINE",
        message: expect.stringContaining("no JSON") as string,
        path: [],
        hint: "write one JSON value a line",
      },
    },
    { twice: 4 },
    { error: { code: "DX_TEST", message: "none", path: ["n"], hint: "give one" } },
  ]);
});

test("any answer is cut to 8 KB, and says what is left off", () => {
  const long = {
    text: "é".repeat(20_000),
    list: Array.from({ length: 5000 }, (_, n) => ({ n, text: "x".repeat(500) })),
  };
  const text = fit(long);
  expect(Buffer.byteLength(text)).toBeLessThan(8192);
  const { leftOff, list } = JSON.parse(text) as {
    readonly leftOff: { readonly list: number };
    readonly list: readonly unknown[];
  };
  expect(leftOff.list + list.length).toBe(5000);
  expect(fit({ a: [1, 2] })).toBe('{"a":[1,2]}');
});

test("control characters are taken out of text, and escaped in JSON", () => {
  expect(printable("a\u001b[31mb\u0007\u009bc\n\td\u202e\u200f")).toBe("a[31mbc\n\td");
  const text = JSON.stringify("a\u001b\u009b\u202eb");
  for (const one of ["\u001B", "\u009B", "\u202E"]) expect(printableJson(text)).not.toContain(one);
  expect(JSON.parse(printableJson(text))).toBe("a\u001b\u009b\u202eb");
});
