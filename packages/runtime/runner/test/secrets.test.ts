import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { DxError } from "@dx/core";
import { openDatabase } from "@dx/database";
import { sql } from "@dx/sql";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { defineFlow, defineTask, readAddresses, runFlow, type RunEvent } from "../src/index.ts";
import { createSecrets } from "../src/secrets.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const canary = 'can"ary/ü&é-0815';
const late = "late-canary-4711";

const leak = defineTask("leak", {
  version: 1,
  effect: "idempotent",
  input: z.string(),
  output: z.object({ said: z.string(), deep: z.array(z.record(z.string(), z.string())) }),
  run: async (said, { artefacts, secret, log, progress }) => {
    secret(late);
    log(`log ${said} ${late}`);
    progress(1, 2, canary);
    await artefacts.write({
      "leak.txt": `${canary} ${late}`,
      "leak.json": JSON.stringify({ canary, late }),
    });
    return { said: `${said} ${late}`, deep: [{ [canary]: canary }] };
  },
});

function leaking(end: () => void) {
  return defineFlow({
    name: "leaking",
    title: `Leaking ${canary}`,
    description: "Leaks.",
    inputs: z.strictObject({ text: z.string() }),
    outputs: z.unknown(),
    examples: [],
    process: async ({ text }, ctx) => {
      const leaked = await ctx.task(leak, `${text} ${canary}`);
      await ctx.breakpoint({ title: `May ${canary} be said?`, shows: { canary } });
      end();
      return leaked;
    },
    claims: () => [
      {
        id: "leaking.not",
        statement: `It does not say ${canary}.`,
        subject: canary,
        about: "result",
        check: {
          kind: "no-rows",
          violations: sql`select ${canary} as said`,
          population: sql`select ${late} as said`,
        },
      },
    ],
    report: async () => [{ kind: "code", code: `${canary} ${late}` }],
  });
}

function everything(path: string): string {
  if (statSync(path).isDirectory())
    return readdirSync(path)
      .map((name) => `${name}\n${everything(join(path, name))}`)
      .join("\n");
  return readFileSync(path, "utf8");
}

function requireNone(text: string): void {
  const { hidden } = {
    hidden: [canary, late, JSON.stringify(canary).slice(1, -1), encodeURIComponent(canary)],
  };
  for (const one of hidden) expect(text).not.toContain(one);
  expect(text).not.toContain("can&#34;ary");
}

test("no secret reaches a journal, event, artefact, page or evidence", async () => {
  const target = await openDatabase("duckdb:");
  const events: RunEvent[] = [];
  const run = async (name: string, end: () => void): Promise<unknown> =>
    runFlow(
      leaking(end),
      { text: "harmless" },
      {
        databases: { target },
        out: join(folder, name),
        secrets: [canary],
        base: canary,
        approve: async () => "yes",
        onEvent: (event) => events.push(event),
      },
    );
  const broken = await run("broken", () => {
    throw new DxError("DX_TEST", `said ${canary}`, {
      hint: late,
      path: [canary],
      cause: new Error(`${canary} ${late}`),
    });
  }).catch((error: unknown) => error);
  expect(broken).toMatchObject({
    code: "DX_TEST",
    summary: "said ***",
    hint: "***",
    path: ["***"],
  });
  requireNone(inspect(broken, { depth: 9, showHidden: true }));
  const result = await run("whole", () => undefined);
  expect(result).toMatchObject({ evidence: { summary: { fails: 1 } } });
  requireNone(JSON.stringify(events));
  requireNone(everything(folder));
  expect(everything(folder)).toContain("***");
  await target.close();
});

