// Checks whose answers were decided by hand, asked by `dx quality check` in DuckDB and in Postgres.
import { testWithPostgres } from "@dx/testing";
import { expect, test } from "vitest";
import { askLines, type LineAnswer } from "./ask-lines.ts";
import type { KnownAnswer } from "./known-answer.ts";
import { knownAnswers } from "./known-answers.ts";

const isOther = ({ success, unexpected }: KnownAnswer, answer: LineAnswer): boolean =>
  (answer.success ?? null) !== success ||
  (unexpected !== undefined && answer.unexpected_count !== unexpected);

/** Cases that are answered otherwise, with what was answered. */
function otherwise(url?: string): readonly (readonly [string, LineAnswer])[] {
  const answers = askLines(
    knownAnswers.map(({ line }) => line),
    url,
  );
  expect(answers).toHaveLength(knownAnswers.length);
  return knownAnswers.flatMap((one, at) => {
    const answer = answers[at] ?? {};
    return isOther(one, answer) ? [[one.name, answer] as const] : [];
  });
}

test("checks in four vocabularies are answered in DuckDB as was decided by hand", () => {
  expect(knownAnswers.length).toBeGreaterThan(200);
  expect(otherwise()).toEqual([]);
});

testWithPostgres(
  "checks in four vocabularies are answered in Postgres as was decided by hand",
  ({ postgresUrl }) => {
    expect(otherwise(postgresUrl)).toEqual([]);
  },
);
