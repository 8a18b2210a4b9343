import { EngineError } from "../internal/engine-error.ts";
import { readCount, readError, readFields, type Field } from "./read-messages.ts";

/** Who takes what comes back. */
export interface Receiver {
  /** The text of the statement, for the place of an error. */
  readonly text: string;
  readonly onFields?: (fields: readonly Field[]) => void;
  /** A row. @param at - where its number of columns stands */
  readonly onRow?: (bytes: Buffer, at: number) => void;
}

/** What a round of messages came to. */
export interface Round {
  /** How many rows the last statement changed. */
  readonly count: number | null;
  /** Whether there are more rows. */
  readonly suspended: boolean;
}

/** Writes more to the server; resolves when it takes it. */
export type Send = (bytes: Uint8Array) => Promise<void>;

/** Speaks with the server: a client of `pg`, or a PGlite. */
export interface Wire {
  /** Whether the server is a process of its own. */
  readonly isApart: boolean;
  /** Sends messages, and hands what comes back on, until the server is ready again. */
  readonly exchange: (bytes: Buffer, receiver: Receiver) => Promise<Round>;
  /** Runs `copy ... from stdin` with the data that `write` sends. */
  readonly copyIn: (text: string, write: (send: Send) => Promise<void>) => Promise<number>;
  readonly cancel: () => Promise<void>;
}

/** Takes a round's messages one by one. */
export function createRound(receiver: Receiver): {
  readonly take: (code: number, bytes: Buffer, at: number) => void;
  readonly end: () => Round;
} {
  let failure: unknown;
  let count: number | null = null;
  let suspended = false;
  const take = (code: number, bytes: Buffer, at: number): void => {
    switch (code) {
      case 0x44:
        if (failure === undefined) receiver.onRow?.(bytes, at);
        return;
      case 0x54:
        receiver.onFields?.(readFields(bytes, at));
        return;
      case 0x43:
        count = readCount(bytes, at);
        return;
      case 0x73:
        suspended = true;
        return;
      case 0x45:
        failure ??= readError(bytes, at, receiver.text);
        return;
      case 0x48:
        failure ??= new EngineError("copy to stdout is not a query");
        return;
      default:
    }
  };
  return {
    take: (code, bytes, at) => {
      try {
        take(code, bytes, at);
      } catch (error) {
        failure ??= error;
      }
    },
    end: () => {
      if (failure !== undefined) throw failure;
      return { count, suspended };
    },
  };
}
