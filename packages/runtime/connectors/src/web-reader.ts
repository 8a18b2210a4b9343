import { DxError } from "@dx/core";

/** A request of HTTP. */
export interface WebRequest {
  /** Where it goes. */
  readonly url: string;
  /** Its method. */
  readonly method: "GET" | "POST";
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of `POST`. */
  readonly body?: string;
}

/** An answer of HTTP. */
export interface WebAnswer {
  /** Its status. */
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body. */
  readonly text: string;
}

/** What reads the web, and waits: a `PageReader` of `@dx/pipeline`. */
export interface WebReader {
  /** Sends a request once, without following redirections. */
  readonly send: (request: WebRequest) => Promise<WebAnswer>;
  /** Waits for some milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Evenly spread, at least 0 and less than 1. */
  readonly random: () => number;
}

/** How the web is read. */
export interface WebReaderOptions {
  /** Milliseconds after which there is no answer; 60,000 without a word. */
  readonly timeoutMs?: number;
  /** How large an answer may be; 256 MB without a word. */
  readonly mostBytes?: number;
  /** Gives up, also waiting. */
  readonly signal?: AbortSignal;
}

/**
 * Reads the web with the platform's own `fetch`, clock and random numbers.
 * @throws DxError of `send`, `DX_CONNECTORS_ANSWER` for an answer that is too large, or no text in its encoding
 */
export function webReader({
  timeoutMs = 60_000,
  mostBytes = 256_000_000,
  signal,
}: WebReaderOptions = {}): WebReader {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    wait: async (milliseconds) => waitFor(milliseconds, signal),
    send: async ({ url, method, headers, body }) => {
      const timeout = AbortSignal.timeout(timeoutMs);
      const answer = await fetch(url, {
        method,
        headers,
        redirect: "manual",
        signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
        ...(body === undefined ? {} : { body }),
      });
      const bytes = await readBytes(answer, mostBytes);
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        text: decode(bytes, answer.headers.get("content-type") ?? "", url),
      };
    },
  };
}

async function waitFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is what the caller gave
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

async function readBytes({ body, url }: Response, mostBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > mostBytes)
      throw unreadable(url, `is larger than ${mostBytes} bytes`, "ask for smaller pages");
    chunks.push(chunk);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function decode(bytes: Uint8Array, type: string, url: string): string {
  const [, label = "utf-8"] = /charset\s*=\s*"?([\w.:-]+)/i.exec(type) ?? [];
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(url, `is no text in ${label}`, "the API says another encoding than it sends");
  }
}

function unreadable(url: string, what: string, hint: string): DxError {
  const { origin, pathname } = new URL(url);
  return new DxError("DX_CONNECTORS_ANSWER", `the answer of ${origin}${pathname} ${what}`, {
    hint: `nothing was loaded: ${hint}`,
  });
}
