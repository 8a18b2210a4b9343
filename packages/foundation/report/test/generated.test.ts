import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { renderReport } from "../src/index.ts";

test("the committed script and style are what src/client gives", () => {
  const output = execFileSync(process.execPath, ["../../../tools/bundle-client.mjs", "--check"]);
  expect(String(output)).toBe("");
});

test("the content policy names the script and the style that the page has, and lets nothing else in", () => {
  const page = renderReport({ title: "T", blocks: [] });
  const hashOf = (name: string): string => {
    const [, text = ""] = new RegExp(`<${name}>([^]*?)</${name}>`).exec(page) ?? [];
    return createHash("sha256").update(text).digest("base64");
  };
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  expect(policy?.split("; ")).toEqual([
    "default-src 'none'",
    `script-src 'sha256-${hashOf("script")}'`,
    `style-src 'sha256-${hashOf("style")}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});
