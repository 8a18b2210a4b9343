import { budget } from "@dx/testing/budget";
import { toObjects } from "@dx/core";
import { forEachDatabase } from "@dx/testkit";
import { countIf, identifier, joinSql, matchesPattern, sql, type Sql } from "@dx/sql";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePattern } from "../src/pattern/parse-pattern.ts";
import { writePattern, writePatterns } from "../src/pattern/write-pattern.ts";

const atom = fc.constantFrom(
  "a",
  "b",
  "1",
  ".",
  "[a-c]",
  "[^b]",
  "\\d",
  "\\w",
  "\\s",
  "é",
  "\\.",
  "\n",
  "%",
  "_",
  "*",
);
const repeat = fc.constantFrom("", "", "", "*", "+", "?", "{2}", "{1,2}");
const piece = fc.tuple(atom, repeat).map(([one, times]) => (one === "*" ? "\\*" : one) + times);
const branch = fc
  .tuple(fc.constantFrom("", "^"), fc.array(piece, { maxLength: 4 }), fc.constantFrom("", "$"))
  .map(([start, pieces, end]) => `${start}${pieces.join("")}${end}`);
const pattern = fc
  .oneof(
    { weight: 4, arbitrary: branch },
    {
      weight: 1,
      arbitrary: fc.tuple(branch, branch).map(([one, other]) => `(?:${one})|(${other})`),
    },
    {
      weight: 2,
      arbitrary: fc.array(branch, { minLength: 2, maxLength: 5 }).map((all) => all.join("|")),
    },
  )
  .filter((text) => text !== "");
const text = fc.string({
  unit: fc.constantFrom("a", "b", "c", "1", "é", ".", "\n", " ", "%", "_", "*", "😀"),
  maxLength: 5,
});

/** As conditions are written: of several patterns, any. */
const matchesAny = (one: string, lowered: boolean): Sql =>
  joinSql(
    writePatterns(one, { lowered }).map((form) => matchesPattern(identifier("t"), form)),
    " or ",
  );

forEachDatabase(
  "patterns mean the same in each engine, as expressions and as like and glob",
  async ({ db }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(pattern, { minLength: 5, maxLength: 12 }),
        fc.array(text, { minLength: 1, maxLength: 12 }),
        async (patterns, texts) => {
          await db.load(
            "texts",
            texts.map((t) => ({ t })),
            { types: { t: "text" } },
          );
          const counts = patterns.flatMap((one, index) =>
            [false, true].map(
              (lowered) =>
                sql`${countIf(matchesAny(one, lowered))} as ${identifier(`n_${index}_${String(lowered)}`)}`,
            ),
          );
          const [found] = toObjects(await db.query(sql`select ${counts} from texts`), "js");
          const wanted = Object.fromEntries(
            patterns.flatMap((one, index) => {
              const ascii = one.replaceAll("\\s", "[ \\t\\n\\r\\f]");
              const count = texts.filter((value) => new RegExp(ascii, "su").test(value)).length;
              return [false, true].map((lowered) => [`n_${index}_${String(lowered)}`, count]);
            }),
          );
          expect(found).toEqual(wanted);
        },
      ),
      budget(15, 30),
    );
  },
);

test("what engines read differently is refused, with its place", () => {
  for (const [given, place] of [
    ["", "is empty (character 1)"],
    ["(?=a)", "looks around"],
    ["(?i)a", "looks around"],
    ["\\bword", "has \\b (character 1)"],
    ["(a)\\1", "has \\1 (character 4)"],
    ["a**", "repeats a repetition"],
    ["^*", "repeats an anchor"],
    ["a{3,2}", "repeats {3,2}"],
    ["a{999}", "repeats {999}"],
    ["a{b", "has a { without numbers"],
    ["[b-a]", "ends before it begins"],
    ["[a", "does not close a class"],
    ["[[:kanji:]]", "has the class kanji"],
    ["[]", "has an empty class"],
    ["(a", "does not close a group"],
    ["a)", "closes a group that was not opened"],
    ["*a", "repeats nothing"],
  ] as const)
    expect(() => parsePattern(given)).toThrow(place);
});

test("patterns that like and glob can say are lowered, others are not", () => {
  const lowered = (given: string) => {
    const { like, glob } = writePattern(given, { lowered: true });
    return like === undefined
      ? glob === undefined
        ? "expression"
        : `glob ${glob}`
      : `like ${like}`;
  };
  expect(lowered("^ab")).toBe("like ab%");
  expect(lowered("^a.*b.{2}$")).toBe("like a%b__");
  expect(lowered("a+")).toBe("expression");
  expect(lowered("a_b")).toBe("expression");
  expect(lowered("^[0-9]{5}$")).toBe("glob [0-9][0-9][0-9][0-9][0-9]");
  expect(lowered("^[0-9]{5}-[A-Fa-f]$")).toBe("glob [0-9][0-9][0-9][0-9][0-9]-[A-Fa-f]");
  expect(lowered("^[^0-9]$")).toBe("expression");
  expect(lowered("^[é]$")).toBe("expression");
  expect(lowered("[0-9]{5}")).toBe("expression");
  const likes = (given: string) =>
    writePatterns(given, { lowered: true }).map(({ like, pattern: one }) => like ?? one);
  expect(likes("^ | $")).toEqual([" %", "% "]);
  expect(likes("^ |[0-9]$")).toEqual(["^ |[0-9]$"]);
  expect(likes("a|b|c|d|e")).toEqual(["a|b|c|d|e"]);
  expect(likes("a|")).toEqual(["%a%", "%%"]);
});
