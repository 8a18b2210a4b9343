import { once } from "node:events";
import { connect } from "node:net";
import { EngineError } from "../internal/engine-error.ts";
import { createRound, type Receiver, type Round, type Send, type Wire } from "./exchange.ts";
import { cancelRequest, copyDone, copyFail, copyHead, simpleQuery } from "./write-messages.ts";

/** What dx calls of the socket of a `pg` connection. */
export interface PostgresSocket {
  /** Sends bytes. */
  write(bytes: Uint8Array): boolean;
  /** Who takes what comes. */
  listeners(event: "data"): unknown[];
  /** Takes what comes. */
  on(event: "data", listener: (bytes: Buffer) => void): unknown;
  /** Waits. */
  once(event: "drain" | "close", listener: () => void): unknown;
  /** No longer waits. */
  removeListener(event: "data" | "drain" | "close", listener: (bytes: Buffer) => void): unknown;
  /** Whether it can be written to. */
  readonly writable: boolean;
}

/** What dx calls of a connection of `pg`. */
export interface PostgresConnection {
  /** To the server. */
  readonly stream: PostgresSocket;
}

/** What `pg` calls of a query that dx hands over. */
export interface PostgresSubmittable {
  /** Begins it. */
  submit(connection: PostgresConnection): void;
  /** It is lost. */
  handleError(error: Error): void;
  /** It is over. */
  handleReadyForQuery(): void;
}

/** What dx calls of a `Client` of `pg`. */
export interface PostgresClient {
  /** Hands a query over. */
  query(query: PostgresSubmittable): unknown;
  /** Listens for its end. */
  on(event: "error", listener: (error: Error) => void): unknown;
  /** No longer listens. */
  removeListener(event: "error", listener: (error: Error) => void): unknown;
  /** Gives it back to its pool, if it is of one; `true` ends it. */
  release?(broken?: boolean): void;
  /** Where the server is. */
  readonly host?: string;
  /** Its port. */
  readonly port?: number;
  /** The server's process. */
  readonly processID?: number | null;
  /** What a request to stop it must know. */
  readonly secretKey?: number | null;
}

/** Speaks through a client of `pg`, which goes on as before when a round is over. */
export function pgWire(client: PostgresClient): Wire {
  return {
    isApart: true,
    exchange: async (bytes, receiver) =>
      submit(client, receiver, (socket) => {
        socket.write(bytes);
      }),
    copyIn: async (text, write) => copyIn(client, text, write),
    cancel: async () => cancel(client),
  };
}

type Begin = (socket: PostgresSocket, onCopyIn: (listener: () => void) => void) => void;

async function submit(client: PostgresClient, receiver: Receiver, begin: Begin): Promise<Round> {
  return new Promise((resolve, reject) => {
    const round = createRound(receiver);
    let copying: (() => void) | undefined;
    let restore: (() => void) | undefined;
    client.query({
      submit: ({ stream }) => {
        const take = (code: number, bytes: Buffer, at: number): void => {
          if (code !== 0x47) round.take(code, bytes, at);
          else if (copying === undefined) stream.write(copyFail("there is nothing to copy from"));
          else copying();
        };
        restore = tap(stream, take);
        begin(stream, (listener) => {
          copying = listener;
        });
      },
      handleError: (error) => {
        restore?.();
        try {
          round.end();
        } catch (failure) {
          reject(failure);
          return;
        }
        reject(new EngineError(error.message, { lost: true }));
      },
      handleReadyForQuery: () => {
        restore?.();
        try {
          resolve(round.end());
        } catch (error) {
          reject(error);
        }
      },
    });
  });
}

const ready = 0x5a;
const forPg = new Set([ready, 0x4e, 0x53, 0x41]);

/** Takes what comes from the socket in place of `pg`, but for what concerns the connection; gives it back. */
function tap(
  socket: PostgresSocket,
  take: (code: number, bytes: Buffer, at: number) => void,
): () => void {
  const others = socket.listeners("data").filter((one) => typeof one === "function");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- listeners of `data` take bytes
  const theirs = others as ((bytes: Buffer) => void)[];
  const toTheirs = (bytes: Buffer): void => theirs.forEach((one) => one.call(socket, bytes));
  let rest: Buffer | undefined;
  let tapped = true;
  const restore = (): void => {
    if (!tapped) return;
    tapped = false;
    socket.removeListener("data", mine);
    for (const one of theirs) socket.on("data", one);
  };
  const mine = (chunk: Buffer): void => {
    const bytes: Buffer = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
    rest = undefined;
    let at = 0;
    while (at + 5 <= bytes.length) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      if (end > bytes.length) break;
      const code = bytes[at] ?? 0;
      if (code === ready) {
        restore();
        toTheirs(bytes.subarray(at));
        return;
      }
      if (forPg.has(code)) toTheirs(bytes.subarray(at, end));
      else take(code, bytes, at + 5);
      at = end;
    }
    if (at < bytes.length) rest = bytes.subarray(at);
  };
  for (const one of theirs) socket.removeListener("data", one);
  socket.on("data", mine);
  return restore;
}

async function copyIn(
  client: PostgresClient,
  text: string,
  write: (send: Send) => Promise<void>,
): Promise<number> {
  const now: { over: boolean; failure?: unknown } = { over: false };
  const round = submit(client, { text }, (socket, onCopyIn) => {
    onCopyIn(() => {
      void write(sender(socket, now)).then(
        () => now.over || socket.write(copyDone),
        (error: unknown) => {
          if (now.over) return;
          now.failure = error;
          if (socket.writable) socket.write(copyFail("the source failed"));
        },
      );
    });
    socket.write(simpleQuery(text));
  });
  try {
    return (await round).count ?? 0;
  } catch (error) {
    throw now.failure ?? error;
  } finally {
    now.over = true;
  }
}

function sender(socket: PostgresSocket, now: { readonly over: boolean }): Send {
  return async (bytes) => {
    if (now.over || !socket.writable) throw new EngineError("the server has gone", { lost: true });
    socket.write(copyHead(bytes.length));
    if (!socket.write(bytes)) await drained(socket);
  };
}

async function drained(socket: PostgresSocket): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.removeListener("drain", done);
      socket.removeListener("close", done);
      resolve();
    };
    socket.once("drain", done);
    socket.once("close", done);
  });
}

/** Asks the server to stop what this client's process does; waits until it has been told. */
async function cancel({ host, port, processID, secretKey }: PostgresClient): Promise<void> {
  if (typeof processID !== "number" || typeof secretKey !== "number") return;
  if (host === undefined || port === undefined) return;
  const path = `${host}/.s.PGSQL.${port}`;
  const socket = host.startsWith("/") ? connect(path) : connect(port, host);
  socket.on("error", () => undefined);
  socket.end(cancelRequest(processID, secretKey));
  socket.resume();
  await once(socket, "close").catch(() => undefined);
}
