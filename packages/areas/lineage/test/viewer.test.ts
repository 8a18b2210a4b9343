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

/** Waits until what was asked for is drawn, and has the focus. */
const drawn =
  "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))";

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
  "impact: what a change of a column or a table reaches, values and decisions apart",
  async ({ page }) => {
    const faults = await show(page, lineage);
    await page.locator("#impact").check();
    await page.locator("#search").fill("orders price");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".column.here");
    expect(await marked(page, "up")).toEqual([]);
    expect((await marked(page, "hit")).map((one) => one.split(":")[0])).toEqual([
      "price",
      "total",
      hostile,
    ]);
    const details = page.locator("#details");
    expect(await details.textContent()).toContain(
      "A change reaches 3 columns of 3 tables: values of 3",
    );
    await page.locator("#search").fill("orders status");
    await page.keyboard.press("Enter");
    await expect.poll(async () => details.textContent()).toContain("values of 0");
    await page.evaluate(drawn);
    expect(await details.textContent()).toContain("stage decides on 3");
    expect(await marked(page, "hit")).toEqual([]);
    expect(await marked(page, "down")).toHaveLength(6);
    await page.locator('.box[data-table="1"]').click({ position: { x: 20, y: 12 } });
    await expect.poll(async () => details.textContent()).toContain("customers");
    await page.evaluate(drawn);
    expect((await marked(page, "here")).length).toBe(3);
    expect((await marked(page, "hit")).map((one) => one.split(":")[0])).toEqual(["name"]);
    await page.locator("#impact").uncheck();
    await expect.poll(async () => details.textContent()).toContain("Goes to");
    expect(faults).toEqual([]);
  },
);

testWithBrowser("arrows on a column go along its influences and its table", async ({ page }) => {
  const faults = await show(page, lineage);
  await page.locator("#search").fill("stage price");
  await page.keyboard.press("Enter");
  const here = page.locator(".column.here > title");
  const details = page.locator("#details h2").first();
  await page.waitForSelector(".column.here");
  await page.locator(".column.here").focus();
  for (const [key, name] of [
    ["ArrowLeft", "orders.price"],
    ["ArrowRight", "stage.price"],
    ["ArrowRight", "mart.total"],
    ["ArrowUp", "mart.name"],
    ["ArrowUp", "mart.name"],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one key after the other
    await page.keyboard.press(key);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await expect.poll(async () => details.textContent()).toBe(name);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await page.evaluate(drawn);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await page.waitForSelector(".column.here:focus");
  }
  await page.keyboard.press("v");
  expect(await page.locator("#direct").isChecked()).toBe(true);
  await page.keyboard.press("i");
  expect(await page.locator("#impact").isChecked()).toBe(true);
  expect(await here.count()).toBe(1);
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
