// oxlint-disable no-await-in-loop -- there is one page, and it does one thing after the other
import { bars, diagram, lines, timeline } from "@dx/chart";
import { testWithBrowser } from "@dx/testing/browser";
import axe from "axe-core";
import { expect } from "vitest";
import { renderReport, type Block, type Report } from "../src/index.ts";
import { evidence } from "./evidence.ts";
import { openPage } from "./open-page.ts";

const fails = {
  verdict: "fails",
  counterexample: { id: { type: "int64", value: "7" }, city: { type: "text", value: null } },
} as const;
const unknown = { verdict: "unknown", because: "no-engine", reason: "dbt is not here" } as const;
const report: Report = {
  title: "Orders",
  subtitle: "flow scd-implementation",
  blocks: [
    {
      kind: "facts",
      facts: [
        { name: "Rows", value: 1234, unit: "rows", note: "today" },
        { name: "Cost", value: null },
      ],
    },
    { kind: "heading", text: "Claims" },
    {
      kind: "claims",
      claims: [
        evidence("shop.one", { verdict: "holds" }),
        evidence("shop.two", { verdict: "holds", assuming: "no holidays" }),
        evidence("shop.three", fails),
        evidence("shop.four", unknown),
        Object.assign(evidence("shop.five", { verdict: "fails" }), { about: "source" }),
      ],
    },
    { kind: "heading", text: "Data" },
    { kind: "text", text: "The table `orders`." },
    {
      kind: "table",
      caption: "First orders",
      rows: [
        { id: 1, city: "Basel" },
        { id: 2, city: null },
        { id: 3, city: "" },
      ],
    },
    { kind: "heading", level: 3, text: "Pictures" },
    timeline([{ label: "7", spans: [{ from: "2024-01-01", to: null, label: "Basel" }] }], {
      title: "Versions",
    }),
    bars(
      [
        { label: "a", value: 1 },
        { label: "b", value: -2 },
      ],
      { title: "Rows by table" },
    ),
    lines(
      [
        {
          label: "late",
          points: [
            { x: 1, y: 2 },
            { x: 2, y: 3 },
          ],
        },
      ],
      { title: "Late orders" },
    ),
    diagram(
      {
        nodes: [{ id: "f", group: "fact", fields: ["k"] }, { id: "d" }],
        edges: [{ from: "f", to: "d", label: "k" }],
      },
      { title: "Star" },
    ),
    { kind: "heading", text: "Files" },
    { kind: "code", language: "sql", title: "load.sql", code: "select 1\n  from t" },
    { kind: "files", files: [{ path: "artefacts/load.sql", bytes: 12, note: "loads" }] },
    {
      kind: "details",
      summary: "More",
      blocks: [
        { kind: "heading", level: 3, text: "Inside" },
        { kind: "table", caption: "Steps", rows: [{ step: "load" }] },
      ],
    },
  ],
};
const html = renderReport(report);

testWithBrowser("loads nothing, complains of nothing, and says what it shows", async ({ page }) => {
  const { heard } = await openPage(page, html);
  for (const name of ["Versions", "Rows by table", "Late orders", "Star"])
    expect(await page.getByRole("img", { name, exact: true }).count()).toBe(1);
  expect(await page.getByRole("table", { name: "First orders" }).getByRole("row").count()).toBe(4);
  for (const role of ["banner", "main", "navigation"] as const)
    expect(await page.getByRole(role).count()).toBe(1);
  expect(heard).toEqual([]);
});

testWithBrowser(
  "an accessibility check finds nothing, in light, dark and print, open and closed",
  async ({ page }) => {
    await openPage(page, html);
    for (const colorScheme of ["light", "dark"] as const)
      for (const media of ["screen", "print"] as const) {
        await page.emulateMedia({ colorScheme, media });
        await page.reload();
        await page.evaluate(axe.source);
        for (const isOpen of [false, true]) {
          await page.evaluate(
            `for (const one of document.querySelectorAll("details")) one.open = ${isOpen}`,
          );
          const { violations, passes } = await page.evaluate<axe.AxeResults>("axe.run()");
          const found = violations.flatMap(({ id, nodes }) =>
            nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
          );
          expect({ colorScheme, media, isOpen, found }).toEqual({
            colorScheme,
            media,
            isOpen,
            found: [],
          });
          expect(passes.map(({ id }) => id)).toEqual(
            expect.arrayContaining(["color-contrast", "heading-order", "region"]),
          );
        }
      }
  },
);

testWithBrowser("the check would find a fault", async ({ page }) => {
  await openPage(
    page,
    html.replace('<html lang="en"', "<html").replace("<h1", "<h5").replace("</h1", "</h5"),
  );
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>("axe.run()");
  expect(violations.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["html-has-lang", "page-has-heading-one"]),
  );
});

testWithBrowser(
  "the keyboard reaches all that can be used, in its order, and shows where it is",
  async ({ page }) => {
    await openPage(page, html);
    const wanted =
      await page.evaluate<number>(`[...document.querySelectorAll("a, button, input, summary, .scroll")]
      .filter((one) => one.checkVisibility()).length`);
    const reached: string[] = [];
    for (let presses = 0; presses <= wanted; presses += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate<string>(`(() => {
        const { activeElement: at, body } = document;
        if (at === body) return "";
        const { outlineStyle, outlineWidth } = getComputedStyle(at);
        return [at.outerHTML.slice(0, 200), outlineStyle, outlineWidth, [...document.querySelectorAll("*")].indexOf(at)].join("|");
      })()`);
      if (at === "") break;
      expect(at).toContain("|solid|2px|");
      reached.push(at);
    }
    expect(new Set(reached).size).toBe(wanted);
    expect(reached[0]).toContain("Skip to content");
    const places = reached.map((at) => Number(at.split("|").at(-1)));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  },
);

