import { toMicros } from "@dx/core";

/** What came of a request; `status` is 0 if there was no answer. */
export interface FailedRequest {
  /** The status of HTTP, or 0. */
  readonly status: number;
  /** The header `Retry-After`, if there is one. */
  readonly retryAfter?: string | undefined;
  /** How many tries there were, from 1. */
  readonly tries: number;
}

/** When and how often to try again. */
export interface RetryOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Evenly spread, at least 0 and less than 1. */
  readonly random: number;
  /** How many tries there are at most; 6 without a word. */
  readonly mostTries?: number;
  /** Milliseconds: the longest wait without `Retry-After`, and the longest that `Retry-After` may ask for. */
  readonly mostMs?: number;
}

const again: ReadonlySet<number> = new Set([0, 408, 425, 429, 500, 502, 503, 504]);

/**
 * Milliseconds until a request that only reads is tried again; `null` if it is not. A wait that the server asks for is
 * kept; without one it is random, up to a span that doubles with each try, so that many clients do not come at once.
 * @example
 * ```ts
 * import { retryDelay } from "@dx/pipeline";
 * const options = { now: 0, random: 0.5 };
 * if (retryDelay({ status: 503, tries: 3 }, options) !== 1000) throw new Error();
 * if (retryDelay({ status: 429, retryAfter: "7", tries: 1 }, options) !== 7000) throw new Error();
 * if (retryDelay({ status: 404, tries: 1 }, options) !== null) throw new Error();
 * ```
 * @see RFC 9110, "Retry-After"; Marc Brooker, "Exponential Backoff And Jitter", for full jitter
 */
export function retryDelay(
  { status, retryAfter, tries }: FailedRequest,
  { now, random, mostTries = 6, mostMs = 60_000 }: RetryOptions,
): number | null {
  if (!again.has(status) || tries >= mostTries) return null;
  const asked = readRetryAfter(retryAfter, now);
  if (asked !== undefined) return asked > mostMs ? null : asked;
  return random * Math.min(mostMs, 500 * 2 ** (tries - 1));
}

function readRetryAfter(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const [, day, month = "", year, time] =
    /^\w{3}, (\d{2}) (\w{3}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT$/.exec(text.trim()) ?? [];
  const number = months.indexOf(month) + 1;
  if (number === 0) return undefined;
  try {
    const at = toMicros(`${year}-${String(number).padStart(2, "0")}-${day}T${time}Z`);
    return Math.max(0, Number(at / 1000n) - now);
  } catch {
    return undefined; // no day of the calendar
  }
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
