/* oxlint-disable no-await-in-loop -- one try after the other */
import { isDxError, DxError } from "@dx/core";
import { bareAddress, readAddress } from "./address.ts";
import {
  asksForTokens,
  authorized,
  requireAuthorization,
  secretsOf,
  type Authorization,
} from "./authorization.ts";
import { httpError, type HttpAnswer, type HttpRequest, type PageReader } from "./http.ts";
import { createTokens } from "./create-tokens.ts";
import { createTries, type TriesOptions } from "./create-tries.ts";

/** How requests are sent. */
export interface SendOptions extends TriesOptions {
  /** Shows who asks. */
  readonly authorization?: Authorization;
  /** Sent with each request: by names in lower case, no secrets. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Reads pages of one API. */
export interface Sender {
  /** Reads an address of the API's own host, tried again where that helps; with a body, it is asked by POST. */
  readonly get: (url: string, body?: string) => Promise<HttpAnswer>;
  /** A text with `***` in place of each secret that was sent. */
  readonly hide: (text: string) => string;
}

const mostRedirections = 5;

/**
 * Reads pages of one API: within its limits, with credentials for its own host and no other, tried again where that helps.
 * @throws DxError `DX_PIPELINE_AUTHORIZATION`; of `get`, `DX_PIPELINE_HTTP`, without secrets
 */
export function createSender(url: string, options: SendOptions, reader: PageReader): Sender {
  const { authorization, headers = {} } = options;
  requireAuthorization(url, authorization);
  const own = readAddress(url).origin;
  const secrets = new Set(secretsOf(authorization));
  const trySend = createTries(options, reader);
  const tokens = createTokens({ trySend, secrets, now: reader.now });

  const authorize = async (request: HttpRequest): Promise<HttpRequest> => {
    if (!asksForTokens(authorization)) return authorized(request, authorization);
    return authorized(request, { kind: "bearer", token: await tokens.give(authorization) });
  };

  const get = async (from: string, body: string | undefined): Promise<HttpAnswer> => {
    let isRefreshed = false;
    const refresh = (): boolean => {
      const can = asksForTokens(authorization) && !isRefreshed;
      isRefreshed = true;
      return can && tokens.forget();
    };
    let at = from;
    for (let hops = 0; ; hops += 1) {
      requireOwn(at, own);
      const place = at;
      const answer = await trySend(
        async () =>
          authorize({
            url: place,
            ...(body === undefined ? { method: "GET" } : { method: "POST", body }),
            headers: {
              accept: "application/json",
              ...(body === undefined ? {} : { "content-type": "application/json" }),
              ...headers,
            },
          }),
        refresh,
      );
      const { location } = answer.headers;
      if (answer.status < 300) return answer;
      if (body !== undefined && answer.status < 307)
        throw httpError(
          at,
          `it redirects what was asked by POST, with the status ${answer.status}`,
        );
      if (location === undefined || hops === mostRedirections)
        throw httpError(
          at,
          location === undefined
            ? `the status is ${answer.status}`
            : "it redirects again and again",
        );
      at = readAddress(location, at).href;
    }
  };
  return {
    get: async (from, body) =>
      get(from, body).catch((error: unknown) => throwHidden(error, secrets)),
    hide: (text) => hideSecrets(text, secrets),
  };
}

function requireOwn(url: string, own: string): void {
  const { origin } = readAddress(url);
  if (origin === own) return;
  throw httpError(own, `it leads to another host, ${bareAddress(url)}`, {
    hint: "nothing was loaded, and nothing was sent there: if this is right, begin at that host",
  });
}

/** The same error with no secret in it: servers may repeat what they were sent. */
function throwHidden(error: unknown, secrets: ReadonlySet<string>): never {
  if (!isDxError(error)) throw error;
  const { code, summary, path, hint } = error;
  throw new DxError(code, hideSecrets(summary, secrets), {
    path: path.map((one) => (typeof one === "string" ? hideSecrets(one, secrets) : one)),
    ...(hint === undefined ? {} : { hint: hideSecrets(hint, secrets) }),
  });
}

/** A text with `***` in place of each secret, also of one written as in an address. */
function hideSecrets(text: string, secrets: Iterable<string>): string {
  let clean = text;
  for (const secret of secrets)
    for (const form of [secret, encodeURIComponent(secret)])
      if (form !== "") clean = clean.replaceAll(form, "***");
  return clean;
}
