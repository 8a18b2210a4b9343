import { DxError, type Rows } from "@dx/core";
import type { RenderedSql, Sql } from "@dx/sql";
import type { StreamOptions } from "./database.ts";
import type { Driver, Reading } from "./driver.ts";
import { cancellable, limitOf } from "./internal/limit.ts";
import { failedQuery } from "./name-hint.ts";
import { render, toSql } from "./render.ts";
import type { Lease, Session } from "./session.ts";

/** Reads a query bit by bit; see `Database.stream`. */
export async function* streamRows(
  { driver, session }: { readonly driver: Driver; readonly session: Session },
  value: Sql | string,
  options: StreamOptions = {},
): AsyncGenerator<Rows, void, undefined> {
  const { batchRows = 16_384, parameters } = options;
  if (!Number.isSafeInteger(batchRows) || batchRows < 1)
    throw new DxError("DX_DATABASE_OPTION", `batchRows is ${batchRows}`, {
      path: ["batchRows"],
      hint: "a whole number, at least 1",
    });
  const limit = limitOf(options);
  const rendered = render(toSql(value), driver.dialect, { literals: "bound", parameters });
  const steps = session.joined ? eachAlone(session, limit) : await together(session, limit);
  let failed = true;
  let reading: Reading | undefined;
  try {
    const begun = await steps.step(async ({ connection }) =>
      connection.read(rendered, Math.min(batchRows, 2_147_483_647), session.joined),
    );
    reading = begun;
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- the next rows are read when they are asked for
      const rows = await steps.step(async () => begun.next());
      if (rows === null) break;
      yield rows;
    }
    failed = false;
  } catch (error) {
    reading = undefined;
    await steps.end(true);
    throw await failedQuery(error, textOf(rendered), session);
  } finally {
    const open = reading;
    if (failed && open !== undefined)
      await steps.step(async () => open.end()).catch(() => undefined);
    await steps.end(failed && open === undefined);
  }
}

function textOf({ text }: RenderedSql): string {
  return text;
}

interface Steps {
  readonly step: <T>(work: (lease: Lease) => Promise<T>) => Promise<T>;
  readonly end: (failed: boolean) => Promise<void>;
}

/** All steps on one connection, which is kept. */
async function together(session: Session, limit: AbortSignal | undefined): Promise<Steps> {
  const lease = await session.enter("read", limit);
  let open = true;
  return {
    step: async (work) => cancellable(limit, lease.connection.cancel, async () => work(lease)),
    end: async (failed) => {
      if (open) {
        open = false;
        await lease.leave(failed);
      }
    },
  };
}

/** Each step by itself, so that other work of the same transaction comes in between. */
function eachAlone(session: Session, limit: AbortSignal | undefined): Steps {
  return {
    step: async (work) => {
      const lease = await session.enter("read", limit);
      try {
        const result = await cancellable(limit, lease.connection.cancel, async () => work(lease));
        await lease.leave(false);
        return result;
      } catch (error) {
        await lease.leave(true);
        throw error;
      }
    },
    end: async () => undefined,
  };
}
