/* oxlint-disable no-await-in-loop -- one after the other */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { webReader } from "../src/index.ts";

let server: Server;
let base = "";
beforeAll(async () => {
  server = createServer(({ url, method, headers }, response) => {
    const send = (
      body: string | Uint8Array,
      more: Record<string, string> = {},
      status = 200,
    ): void => {
      response.writeHead(status, more).end(body);
    };
    if (url === "/latin")
      send(Uint8Array.from([0x22, 0xe4, 0x22]), { "content-type": "text/json; charset=latin1" });
    else if (url === "/wrong") send(Uint8Array.from([0x22, 0xe4, 0x22]));
    else if (url === "/large") send("x".repeat(2000));
    else if (url === "/moved") send("", { location: "/elsewhere" }, 302);
    else if (url !== "/slow")
      send(JSON.stringify({ method, sent: headers["x-a"] }), { "x-b": "2" }, 201);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = (path: string) =>
  ({ url: `${base}${path}`, method: "GET", headers: { "x-a": "1" } }) as const;

test("answers come whole, with their status, headers and text", async () => {
  const { send, now, random } = webReader();
  expect(await send({ ...get("/"), method: "POST", body: "b" })).toMatchObject({
    status: 201,
    headers: { "x-b": "2" },
    text: '{"method":"POST","sent":"1"}',
  });
  expect((await send(get("/latin"))).text).toBe('"ä"');
  expect(await send(get("/moved"))).toMatchObject({
    status: 302,
    headers: { location: "/elsewhere" },
  });
  expect(now()).toBeGreaterThan(1.7e12);
  expect(random()).toBeLessThan(1);
});

test("what is no text, or too large, is refused", async () => {
  const reader = webReader({ mostBytes: 1000 });
  for (const [path, message] of [
    ["/wrong", "is no text in utf-8"],
    ["/large", "is larger than 1000 bytes"],
  ] as const)
    await expect(reader.send(get(path))).rejects.toMatchObject({
      code: "DX_CONNECTORS_ANSWER",
      message: expect.stringContaining(message),
    });
});

test("a server that does not answer, and a signal, end it", async () => {
  await expect(webReader({ timeoutMs: 50 }).send(get("/slow"))).rejects.toThrow("timeout");
  const stop = new AbortController();
  const { send, wait } = webReader({ signal: stop.signal });
  const [sent, waited] = [send(get("/slow")), wait(60_000)];
  stop.abort(new Error("stopped"));
  await expect(sent).rejects.toThrow("stopped");
  await expect(waited).rejects.toThrow("stopped");
  await expect(wait(0)).rejects.toThrow("stopped");
});
