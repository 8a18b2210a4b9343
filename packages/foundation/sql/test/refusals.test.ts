import { isDxError } from "@dx/core";
import { expect, test } from "vitest";
import {
  conduct,
  countDistinct,
  countRows,
  identifier,
  parameter,
  renderSql,
  rowHash,
  sql,
  typedLiteral,
} from "../src/index.ts";

const [forgotten]: readonly [string] = JSON.parse("[]");
const longest = "é".repeat(31) + "x"; // 63 bytes

/** Code, message, path and hint of what a call throws. */
const toldBy = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return isDxError(error) ? [error.code, error.summary, error.path, error.hint] : error;
  }
};

test.each<[call: () => unknown, ...told: unknown[]]>([
  [
    () => parameter("1a", "date"),
    "DX_SQL_PARAMETER",
    'not the name of a parameter: "1a"',
    [],
    "letters, digits and underscores, a letter first",
  ],
  [() => rowHash([]), "DX_SQL_VALUE", "a row hash of no columns", [], "name at least one"],
  [
    () => sql`select ${1n}, x = ${forgotten} from t`,
    "DX_SQL_VALUE",
    'undefined after ", x ="',
    [1],
    "write null for NULL",
  ],
  [
    () => renderSql(identifier(`${longest}x`), "postgres"),
    "DX_SQL_IDENTIFIER",
    `${longest}x is longer than the 63 bytes of postgres`,
    [],
    "choose a shorter name",
  ],
  [
    () => renderSql(identifier('""'.slice(2)), "duckdb"),
    "DX_SQL_IDENTIFIER",
    "an identifier is empty",
    [],
    undefined,
  ],
  [
    () => renderSql(sql`${"\0"}`, "postgres", { literals: "bound" }),
    "DX_SQL_TEXT",
    String.raw`not well-formed, or with U+0000: "\u0000"`,
    [],
    undefined,
  ],
])("says what is wrong, where, and what to do: %#", (call, ...told) => {
  expect(toldBy(call)).toEqual(told);
});

test("names of parameters are those that every platform takes", () => {
  for (const name of ["a", "_a", "A1_b", "a".repeat(63)])
    expect(renderSql(parameter(name, "int32"), "snowflake").parameters).toEqual([name]);
  for (const name of ["", "1", "a-b", "é", "a b", "a".repeat(64), "a\n"])
    expect(() => parameter(name, "int32")).toThrow(
      expect.objectContaining({ code: "DX_SQL_PARAMETER" }),
    );
});

test("a name may be as long as the platform takes, and every quote in it is escaped", () => {
  expect(renderSql(identifier(longest), "postgres").text).toBe(`"${longest}"`);
  expect(renderSql(identifier('a"b"'), "postgres").text).toBe('"a""b"""');
  expect(renderSql(identifier("a`b\\c`"), "bigquery").text).toBe("`a\\`b\\\\c\\``");
  expect(renderSql(identifier("a`b\\c`"), "spark").text).toBe("`a``b\\c```");
});

test("a parameter's value is written in its place, once for each time", () => {
  const asked = sql`${parameter("a", "int32")} + ${parameter("b", "int32")} + ${parameter("a", "int32")}`;
  expect(renderSql(asked, "postgres").parameters).toEqual(["a", "b"]);
  const parameters = { a: typedLiteral("int32", 7) };
  expect(renderSql(asked, "postgres", { parameters, literals: "bound" })).toEqual({
    dialect: "postgres",
    text: "cast($1 as integer) + cast(:'b' as integer) + cast($2 as integer)",
    values: ["7", "7"],
    parameters: ["b"],
  });
});

test("a failed question is named, also where the error is a foreign one, and keeps what it said", async () => {
  const failing = async (cause: unknown): Promise<unknown> =>
    conduct(countDistinct("t", "a"), async () => {
      throw cause;
    }).catch((error: unknown) => error);
  const foreign = new TypeError("broken pipe");
  expect(await failing(foreign)).toMatchObject({
    code: "DX_SQL_ANSWER",
    summary: "countDistinct: broken pipe",
    cause: foreign,
    hint: undefined,
  });
  expect(await failing("gone")).toMatchObject({ summary: "countDistinct: gone" });
  const known = Object.assign(new Error("no table"), {
    name: "DxError",
    code: "DX_TEST",
    path: ["t"],
    hint: "make it",
  });
  expect(await failing(known)).toMatchObject({
    code: "DX_TEST",
    summary: "countDistinct: no table",
    path: ["t"],
    hint: "make it",
    cause: known,
  });
});

test("an inquiry that cannot catch meets the error as it is", async () => {
  const error = new Error("x");
  const steps = { next: () => ({ done: false as const, value: [] }) };
  const deaf = { name: "deaf", [Symbol.iterator]: () => steps };
  await expect(
    conduct(deaf, async () => {
      throw error;
    }),
  ).rejects.toBe(error);
  expect(countRows("t").name).toBe("countRows");
});
