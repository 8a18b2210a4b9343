/** How often an API may be asked. */
export interface RateLimit {
  /** Requests a second, over time. */
  readonly perSecond: number;
  /** How many may come at once; 1 without a word. */
  readonly burst?: number;
}

/** Hands out what may be asked. */
export interface TokenBucket {
  /**
   * Takes a request out of what is allowed, now or in advance.
   * @param now - milliseconds
   * @returns milliseconds until it may be sent
   */
  readonly take: (now: number) => number;
}

/**
 * A token bucket: as many requests at once as `burst`, then as many a second as `perSecond`.
 * @example
 * ```ts
 * import { createTokenBucket } from "@dx/pipeline";
 * const bucket = createTokenBucket({ perSecond: 2, burst: 2 });
 * if ([0, 0, 0, 0].map((now) => bucket.take(now)).join() !== "0,0,500,1000") throw new Error();
 * ```
 * @see Turner, "New Directions in Communications" (1986)
 */
export function createTokenBucket({ perSecond, burst = 1 }: RateLimit): TokenBucket {
  let tokens = burst;
  let last: number | undefined;
  return {
    take: (now) => {
      const since = Math.max(0, now - (last ?? now));
      last = Math.max(now, last ?? now);
      tokens = Math.min(burst, tokens + (since / 1000) * perSecond) - 1;
      return tokens >= 0 ? 0 : Math.round((-tokens / perSecond) * 1000);
    },
  };
}
