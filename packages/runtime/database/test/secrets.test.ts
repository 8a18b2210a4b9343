import { inspect } from "node:util";
import { expect, test } from "vitest";
import { openDatabase } from "../src/index.ts";

const canary = "C4n4ry/pa%ss";
const encoded = encodeURIComponent(canary);

/** Everything that an error or a value shows. */
function shown(value: unknown): string {
  const error =
    value instanceof Error ? `${value.message}${value.stack}${String(value.cause)}` : "";
  const json = JSON.stringify(value, (_, one: unknown) =>
    typeof one === "bigint" ? `${one}` : one,
  );
  return `${error}${json}${inspect(value, { depth: 20, showHidden: true })}`;
}

test.each([
  `postgres://me:${encoded}@127.0.0.1:1/x`,
  `postgres://me:${encoded}@no-such-host.invalid/x`,
  `postgres://me:${encoded}@127.0.0.1:port/x`,
  `postgres://127.0.0.1:1/x?user=me&password=${encoded}`,
  `mysql://me:${encoded}@127.0.0.1/x`,
  `duckdb:/no/such/folder/${"x"}.duckdb`,
])("an address that cannot be opened is named without its password: %#", async (url) => {
  process.env["DX_TEST_ADDRESS"] = url;
  for (const address of [url, "env:DX_TEST_ADDRESS"]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is easier to read
    const error: unknown = await openDatabase(address, { connectTimeoutMs: 2000 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: expect.stringMatching(/^DX_DATABASE_(CONNECT|URL)$/) });
    for (const secret of [canary, encoded, "C4n4ry"]) expect(shown(error)).not.toContain(secret);
  }
  delete process.env["DX_TEST_ADDRESS"];
});

test("an environment variable that is not set is named", async () => {
  await expect(openDatabase("env:DX_TEST_NOTHING")).rejects.toMatchObject({
    code: "DX_DATABASE_URL",
    message: expect.stringContaining("DX_TEST_NOTHING"),
  });
});
