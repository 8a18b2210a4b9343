import { expect, test } from "vitest";
import { command } from "../src/commands/model.ts";
import { readModelOptions } from "../src/model/read-model-options.ts";
import { parseGiven } from "../src/parse-given.ts";

const read = (...args: readonly string[]) => {
  const given = parseGiven(args, command);
  return readModelOptions(given, given.positionals[0] ?? "");
};

test("options of dx model are read, and what makes no sense is refused", () => {
  expect(read("keys", "--tables", "a,b")).toEqual({
    tables: ["a", "b"],
    sample: { rows: 100_000, seed: 1 },
    isJson: false,
  });
  expect(read("foreign-keys", "--sample", "500", "--jsonl")).toEqual({
    tables: null,
    sample: { rows: 500, seed: 1 },
    isJson: true,
  });
  const refused: unknown = expect.objectContaining({ code: "DX_CLI_USE" });
  expect(() => read("keys", "--sample", "5")).toThrow(refused);
  expect(() => read("foreign-keys", "--sample", "many")).toThrow(refused);
  expect(() => read("design", "--sample", "5")).toThrow(refused);
  expect(() => read("keys", "--form", "ddl")).toThrow(refused);
  expect(() => read("foreign-keys", "--seed", "5")).toThrow(refused);
});
