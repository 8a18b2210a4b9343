import { renderSql } from "@dx/sql";
import { expect } from "vitest";
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
