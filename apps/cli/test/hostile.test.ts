import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { testWithPostgres } from "@dx/testing";
import { testWithBrowser, type Page } from "@dx/testing/browser";
import { runMany, type Line } from "./many.ts";
import { afterEach, beforeEach, expect } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dx-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const script = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>";
const names: Readonly<Record<string, string>> = {
  screen: "\u001B]0;owned\u0007\u001B[2J\u009B31m\u202Ered",
  page: `</script><svg onload=hacked=1>"';`,
  path: "../../../escaped/../x",
  absolute: join(tmpdir(), "dx-hostile/absolute"),
  long: "l".repeat(300),
  zero: "a\u0000b",
  right: "עברית العربية \u2067x",
};

const steers = /[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]/u;

async function expectTame(page: Page, file: string): Promise<void> {
  const heard: string[] = [];
  page.on("request", (request) => {
    if (request.url() !== pathToFileURL(file).href && request.url() !== "data:,")
      heard.push(request.url());
  });
  page.on("console", (message) => heard.push(message.text()));
  page.on("pageerror", (error) => heard.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  expect(
    await page.evaluate(
      `[typeof window.hacked, document.querySelectorAll("img,iframe,form").length, document.scripts.length]`,
    ),
  ).toEqual(["undefined", 0, 1]);
  expect(heard).toEqual([]);
}

/** Inputs of a run in which all that people name is hostile. */
function inputsOf(hostile: string): string {
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  return JSON.stringify({
    dimensionTable: quoted(`dim ${hostile}`),
    sourceTable: quoted(`source ${hostile}`),
    sourceFile: "rows.csv",
    businessKey: ["id"],
    trackedAttributes: [`attribute ${hostile}`],
    scdType: 2,
    effectiveDateColumns: { validFrom: `from ${hostile}`, validTo: "valid_to" },
    currentFlagColumn: `current ${hostile}`,
  });
}

function csv(hostile: string): string {
  const field = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  return `id,${field(`attribute ${hostile}`)}\n1,${field(hostile)}\n2,${field(`${hostile}${script}`)}\n`;
}

/** A run in a folder of its own. */
function line(kind: string, words: readonly string[]): Line {
  const cwd = join(folder, kind);
  const hostile = names[kind] ?? "";
  mkdirSync(cwd);
  writeFileSync(join(cwd, "rows.csv"), csv(hostile));
  writeFileSync(join(cwd, "inputs.yaml"), inputsOf(hostile));
  const run = ["run", "scd-implementation", "-i", "inputs.yaml", "--yes", "--out", "out"];
  return { cwd, words: [...run, ...words] };
}

/** Runs all, and looks at terminals, folders and pages; gives the statuses. */
async function expectAllTame(
  page: Page | undefined,
  words: readonly string[],
  kinds: readonly string[] = Object.keys(names),
): Promise<unknown> {
  const lines = kinds.map((kind, index) =>
    line(kind, [...words, ...(index % 2 === 0 ? ["--json"] : [])]),
  );
  const said = await runMany(lines);
  for (const { text } of said) {
    expect(text).not.toMatch(steers);
    expect(text).not.toMatch(/^ +at .*:\d+:\d+\)?$/m);
  }
  expect(readdirSync(folder).toSorted()).toEqual(kinds.toSorted());
  expect(existsSync(join(tmpdir(), "dx-hostile"))).toBe(false);
  for (const kind of kinds) {
    const inside = readdirSync(join(folder, kind)).filter((name) => name !== "out");
    expect(inside.toSorted()).toEqual(["inputs.yaml", "rows.csv"]);
    const index = join(folder, kind, "out/index.html");
    // oxlint-disable-next-line no-await-in-loop -- there is one page
    if (page !== undefined && existsSync(index)) await expectTame(page, index);
  }
  return Object.fromEntries(said.map(({ status }, index) => [kinds[index] ?? "", status]));
}

const allWell = Object.fromEntries(Object.keys(names).map((kind) => [kind, 0]));

testWithBrowser(
  "hostile names and values stay in the folder, in the page and out of the terminal (duckdb)",
  async ({ page }) => {
    expect(await expectAllTame(page, [])).toEqual({ ...allWell, zero: 3 });
  },
);

testWithPostgres(
  "hostile names and values stay in the folder and out of the terminal (postgres)",
  async ({ postgresUrl }) => {
    const statuses = await expectAllTame(
      undefined,
      ["--db", postgresUrl],
      ["screen", "page", "long", "zero"],
    );
    expect(statuses).toEqual({ screen: 0, page: 0, long: 3, zero: 3 });
  },
);
