import { DxError } from "@dx/core";
import { readAddress, withParameter } from "./address.ts";
import type { HttpAnswer, HttpRequest } from "./http.ts";

/** A token that is sent as it is. */
export interface BearerToken {
  /** Tells it from other ways. */
  readonly kind: "bearer";
  /** The secret. */
  readonly token: string;
}

/** A key in a header or a parameter. */
export interface ApiKey {
  /** Tells it from other ways. */
  readonly kind: "api-key";
  /** The secret. */
  readonly key: string;
  /** Of the header or parameter; `x-api-key` without a word. */
  readonly name?: string;
  /** Where it is sent; in a header without a word. */
  readonly in?: "header" | "query";
}

/** A name and a password. */
export interface BasicLogin {
  /** Tells it from other ways. */
  readonly kind: "basic";
  /** Without a colon. */
  readonly user: string;
  /** The secret. */
  readonly password: string;
}

/** A token that is asked for with the client's own credentials, and again when it has run out. */
export interface ClientCredentials {
  /** Tells it from other ways. */
  readonly kind: "oauth2-client-credentials";
  /** Where tokens are given; `https`, or this machine. */
  readonly tokenUrl: string;
  /** Of the client. */
  readonly clientId: string;
  /** The secret. */
  readonly clientSecret: string;
  /** What the token is for. */
  readonly scope?: string;
  /** How the client names itself: in the header (without a word) or in the body. */
  readonly send?: "header" | "body";
}

/**
 * A token that is asked for by a refresh token, and again when it has run out. A server may give another refresh token each
 * time, and take the old one no more.
 */
export interface RefreshToken {
  /** Tells it from other ways. */
  readonly kind: "oauth2-refresh-token";
  /** Where tokens are given; `https`, or this machine. */
  readonly tokenUrl: string;
  /** Of the client. */
  readonly clientId: string;
  /** The secret of the client, if it has one. */
  readonly clientSecret?: string;
  /** The secret of somebody who let the client in. */
  readonly refreshToken: string;
  /** What the token is for. */
  readonly scope?: string;
  /** How the client names itself: in the header (without a word, if it has a secret) or in the body. */
  readonly send?: "header" | "body";
  /** Keeps a new refresh token where secrets are kept, before anything is read by it; without it, a new one is refused. */
  readonly keep?: (refreshToken: string) => Promise<void> | void;
}

/** What tokens are asked for by. */
export type TokenCredentials = ClientCredentials | RefreshToken;

/** How a client shows who it is. Secrets are given as they are: who reads them from the environment keeps them nowhere else. */
export type Authorization = BearerToken | ApiKey | BasicLogin | TokenCredentials;

/** Texts that must be in no message. */
export function secretsOf(authorization: Authorization | undefined): readonly string[] {
  switch (authorization?.kind) {
    case undefined:
      return [];
    case "bearer":
      return [authorization.token];
    case "api-key":
      return [authorization.key];
    case "basic":
      return [authorization.password, basic(authorization.user, authorization.password)];
    case "oauth2-client-credentials":
      return secretsOfClient(authorization.clientId, authorization.clientSecret);
    case "oauth2-refresh-token": {
      const { clientId, clientSecret, refreshToken } = authorization;
      return [
        refreshToken,
        ...(clientSecret === undefined ? [] : secretsOfClient(clientId, clientSecret)),
      ];
    }
  }
}

function secretsOfClient(id: string, secret: string): readonly string[] {
  return [secret, basic(encode(id), encode(secret))];
}

/** Whether tokens are asked for. */
export function asksForTokens(
  authorization: Authorization | undefined,
): authorization is TokenCredentials {
  return authorization !== undefined && "tokenUrl" in authorization;
}

/**
 * Tests credentials before anything is sent.
 * @throws DxError `DX_PIPELINE_AUTHORIZATION` for what cannot be sent, or would be sent in the clear
 */