testWithBrowser(
  "claims are chosen by verdict and words, and the number shown is announced",
  async ({ page }) => {
    await openPage(page, html);
    const shown = async (): Promise<string[]> =>
      page.locator(".list > li:visible code").allTextContents();
    const status = page.getByRole("status");
    expect(await shown()).toEqual(["shop.three", "shop.four", "shop.one", "shop.two", "shop.five"]);
    await page.getByRole("button", { name: "Fails 2" }).click();
    expect(await shown()).toEqual(["shop.three", "shop.five"]);
    expect(await page.getByRole("button", { name: "Fails 2" }).getAttribute("aria-pressed")).toBe(
      "true",
    );
    expect(await page.getByRole("button", { name: "All 5" }).getAttribute("aria-pressed")).toBe(
      "false",
    );
    expect(await status.textContent()).toBe("2 of 5 shown");
    await page.getByRole("searchbox", { name: "Search claims" }).fill("  THREE statement ");
    expect(await shown()).toEqual(["shop.three"]);
    await page.getByRole("button", { name: "Holds 2" }).click();
    expect(await shown()).toEqual([]);
    expect(await status.textContent()).toBe("0 of 5 shown");
    await page.getByRole("searchbox").fill("");
    await page.getByRole("button", { name: "All 5" }).click();
    expect(await shown()).toHaveLength(5);
  },
);

testWithBrowser(
  "the theme is the reader's, then the button's, also after a reload",
  async ({ page }) => {
    await page.emulateMedia({ colorScheme: "light" });
    await openPage(page, html);
    const ground = async (): Promise<string> =>
      page.evaluate<string>("getComputedStyle(document.documentElement).backgroundColor");
    const light = await ground();
    const button = page.getByRole("button", { name: "Dark theme" });
    expect(await button.getAttribute("aria-pressed")).toBe("false");
    await button.click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    expect(await button.getAttribute("aria-pressed")).toBe("true");
    await page.reload();
    expect(await ground()).toBe(dark);
    await button.click();
    expect(await ground()).toBe(light);
    await page.evaluate("localStorage.clear()");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.reload();
    expect(await ground()).toBe(dark);
  },
);

testWithBrowser("code is copied, or selected where there is no clipboard", async ({ page }) => {
  await openPage(page, html);
  await page.evaluate(
    `Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text; } } })`,
  );
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate("copied")).toBe("select 1\n  from t");
  await page.reload();
  await page.evaluate(`Object.defineProperty(navigator, "clipboard", { value: undefined })`);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Selected" }).waitFor();
  expect(await page.evaluate("String(getSelection())")).toBe("select 1\n  from t");
});

testWithBrowser("a link to a query opens what it is in", async ({ page }) => {
  const check = {
    kind: "no-rows",
    violations: "select 1",
    population: `select ${"x, ".repeat(60)}1`,
  } as const;
  const claims = ["a", "b"].map((id) => evidence(id, { verdict: "holds" }, { check }));
  await openPage(page, renderReport({ title: "T", blocks: [{ kind: "claims", claims }] }));
  await page.locator(".list summary").first().click();
  expect(await page.locator("#query-1").isVisible()).toBe(false);
  await page.getByRole("link", { name: "query 1" }).first().click();
  await page.locator("#query-1").waitFor({ state: "visible" });
});

testWithBrowser(
  "without script all can be read, and there are no buttons without use",
  async ({ page }) => {
    await openPage(page, html.replace(/<script>[^]*<\/script>/, ""));
    expect(await page.locator("button:visible, input:visible").count()).toBe(0);
    expect(await page.locator(".list > li:visible").count()).toBe(5);
    await page.locator(".list summary").first().click();
    expect(await page.locator(".list pre:visible").count()).toBe(2);
  },
);

testWithBrowser("print shows all, light, and nothing is cut off", async ({ page }) => {
  const wide: Block = {
    kind: "table",
    caption: "Wide",
    rows: [
      Object.fromEntries(
        Array.from({ length: 14 }, (_, n) => [
          `column_${n}`,
          `value number ${n} ${"x".repeat(40)}`,
        ]),
      ),
    ],
  };
  await openPage(
    page,
    renderReport({
      ...report,
      blocks: [...report.blocks, wide, { kind: "code", code: "x".repeat(400) }],
    }),
  );
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.setViewportSize({ width: 688, height: 980 }); // what A4 leaves between the margins
  const cut = await page.evaluate<string[]>(`[...document.querySelectorAll("*")]
      .filter((one) => one.checkVisibility() && !one.closest("svg") && one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => one.outerHTML.slice(0, 100))`);
  expect(cut).toEqual([]);
  expect(await page.getByRole("table", { name: "Steps" }).isVisible()).toBe(true);
  expect(await page.locator("button:visible, input:visible, nav:visible").count()).toBe(0);
  expect(await page.locator(".list pre:visible").count()).toBeGreaterThan(4);
  expect(await page.evaluate("getComputedStyle(document.body).color")).toBe("rgb(28, 33, 40)");
  const pdf = await page.pdf({ format: "A4" });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(await page.locator("details[open]").count()).toBe(0);
});

testWithBrowser("a narrow screen scrolls pictures and tables, not the page", async ({ page }) => {
  await openPage(page, html);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
    360,
  );
});
