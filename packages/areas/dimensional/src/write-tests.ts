import type { Claim, Dialect } from "@dx/core";
import { exceptAll, formatSql, renderSql, sql, type Sql } from "@dx/sql";

/** A test that any client can run: it returns no rows where its claim holds. */
export interface SqlTest {
  /** Of its claim. */
  readonly id: string;
  /** A comment with what it shows, and one statement. */
  readonly text: string;
}

/**
 * Claims as tests in SQL: each returns no rows where its claim holds. Claims that allow a share, or that need more than SQL, are left
 * out.
 * @throws DxError on claims whose SQL the dialect does not have, `DX_SQL_UNSUPPORTED`
 * @example
 * ```ts
 * import { writeTests } from "@dx/dimensional";
 * import { sql } from "@dx/sql";
 * const check = { kind: "no-rows", violations: sql`select 1 as n from t where n < 0`, population: sql`select n from t` } as const;
 * const [test] = writeTests([{ id: "t.n", statement: "n is not negative.", subject: "t", about: "result", check }], "duckdb");
 * if (!test?.text.startsWith("-- t.n: n is not negative.")) throw new Error();
 * ```
 */
export function writeTests(claims: readonly Claim<Sql>[], dialect: Dialect): readonly SqlTest[] {
  return claims.flatMap(({ id, statement, check }) => {
    const violations =
      check.kind === "no-rows" || (check.kind === "share" && check.atMost === 0)
        ? check.violations
        : check.kind === "same-rows"
          ? bothWays(check.left, check.right, check.columns)
          : null;
    if (violations === null) return [];
    const comment = `-- ${id}: ${statement.replaceAll(/\s+/g, " ")} Returns no rows where that is so.`;
    return [
      { id, text: `${comment}\n${formatSql(renderSql(violations, dialect).text, dialect)};\n` },
    ];
  });
}

function bothWays(left: Sql, right: Sql, columns: readonly string[]): Sql {
  return sql`select * from (${exceptAll(left, right, columns)}) as only_in_source
    union all select * from (${exceptAll(right, left, columns)}) as only_in_star`;
}
