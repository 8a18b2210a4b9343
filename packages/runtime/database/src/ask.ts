import type { Rows } from "@dx/core";
import { conduct, type Inquiry, type Sql } from "@dx/sql";
import type { RunOptions } from "./database.ts";
import type { Driver } from "./driver.ts";
import { cancellable, limitOf } from "./internal/limit.ts";
import { failedQuery } from "./name-hint.ts";
import { render } from "./render.ts";
import type { Lease, Session } from "./session.ts";

/** Carries an inquiry through: one transaction, until a question fails. */
export async function ask<T>(
  { driver, session }: { readonly driver: Driver; readonly session: Session },
  inquiry: Inquiry<T>,
  options: RunOptions = {},
): Promise<T> {
  const limit = limitOf(options);
  let lease: Lease | undefined;
  const answer = async (questions: readonly Sql[]): Promise<readonly Rows[]> => {
    const rendered = questions.map((one) =>
      render(one, driver.dialect, { literals: "bound", parameters: options.parameters }),
    );
    lease ??= await session.enter("read", limit);
    const { connection, leave } = lease;
    const answers: Rows[] = [];
    for (const question of rendered)
      try {
        const work = async (): Promise<Rows> => connection.query(question);
        // oxlint-disable-next-line no-await-in-loop -- one connection answers one after the other
        answers.push(await cancellable(limit, connection.cancel, work));
      } catch (error) {
        lease = undefined;
        // oxlint-disable-next-line no-await-in-loop -- ends the loop
        await leave(true);
        // oxlint-disable-next-line no-await-in-loop -- as above
        throw await failedQuery(error, question.text, session);
      }
    return answers;
  };
  try {
    const result = await conduct(inquiry, answer);
    await lease?.leave(false);
    lease = undefined;
    return result;
  } finally {
    await lease?.leave(false);
  }
}
