import type { Page } from "@dx/testing/browser";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";

/** Opens a page from a folder, and notes what it asks for and what it complains of. */
export async function openPage(
  page: Page,
  html: string,
): Promise<{ readonly url: string; readonly heard: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "dx-report-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "index.html");
  writeFileSync(file, html);
  const url = pathToFileURL(file).href;
  const heard: string[] = [];
  page.on("request", (request) => {
    if (request.url() !== url && request.url() !== "data:,")
      heard.push(`asked for ${request.url()}`);
  });
  page.on("console", (message) => heard.push(message.text()));
  page.on("pageerror", (error) => heard.push(String(error)));
  page.on("dialog", (dialog) => {
    heard.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  return { url, heard };
}