test("inputs that hold a secret are refused, since a resumed run would not have it", async () => {
  const target = await openDatabase("duckdb:");
  const kept = { out: join(folder, "o"), secrets: [canary] };
  const approve = async (): Promise<"yes"> => "yes";
  const options = { databases: { target }, approve };
  const flow = { ...leaking(() => undefined), claims: () => [] };
  const run = runFlow(flow, { text: `a ${canary}` }, { ...options, ...kept });
  await expect(run).rejects.toMatchObject({
    code: "DX_RUNNER_INPUTS",
    path: ["text"],
    summary: "text holds a secret",
  });
  expect(readdirSync(folder)).toEqual([]);
  await runFlow(flow, { text: `a ${canary}` }, { ...options, secrets: [canary] }); // nothing is kept
  await target.close();
});

test("a secret in a file that is no text is refused", async () => {
  const target = await openDatabase("duckdb:");
  const write = defineTask("write", {
    version: 1,
    effect: "idempotent",
    input: z.null(),
    output: z.null(),
    run: async (_given, { artefacts }) => {
      await artefacts.write({ "a.bin": Buffer.from(`\u0000\u0001${canary}`) });
      return null;
    },
  });
  const flow = defineFlow({
    ...leaking(() => undefined),
    process: async (_given, ctx) => ctx.task(write, null),
  });
  const run = runFlow(
    flow,
    { text: "" },
    {
      databases: { target },
      out: join(folder, "o"),
      secrets: [canary],
      approve: async () => "yes",
    },
  );
  await expect(run).rejects.toMatchObject({ code: "DX_RUNNER_SECRET" });
  expect(readdirSync(join(folder, "o"))).toEqual(["journal.jsonl"]);
  await target.close();
});

test("addresses keep their credentials to themselves", () => {
  const env = { DATABASE_URL: "postgres://ada:p%40ss-word@host/shop" };
  const { locations, secrets, urls } = readAddresses(["env:DATABASE_URL"], { env });
  expect(locations).toEqual({ source: "env:DATABASE_URL", target: "env:DATABASE_URL" });
  expect(urls["source"]).toBe(env.DATABASE_URL);
  const { redact } = createSecrets(secrets);
  expect(redact("login p@ss-word p%40ss-word")).toBe("login *** ***");
  for (const given of [
    "postgres://ada:secret@host/shop",
    "target=postgres://ada@host/shop?password=secret",
    "postgres://ada:secret@host:port/shop",
    "target=postgres://ada:sec/ret#@host/shop",
    "host=shop user=ada password=secret",
  ])
    expect(() => readAddresses([given], { env })).toThrow(
      expect.objectContaining({ code: "DX_RUNNER_PASSWORD", path: ["db"] }) as Error,
    );
  expect(() => readAddresses(["env:DATABASE_ULR"], { env })).toThrow(
    expect.objectContaining({
      code: "DX_RUNNER_DATABASE",
      hint: "did you mean DATABASE_URL?",
    }) as Error,
  );
  expect(() => readAddresses(["env:ZZZZZZZZZZZZZZ"], { env })).toThrow(
    expect.objectContaining({ path: ["db"], hint: "set ZZZZZZZZZZZZZZ" }) as Error,
  );
  expect(() => readAddresses(["duckdb:a", "source=duckdb:b"], { env })).toThrow(
    "two databases are called source",
  );
});

test("errors and their causes lose their secrets, and keep all else", () => {
  const { redactError } = createSecrets([canary]);
  const plain = new Error("plain", { cause: new Error("why") });
  expect(redactError(plain)).toBe(plain);
  const inner = new Error(`inner ${canary}`);
  const clean = redactError(new Error("outer", { cause: inner }));
  expect(clean).toMatchObject({ message: "outer", cause: { message: "inner ***" } });
  expect(inspect(clean)).not.toContain(canary);
  expect(redactError(new Error(canary))).not.toHaveProperty("cause");
  const dx = new DxError("DX_T", canary, { path: [canary, 1], hint: canary });
  expect(redactError(dx)).toMatchObject({ code: "DX_T", path: ["***", 1], hint: "***" });
  expect(redactError({ said: [canary] })).toEqual({ said: ["***"] });
});

test("short texts are no secrets, since they stand everywhere", () => {
  const { add, redact } = createSecrets(["abc"]);
  add("");
  expect(redact("abc")).toBe("abc");
});
