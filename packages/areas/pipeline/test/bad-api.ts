import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { PageReader } from "../src/index.ts";

/** What the API of the tests answers. */
export interface BadAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Breaks off in the middle of the body. */
  readonly isCut?: boolean;
}

/** A request that came, as tests look at it. */
export interface Came {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** How often this path was asked for before. */
  readonly before: number;
}

/** A real server of HTTP, which behaves as a table of its paths says. */
export interface BadApi {
  readonly base: string;
  /** All that was asked, in order. */
  readonly asked: Came[];
  readonly close: () => void;
}

/** Starts it. */
export async function startBadApi(
  paths: Readonly<Record<string, (came: Came, base: string) => BadAnswer>>,
): Promise<BadApi> {
  const asked: Came[] = [];
  let base = "";
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://a");
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const before = asked.filter(({ path }) => path === url.pathname).length;
      const came: Came = {
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body,
        before,
      };
      asked.push(came);
      const answer = paths[url.pathname]?.(came, base) ?? { status: 404 };
      const text =
        typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? "");
      const length = answer.isCut === true ? { "content-length": String(text.length + 10) } : {};
      response.writeHead(answer.status ?? 200, { ...answer.headers, ...length });
      if (answer.isCut === true) response.write(text, () => response.destroy());
      else response.end(answer.status === 204 ? undefined : text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { base, asked, close: () => server.close() };
}

/** Sends for real; waits only in a clock of its own, and notes for how long. */
export function testReader(): PageReader & { readonly waits: number[] } {
  const waits: number[] = [];
  let now = Date.parse("2026-01-01T00:00:00Z");
  return {
    waits,
    send: async ({ url, method, headers, body }) => {
      const answer = await fetch(url, {
        method,
        headers,
        redirect: "manual",
        ...(body === undefined ? {} : { body }),
      });
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        text: await answer.text(),
      };
    },
    wait: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    now: () => now,
    random: () => 0.5,
  };
}
