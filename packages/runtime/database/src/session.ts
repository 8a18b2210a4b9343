import { DxError } from "@dx/core";
import type { Connection, Driver } from "./driver.ts";
import { EngineError } from "./internal/engine-error.ts";
import { cancellable, orOver, throwIfOver } from "./internal/limit.ts";
import { lostConnection, translateError } from "./internal/translate-error.ts";

/** A connection within a transaction. */
export interface Lease {
  readonly connection: Connection;
  /** Commits, or after a failure undoes. */
  readonly leave: (failed: boolean) => Promise<void>;
}

/** Where connections within transactions come from. */
export interface Session {
  /** Whether all leases are of one transaction, which others share. */
  readonly joined: boolean;
  readonly enter: (mode: "read" | "write", limit: AbortSignal | undefined) => Promise<Lease>;
}

/** Each lease is a transaction of its own. */
export function ownTransactions(driver: Driver): Session {
  return {
    joined: false,
    enter: async (mode, limit) => {
      const connection = await beginOn(driver, mode, limit);
      return { connection, leave: async (failed) => leave(connection, failed) };
    },
  };
}

/** Begins; a connection that turns out to be dead, before anything was done on it, is replaced. */
async function beginOn(
  driver: Driver,
  mode: "read" | "write",
  limit: AbortSignal | undefined,
): Promise<Connection> {
  for (let tries = 1; ; tries += 1) {
    throwIfOver(limit);
    // oxlint-disable-next-line no-await-in-loop -- only after a dead connection
    const connection = await orOver(limit, driver.connect(), (late) => late.release(false));
    try {
      // oxlint-disable-next-line no-await-in-loop -- as above
      await cancellable(limit, connection.cancel, async () => connection.begin(mode));
      return connection;
    } catch (error) {
      connection.release(true);
      if (!isLost(error)) throw translateError(error, { code: "DX_DATABASE_QUERY", text: "begin" });
      if (tries >= 12) throw lostConnection(error.message);
    }
  }
}

async function leave(connection: Connection, failed: boolean): Promise<void> {
  if (failed) {
    const undone = await connection.execute("rollback").then(
      () => true,
      () => false,
    );
    connection.release(!undone);
    return;
  }
  try {
    await connection.execute("commit");
  } catch (error) {
    const undone = await connection.execute("rollback").then(
      () => true,
      () => false,
    );
    connection.release(!undone);
    if (isLost(error))
      throw lostConnection(`${error.message}; whether it was committed is unknown`);
    throw translateError(error, { code: "DX_DATABASE_STATEMENT", text: "commit" });
  }
  connection.release(false);
}

function isLost(error: unknown): error is EngineError {
  return error instanceof EngineError && error.about.lost === true;
}

/** Sessions that share one transaction, one after the other. */
export interface Joined extends Session {
  /** Waits for what is under way, and lets nothing more in; gives whether anything failed. */
  readonly end: () => Promise<boolean>;
}

/** All leases are of the transaction of one connection. */
export function joinTransaction(connection: Connection): Joined {
  const now: { state: "open" | "failed" | "over" } = { state: "open" };
  let last: Promise<void> = Promise.resolve();
  const enter = async (limit: AbortSignal | undefined): Promise<Lease> => {
    const refuse = (): void => {
      if (now.state !== "open") throw refused(now.state);
    };
    refuse();
    const before = last;
    let free = (): void => undefined;
    last = new Promise((resolve) => {
      free = () => void before.then(resolve);
    });
    await orOver(limit, before, () => undefined).catch((error: unknown) => {
      free();
      throw error;
    });
    if (now.state !== "open") free();
    refuse();
    return {
      connection,
      leave: async (failed) => {
        if (failed && now.state === "open") now.state = "failed";
        free();
      },
    };
  };
  return {
    joined: true,
    enter: async (_, limit) => enter(limit),
    end: async () => {
      await last;
      const failed = now.state === "failed";
      now.state = "over";
      return failed;
    },
  };
}

function refused(state: "failed" | "over"): DxError {
  return state === "over"
    ? new DxError("DX_DATABASE_TRANSACTION", "the transaction is over", {
        hint: "await everything inside of the function that `transaction` was given",
      })
    : new DxError("DX_DATABASE_TRANSACTION", "the transaction has failed", {
        hint: "nothing of it is kept; do not catch what fails in it, and begin it anew",
      });
}

/** Does something in a transaction: commits it, or undoes it if it fails. */
export async function within<T>(
  session: Session,
  how: { readonly mode: "read" | "write"; readonly limit: AbortSignal | undefined },
  body: (connection: Connection) => Promise<T>,
): Promise<T> {
  const lease = await session.enter(how.mode, how.limit);
  let result: T;
  try {
    result = await cancellable(how.limit, lease.connection.cancel, async () =>
      body(lease.connection),
    );
  } catch (error) {
    await lease.leave(true);
    throw error;
  }
  await lease.leave(false);
  return result;
}
