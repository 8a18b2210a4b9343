import { DxError } from "@dx/core";
import { bareAddress } from "./address.ts";

/** A request of HTTP. */
export interface HttpRequest {
  /** Where it goes. */
  readonly url: string;
  /** `GET` reads; so does `POST`, where an API takes its questions so; and it asks for tokens. */
  readonly method: "GET" | "POST";
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of `POST`. */
  readonly body?: string;
}

/** An answer of HTTP. */
export interface HttpAnswer {
  /** Its status. */
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body. */
  readonly text: string;
}

/** What reading pages needs of the world. */
export interface PageReader {
  /** Sends a request once, without following redirections; throws if there is no whole answer. */
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Waits for some milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Evenly spread, at least 0 and less than 1. */
  readonly random: () => number;
}

/** What is said of a request that failed: the address without its query, and why. */
export function httpError(
  url: string,
  what: string,
  {
    path = [],
    hint,
  }: { readonly path?: readonly (string | number)[]; readonly hint?: string } = {},
): DxError {
  return new DxError("DX_PIPELINE_HTTP", `${bareAddress(url)}: ${what}`, {
    path: [...path],
    hint:
      hint ?? "nothing was loaded: look at the address, the rights and the place of the records",
  });
}
