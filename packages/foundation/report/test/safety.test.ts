// oxlint-disable no-await-in-loop -- there is one page, and it does one thing after the other
import { bars } from "@dx/chart";
import { testWithBrowser } from "@dx/testing/browser";
import { budget } from "@dx/testing/budget";
import { hostileText } from "@dx/testing/hostile-text";
import fc from "fast-check";
import { writeFileSync } from "node:fs";
import { expect } from "vitest";
import { renderReport, type Block, type Report } from "../src/index.ts";
import { evidence } from "./evidence.ts";
import { openPage } from "./open-page.ts";

const hostileReport: fc.Arbitrary<Report> = fc
  .array(hostileText, { minLength: 6, maxLength: 6 })
  .map(([a = "", b = "", c = "", d = "", e = "", f = ""]) => {
    const check = { kind: "no-rows", violations: a.repeat(20), population: b } as const;
    const row = { [a]: { type: b, value: c }, [d]: { type: "text", value: null } };
    const claim = { statement: a, subject: b, wanted: c, check };
    const chart = bars([{ label: a, value: 1, detail: b }], {
      title: `t${c}`,
      unit: d,
      description: e,
    });
    const path = `artefacts/x${f.replace(/[/\\\p{Cc}\p{Cs}]/gu, "")}`;
    return {
      title: a,
      subtitle: b,
      blocks: [
        { kind: "heading", text: c },
        { kind: "heading", text: d, level: 3 },
        { kind: "text", text: `${e} \`${f}\`` },
        {
          kind: "claims",
          claims: [
            evidence(d, { verdict: "fails", counterexample: row }, claim),
            evidence(d, { verdict: "unknown", because: "error", reason: e }, claim),
            evidence(
              f,
              { verdict: "holds", assuming: f, figures: { [a]: 1 } },
              { check: { kind: "named", name: a, method: "proved", arguments: { [b]: c } } },
            ),
          ],
        },
        { kind: "table", caption: a, rows: [row, { [e]: f, ["__proto__"]: c }] },
        { kind: "code", code: a, language: b, title: c },
        chart,
        { kind: "facts", facts: [{ name: a, value: b, unit: c, note: d }] },
        { kind: "files", files: [{ path, note: b }] },
        { kind: "details", summary: e, blocks: [{ kind: "heading", text: f }] },
      ] satisfies Block[],
    };
  });

testWithBrowser(
  "no text breaks out: no script of it runs, nothing is loaded, nothing is added",
  async ({ page }) => {
    const calm = renderReport(
      fc.sample(hostileReport, { ...budget(1), numRuns: 1 })[0] ?? { title: "T", blocks: [] },
    );
    const { heard, url } = await openPage(page, calm);
    for (const one of fc.sample(hostileReport, budget(25))) {
      writeFileSync(new URL(url), renderReport(one));
      await page.goto(url);
      const found = await page.evaluate<unknown>(`({
      hacked: typeof window.hacked,
      elements: [...new Set([...document.querySelectorAll("*")].map((one) => one.localName))]
        .filter((name) => ["img", "iframe", "object", "embed", "form", "base", "image", "audio", "video"].includes(name)),
      counts: ["script", "style", "title", "main", "h1"].map((name) => document.querySelectorAll("head > " + name + ", body > " + name + ", .top > " + name).length),
      handlers: [...document.querySelectorAll("*")].flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith("on")),
      links: [...document.links].filter(({ href, hash }) => !href.startsWith("file:")).map(({ href }) => href),
      title: document.querySelector("h1").textContent.length > 0 || ${JSON.stringify(one.title)} === "",
    })`);
      expect(found).toEqual({
        hacked: "undefined",
        elements: [],
        counts: [1, 1, 1, 1, 1],
        handlers: [],
        links: [],
        title: true,
      });
    }
    expect(heard).toEqual([]);
  },
);

testWithBrowser(
  "the content policy stops a script and a style that are not the page's",
  async ({ page }) => {
    const added =
      '<script>window.hacked = 1</script><style>h1 { color: rgb(1, 2, 3) }</style><img src="http://192.0.2.1/x.png" alt="x">';
    const { heard } = await openPage(
      page,
      renderReport({ title: "T", blocks: [] }).replace("</main>", `${added}</main>`),
    );
    expect(await page.evaluate("typeof window.hacked")).toBe("undefined");
    expect(await page.evaluate(`getComputedStyle(document.querySelector("h1")).color`)).not.toBe(
      "rgb(1, 2, 3)",
    );
    expect(
      heard.filter((text) => text.includes("Content Security Policy")).length,
    ).toBeGreaterThanOrEqual(3);
  },
);

testWithBrowser(
  "200 claims and 10 tables are at most 200 KB, and open at once",
  async ({ page }) => {
    const claims = Array.from({ length: 200 }, (_, n) =>
      evidence(
        `shop.orders.claim-${n}`,
        n % 20 === 0
          ? { verdict: "fails", counterexample: { id: { type: "int64", value: "7" } } }
          : { verdict: "holds", figures: { violations: 0 } },
        {
          statement: `Column ${n} of orders is never negative where the order has been delivered.`,
          check: {
            kind: "no-rows",
            violations: `select\n  "id",\n  "column_${n}"\nfrom\n  "shop"."orders"\nwhere\n  "column_${n}" < 0\n  and "delivered_at" is not null`,
            population: `select\n  "id"\nfrom\n  "shop"."orders"\nwhere\n  "delivered_at" is not null\n  and "cancelled_at" is null\n  and "tenant" = 'basel'`,
          },
        },
      ),
    );
    const rows = Array.from({ length: 500 }, (_, n) => ({
      id: n,
      city: `City ${n}`,
      amount: n * 1.25,
      at: "2024-01-01",
    }));
    const tables = Array.from({ length: 10 }, (_, n): Block => ({
      kind: "table",
      caption: `Table ${n}`,
      rows,
      limit: 20,
    }));
    const large = renderReport({ title: "Large", blocks: [{ kind: "claims", claims }, ...tables] });
    expect(Buffer.byteLength(large)).toBeLessThanOrEqual(200_000);
    const { heard } = await openPage(page, large);
    expect(await page.locator(".list > li:visible").count()).toBe(200);
    expect(heard).toEqual([]);
  },
);