export function requireAuthorization(url: string, authorization: Authorization | undefined): void {
  const address = readAddress(url);
  if (address.username !== "" || address.password !== "")
    throw refused(
      "there are credentials in the address",
      "give them as `authorization`, from the environment",
    );
  if (authorization === undefined) return;
  const asked = asksForTokens(authorization) ? [url, authorization.tokenUrl] : [url];
  for (const one of asked) {
    const { protocol, pathname: _, ...rest } = partsOf(one);
    if (protocol !== "https:" && !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(rest.host))
      throw refused("credentials would be sent without encryption", "take an address of https");
  }
  const empty = secretsOf(authorization).some((one) => one === "");
  if (empty) throw refused(`the secret for ${authorization.kind} is empty`, "set its variable");
  if (secretsOf(authorization).some((one) => /[\r\n\0]/.test(one)))
    throw refused("a secret has a line break", "look at how its variable is set");
  if (authorization.kind === "basic" && authorization.user.includes(":"))
    throw refused("the user has a colon", "a login of HTTP cannot have one");
}

function partsOf(url: string): {
  readonly protocol: string;
  readonly pathname: string;
  readonly host: string;
} {
  const { protocol, origin, pathname } = readAddress(url);
  return { protocol, pathname, host: origin.replace(/^\w+:\/\//, "").replace(/:\d+$/, "") };
}

function refused(message: string, hint: string): DxError {
  return new DxError("DX_PIPELINE_AUTHORIZATION", message, { path: ["authorization"], hint });
}

/** A request with what shows who sends it. */
export function authorized(
  request: HttpRequest,
  authorization: Exclude<Authorization, TokenCredentials> | undefined,
): HttpRequest {
  switch (authorization?.kind) {
    case undefined:
      return request;
    case "bearer":
      return withHeader(request, "authorization", `Bearer ${authorization.token}`);
    case "basic":
      return withHeader(
        request,
        "authorization",
        `Basic ${basic(authorization.user, authorization.password)}`,
      );
    case "api-key": {
      const { key, name = "x-api-key" } = authorization;
      return authorization.in === "query"
        ? { ...request, url: withParameter(request.url, name, key) }
        : withHeader(request, name.toLowerCase(), key);
    }
  }
}

function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

/**
 * The request for a token.
 * @see RFC 6749, 2.3.1, 4.4 and 6
 */
export function tokenRequest(credentials: TokenCredentials): HttpRequest {
  const { tokenUrl, clientId, clientSecret, scope } = credentials;
  const { send = clientSecret === undefined ? "body" : "header" } = credentials;
  const form = {
    ...(credentials.kind === "oauth2-refresh-token"
      ? { grant_type: "refresh_token", refresh_token: credentials.refreshToken }
      : { grant_type: "client_credentials" }),
    ...(scope === undefined ? {} : { scope }),
    ...(send === "body" ? { client_id: clientId } : {}),
    ...(send === "body" && clientSecret !== undefined ? { client_secret: clientSecret } : {}),
  };
  const body = Object.entries(form)
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join("&");
  return {
    url: tokenUrl,
    method: "POST",
    body,
    headers: {
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
      ...(send === "header"
        ? { authorization: `Basic ${basic(encode(clientId), encode(clientSecret ?? ""))}` }
        : {}),
    },
  };
}

/** A token, and until when it is good. */
export interface GivenToken {
  /** The secret. */
  readonly token: string;
  /** Milliseconds since 1970: half a minute before it runs out. */
  readonly until: number;
  /** The refresh token that is to be used from now on, if the answer has one. */
  readonly refreshToken?: string;
}

/** Reads the answer to a request for a token; `undefined` if there is none in it. */
export function readToken({ text }: HttpAnswer, now: number): GivenToken | undefined {
  try {
    const answer: Record<string, unknown> = JSON.parse(text);
    const { access_token: token, expires_in: seconds, refresh_token: next } = answer;
    if (typeof token !== "string" || token === "") return undefined;
    const good = Number(seconds);
    return {
      ...(typeof next === "string" && next !== "" ? { refreshToken: next } : {}),
      token,
      until: Number.isFinite(good) ? now + Math.max(1, good - 30) * 1000 : now + 300_000,
    };
  } catch {
    return undefined;
  }
}

declare const btoa: (binary: string) => string;

function basic(user: string, password: string): string {
  const bytes = encodeURIComponent(`${user}:${password}`).replaceAll(
    /%([\dA-F]{2})/g,
    (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return btoa(bytes);
}

/** As forms have it. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll("%20", "+");
}
