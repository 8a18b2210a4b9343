import { execFileSync } from "node:child_process";
import { testWithBrowser, type Page } from "@dx/testing/browser";
import { expect, test } from "vitest";
import { toHtml, type Lineage } from "../src/index.ts";
import { lineageOf } from "./shop.ts";

const hostile = '</script><img src=x onerror="document.title=1">';
const lineage = lineageOf([
  "create table stage as select id, price, customer_id from orders where status = 'paid'",
  "create table mart as select c.name, sum(s.price) as total from stage s join customers c on c.id = s.customer_id group by c.name",
  `create view board as select total as "${hostile.replaceAll('"', '""')}" from mart`,
]);

async function show(page: Page, shown: Lineage): Promise<readonly string[]> {
  const faults: string[] = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith("data:")) faults.push(request.url());
  });
  await page.setContent(toHtml(shown, { title: `<b>Shop</b> ${hostile}` }));
  await page.waitForSelector(".box");
  return faults;
}

const marked = async (page: Page, mark: string): Promise<readonly string[]> =>
  page.locator(`.column.${mark} > title`).allTextContents();

testWithBrowser(
  "shows tables, and of a column what it comes from and goes to",
  async ({ page }) => {
    const faults = await show(page, lineage);
    expect(await page.locator(".box").count()).toBe(5);
    expect(await page.title()).toContain("<b>Shop</b>");
    await page.locator("#search").fill("mart tot");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".column.here");
    expect(await marked(page, "here")).toEqual([expect.stringMatching(/^total/)]);
    expect(await marked(page, "up")).toHaveLength(7);
    expect(await marked(page, "down")).toEqual([expect.stringContaining("</script>")]);
    await page.locator("#direct").check();
    await expect.poll(async () => page.locator(".column.up").count()).toBe(2);
    expect((await marked(page, "up")).map((one) => one.split(":")[0])).toEqual(["price", "price"]);
    expect(await page.locator("#details").textContent()).toContain("Comes from 2");
    await page.keyboard.press("Escape");
    await expect.poll(async () => page.locator(".column.up").count()).toBe(0);
    expect(faults).toEqual([]);
  },
);

testWithBrowser("works by the keyboard alone", async ({ page }) => {
  const faults = await show(page, lineage);
  await page.keyboard.press("/");
  await page.keyboard.type("price");
  await page.keyboard.press("ArrowDown");
  expect(await page.locator('[aria-selected="true"]').textContent()).toBe("stage.price");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".column.here");
  await page.keyboard.press("Escape");
  await page.locator("#close").focus();
  await page.keyboard.press("Enter");
  await expect.poll(async () => page.locator(".column").count()).toBe(0);
  await page.locator(".box").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector('.box[aria-expanded="true"] .column');
  expect(faults).toEqual([]);
});

testWithBrowser(
  "answers a click on one of 4,000 columns soon, and draws only what is seen",
  async ({ page }) => {
    const many = lineageOf(
      Array.from({ length: 200 }, (_, n) => {
        const columns = Array.from({ length: 20 }, (__, at) => `c${at}`);
        return n === 0
          ? `create table t0 as select ${columns.map((one) => `id as ${one}`).join(", ")} from orders`
          : `create table t${n} as select ${columns.join(", ")} from t${Math.floor((n - 1) / 3)}`;
      }),
    );
    const faults = await show(page, many);
    expect(await page.locator("#counts").textContent()).toContain("4007 columns");
    await page.locator("#search").fill("t0.c7");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".column.here");
    expect(await page.locator(".box").count()).toBeLessThan(120);
    expect(await page.locator("#details").textContent()).toContain("Goes to 199");
    expect(faults).toEqual([]);
  },
);

test("the page's script and style are those of src/client", () => {
  const out = execFileSync("node", ["../../../tools/bundle-client.mjs", "--check"], {
    encoding: "utf8",
  });
  expect(out).toBe("");
});
