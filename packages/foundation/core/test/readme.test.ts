import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as exported from "../src/index.ts";

test("the README names every function and every error", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  for (const name of Object.keys(exported)) expect(readme).toContain(`\`${name}\``);
  const folder = new URL("../src/", import.meta.url);
  const codes = new Set(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => readFileSync(new URL(file, folder), "utf8").match(/DX_CORE_\w+/g) ?? []),
  );
  expect(codes.size).toBeGreaterThan(5);
  for (const code of codes) expect(readme).toContain(`\`${code}\``);
});
