import type { SqlParser } from "@dx/sql-parser";
import type { LineageSource } from "../build/lineage.ts";
import { createMemory, type Memory } from "../build/reading.ts";
import type { Span } from "../statement-lineage.ts";
import { judgeStatements } from "./judge-statements.ts";
import { rebind } from "./rebind.ts";
import type { SchemaChange } from "./schema-change.ts";

/** Why a verdict was given. */
export interface ImpactReason {
  /** In one sentence. */
  readonly message: string;
  /** What in the statement's script is to blame. */
  readonly span: Span;
}

/** What becomes of a statement. */
export interface StatementImpact {
  /** Its number among all statements. */
  readonly statement: number;
  /** Its script. */
  readonly script: string;
  /** The table that it fills or makes; `null` for a query. */
  readonly target: string | null;
  /** `broken` does not run any more; `affected` runs, or may, with other columns or values; `safe` gives the same rows. */
  readonly verdict: "broken" | "affected" | "safe";
  /** None if it is safe. */
  readonly reasons: readonly ImpactReason[];
}

/** What a change leads to. */
export interface ImpactReport {
  /** The change. */
  readonly change: SchemaChange;
  /** All statements, in their order. */
  readonly statements: readonly StatementImpact[];
  /** The tables that cannot be made or filled any more. */
  readonly brokenTables: readonly string[];
  /** The tables whose columns or values may be others. */
  readonly affectedTables: readonly string[];
}

/**
 * What a change of a table leads to, statement by statement: all of them are bound again with the changed columns, so that a
 * `*`, an insert without a list of columns and a name that becomes ambiguous count too. What reads a table that is not made
 * any more is broken as well. A changed type breaks nothing here: whether an expression takes it, only the engine can say, so
 * what reads the column is affected. O(text).
 * @param sources - as of `buildLineage`; the change is made where the table is known: in tables that are given, or behind the
 * statement that makes it
 * @throws DxError `DX_LINEAGE_CHANGE` if the table or column is not known, or the new name is taken
 * @example
 * ```ts
 * import { impactOf } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const schema = { orders: { id: "int", price: "int", note: "text" } };
 * const sql = "create table a as select id, price from orders; create view b as select * from orders; create view c as select id from a";
 * const report = impactOf(await loadParser(), [
 *   { kind: "tables", dialect: "duckdb", schema },
 *   { kind: "script", name: "s.sql", sql, dialect: "duckdb" },
 * ], { kind: "drop-column", table: "orders", column: "price" });
 * if (report.statements.map(({ verdict }) => verdict).join() !== "broken,affected,broken") throw new Error();
 * ```
 */
export function impactOf(
  parser: SqlParser,
  sources: readonly LineageSource[],
  change: SchemaChange,
): ImpactReport {
  return impactWith(createMemory(parser), sources, change);
}

/** {@link impactOf}, statements read by a memory. */
export function impactWith(
  memory: Memory,
  sources: readonly LineageSource[],
  change: SchemaChange,
): ImpactReport {
  const [before, after] = [rebind(memory, sources), rebind(memory, sources, change)];
  const statements = judgeStatements(before, after, change);
  const tablesOf = (verdict: StatementImpact["verdict"]): readonly string[] => [
    ...new Set(
      statements.flatMap((one) =>
        one.verdict === verdict && one.target !== null ? [one.target] : [],
      ),
    ),
  ];
  const brokenTables = tablesOf("broken");
  return {
    change,
    statements,
    brokenTables,
    affectedTables: tablesOf("affected").filter((table) => !brokenTables.includes(table)),
  };
}
