import { createRound, type Receiver, type Round, type Wire } from "../postgres/exchange.ts";
import { copyDone, copyHead, simpleQuery } from "../postgres/write-messages.ts";

/** What dx calls of a `PGlite` of `@electric-sql/pglite`. */
export interface Pglite {
  /** Keeps others out while something is done. */
  runExclusive<T>(body: () => Promise<T>): Promise<T>;
  /** Speaks the protocol of Postgres. */
  execProtocolRaw(message: Uint8Array): Promise<Uint8Array>;
}

/** Speaks with a PGlite. */
export function pgliteWire(pglite: Pglite): Wire {
  return {
    isApart: false,
    exchange: async (bytes, receiver) => readRound(await pglite.execProtocolRaw(bytes), receiver),
    copyIn: async (text, write) => {
      const parts = [simpleQuery(text)];
      await write(async (data) => {
        parts.push(copyHead(data.length), Buffer.from(data));
      });
      const all = Buffer.concat([...parts, copyDone]);
      const { count } = readRound(await pglite.execProtocolRaw(all), { text });
      return count ?? 0;
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
