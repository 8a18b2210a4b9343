/* oxlint-disable no-await-in-loop -- one try after the other */
import { isDxError, type DxError } from "@dx/core";
import { httpError, type HttpAnswer, type HttpRequest, type PageReader } from "./http.ts";
import { retryDelay } from "./retry-delay.ts";
import { createTokenBucket, type RateLimit } from "./token-bucket.ts";

/** Sends a request until it works, within the limits of the API. */
export type TrySend = (
  make: () => Promise<HttpRequest>,
  /** After a 401: whether other credentials can be had. */
  refresh: () => boolean,
) => Promise<HttpAnswer>;

/** How often is tried and asked. */
export interface TriesOptions {
  /** How often may be asked; what the server says of its own limits is kept besides. */
  readonly rateLimit?: RateLimit;
  /** How often a page is tried; 6 without a word. */
  readonly mostTries?: number;
}

const mostMs = 60_000;

/** Sends requests that may be sent twice: what reads, and what asks for a token. @throws DxError `DX_PIPELINE_HTTP` */
export function createTries(
  { rateLimit, mostTries = 6 }: TriesOptions,
  reader: PageReader,
): TrySend {
  const bucket = rateLimit === undefined ? undefined : createTokenBucket(rateLimit);
  let closedUntil = 0;

  const sendOnce = async (request: HttpRequest): Promise<HttpAnswer> => {
    const now = reader.now();
    const wait = Math.max(bucket?.take(now) ?? 0, closedUntil - now);
    if (wait > mostMs) throw httpError(request.url, tooLong(wait), {});
    if (wait > 0) await reader.wait(wait);
    const answer = await reader.send(request).catch((error: unknown): HttpAnswer => {
      if (isDxError(error)) throw error;
      return { status: 0, headers: {}, text: "" };
    });
    closedUntil = Math.max(closedUntil, closedAfter(answer, reader.now()) ?? 0);
    return answer;
  };

  return async (make, refresh) => {
    for (let tries = 1; ; tries += 1) {
      const request = await make();
      const answer = await sendOnce(request);
      const status = isLimited(answer) ? 429 : answer.status;
      if (status >= 200 && status < 400) return answer;
      if (status === 401 && refresh()) continue;
      const asked = answer.headers["retry-after"];
      const delay = retryDelay(
        { status, retryAfter: asked, tries },
        { now: reader.now(), random: reader.random(), mostTries, mostMs },
      );
      if (delay === null) throw gaveUp(request.url, { status, tries, asked });
      await reader.wait(delay);
    }
  };
}

function tooLong(ms: number): string {
  return `it asks to wait ${Math.ceil(ms / 1000)} s, more than ${mostMs / 1000} s`;
}

function gaveUp(
  url: string,
  {
    status,
    tries,
    asked,
  }: { readonly status: number; readonly tries: number; readonly asked: string | undefined },
): DxError {
  const what = status === 0 ? "there is no answer" : `the status is ${status}`;
  const after = tries === 1 ? "" : `, also after ${tries} tries`;
  const wait =
    asked === undefined || tries > 1 ? "" : `, and it asks to wait: ${asked.slice(0, 40)}`;
  return httpError(url, `${what}${after}${wait}`, {
    path: [tries],
    hint:
      hints[status] ??
      (status === 0
        ? "look at the address and the network"
        : "nothing was loaded: try again later, or look at the address"),
  });
}

const hints: Readonly<Record<number, string>> = {
  401: "nothing was loaded: look at the credentials and their variables",
  403: "nothing was loaded: the credentials lack a right",
  404: "nothing was loaded: look at the address",
  429: "nothing was loaded: ask less often, by `rateLimit`, or later",
};

/** Some say 403 where they mean 429. */
function isLimited({ status, headers }: HttpAnswer): boolean {
  return status === 403 && remaining(headers) === 0;
}

function remaining(headers: HttpAnswer["headers"]): number | undefined {
  const text = headers["ratelimit-remaining"] ?? headers["x-ratelimit-remaining"];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Until when nothing more may be asked, as the server says: seconds from now, or since 1970. */
function closedAfter({ headers }: HttpAnswer, now: number): number | undefined {
  const reset = headers["ratelimit-reset"] ?? headers["x-ratelimit-reset"] ?? "";
  if (remaining(headers) !== 0 || !/^\d+$/.test(reset)) return undefined;
  const seconds = Number(reset);
  return seconds > 1_000_000_000 ? seconds * 1000 : now + seconds * 1000;
}
