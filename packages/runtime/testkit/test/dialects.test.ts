import { formatSql, identifier, renderSql, sql } from "@dx/sql";
import { quoteName } from "@dx/core";
import { budget } from "@dx/testing/budget";
import fc from "fast-check";
import { expect } from "vitest";
import { maskText } from "../src/deny-table.ts";
import { forEachDialect } from "../src/index.ts";
import { definitions, removals, statements } from "./corpus.ts";

const refused: unknown = expect.objectContaining({ code: "DX_SQL_UNSUPPORTED" });

forEachDialect(
  "what dx writes is taken, and what a dialect lacks refused",
  ({ dialect, check }) => {
    for (const { made, refusedBy } of [...definitions, ...removals, ...statements])
      if (refusedBy.includes(dialect)) expect(() => renderSql(made, dialect)).toThrow(refused);
      else {
        expect(check(made)).toHaveLength(1);
        expect(check(made, { literals: "bound" })).toHaveLength(1);
      }
  },
);

const hostile = [
  "'",
  '"',
  "`",
  "\\",
  "$$",
  "--",
  "/*",
  "*/",
  "\n",
  "\r",
  ";",
  "?",
  ":a",
  "@b",
  "{",
  "%",
  "é",
  "x",
  " ",
];
const text = fc.string({ unit: fc.constantFrom(...hostile), minLength: 1, maxLength: 8 });

forEachDialect("hostile texts and names stay what they are, also laid out", ({ dialect }) => {
  fc.assert(
    fc.property(text, text, (value, name) => {
      const select = sql`select ${value} as ${identifier(quoteName(name))} from t`;
      const written = renderSql(select, dialect).text;
      const laidOut = formatSql(written, dialect);
      const [start, end] = [written.indexOf(" "), written.lastIndexOf(" from t")];
      const [literal, ...rest] = written.slice(start + 1, end).split(" as ");
      expect(laidOut).toContain(literal);
      expect(laidOut).toContain(rest.join(" as "));
      expect(maskText(laidOut, dialect)).toBe(maskText(written, dialect));
    }),
    budget(100),
  );
});
