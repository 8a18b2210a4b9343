import {
  createRound,
  type Receiver,
  type Round,
  type Send,
  type Wire,
} from "../postgres/exchange.ts";

/** What dx calls of a `PGlite` of `@electric-sql/pglite`. */
export interface Pglite {
  /** Keeps others out while something is done. */
  runExclusive<T>(body: () => Promise<T>): Promise<T>;
  /** Speaks the protocol of Postgres. */
  execProtocolRaw(message: Uint8Array): Promise<Uint8Array>;
  /** Runs a statement, with a file that it may copy from. */
  query(
    text: string,
    values: never[],
    options: { readonly blob: Blob },
  ): Promise<{ readonly affectedRows?: number | undefined }>;
}

/** Speaks with a PGlite. */
export function pgliteWire(pglite: Pglite): Wire {
  return {
    exchange: async (bytes, receiver) => readRound(await pglite.execProtocolRaw(bytes), receiver),
    copyIn: async (text, write) => {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      const send: Send = async (bytes) => {
        parts.push(new Uint8Array(bytes));
      };
      await write(send);
      const from = text.replace(/stdin$/, "'/dev/blob'");
      const { affectedRows = 0 } = await pglite.query(from, [], { blob: new Blob(parts) });
      return affectedRows;
    },
    cancel: async () => undefined,
  };
}

function readRound(answer: Uint8Array, receiver: Receiver): Round {
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  const round = createRound(receiver);
  for (let at = 0; at + 5 <= bytes.length;) {
    round.take(bytes[at] ?? 0, bytes, at + 5);
    at += 1 + bytes.readInt32BE(at + 1);
  }
  return round.end();
}
