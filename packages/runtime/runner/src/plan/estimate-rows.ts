import { DxError, messageOf } from "@dx/core";
import type { Database, Explained } from "@dx/database";
import { renderSql, verbatimSql, type Plan, type Statement } from "@dx/sql";

/** Undoes the transaction that it is thrown in. */
export class Undo extends Error {}

/**
 * How many rows each statement of a plan would touch, by the engine's estimate; `null` for those that make or drop
 * something. All happens in one transaction that is undone: these are run, the others are explained. Engines know
 * little of rows that are not committed, so an estimate of none or one row is not believed: the statement is run. A table that
 * is made of a query is filled only if a later statement may read it.
 * @throws DxError `DX_RUNNER_PLAN` if a statement cannot run
 */
export async function estimateRows(
  plan: Plan,
  database: Database,
): Promise<readonly (number | null)[]> {
  const statements = plan.flat();
  const estimates: (number | null)[] = [];
  try {
    await database.transaction(async (within) => {
      for (const [index, statement] of statements.entries())
        estimates.push(
          // oxlint-disable-next-line no-await-in-loop -- later statements need what earlier ones make
          await estimate(statement, within, statements.slice(index + 1)),
        );
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) refuseIfBroken(error, statements, estimates);
  }
  return statements.map((_, index) => estimates[index] ?? null);
}

/** What has been explained was not run, so that a later statement may miss its rows; else the plan itself is wrong. */
function refuseIfBroken(
  error: unknown,
  statements: readonly Statement[],
  estimates: readonly (number | null)[],
): void {
  if (estimates.some((one) => one !== null)) return;
  const reason = messageOf(error);
  const { purpose = "" } = statements[estimates.length] ?? {};
  throw new DxError("DX_RUNNER_PLAN", `the plan cannot be carried out: ${purpose}: ${reason}`, {
    path: [estimates.length],
    hint: "nothing was written; compare the plan's inputs with the tables that are there",
    cause: error,
  });
}

const changes = /^(?:insert|update|delete|merge|select|with)\b/i;
const tableAs = /^create\s(?:[^(]*?\s)?table\s.*?\sas\s+(?:select|with|\()/is;

async function estimate(
  statement: Statement,
  database: Database,
  later: readonly Statement[],
): Promise<number | null> {
  const textOf = (one: Statement): string => renderSql(one.sql, database.dialect).text;
  const text = textOf(statement);
  const makes = tableAs.test(text);
  if (!makes && !changes.test(text)) {
    await database.apply([[statement]]);
    return null;
  }
  const rows = rowsOf(await database.explain(statement.sql));
  if (rows > 1 && !makes) return rows;
  const isRead = later.map(textOf).some((one) => changes.test(one) || tableAs.test(one));
  if (rows > 1 && !isRead) {
    const empty = verbatimSql(`${text} with no data`); // later statements need the table, not its rows
    if (later.length > 0) await database.apply([[{ ...statement, sql: empty }]]);
    return rows;
  }
  const [[changed] = []] = await database.apply([[statement]]);
  return Math.max(rows > 1 ? rows : 0, changed ?? rows);
}

/** Postgres expects no rows to come out of a change; how many it touches stands a line below. */
function rowsOf({ estimatedRows, text }: Explained): number {
  const [, below] = [...text.matchAll(/ rows=(\d+) /g)];
  return estimatedRows === 0 && below !== undefined ? Number(below[1]) : (estimatedRows ?? 0);
}
