import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import type { TestAccount } from "./peers/app";
import { hasPoppler, infoOf, linksOf, pagesOf, textOf } from "./read-pdf";

test.skip(!hasPoppler, "poppler-utils reads what is printed");

const flat = (text: string) => text.replace(/\s+/g, " ").trim();
/** A word may be broken at its hyphen. */
const bare = (text: string) => text.replace(/[\s-]+/g, "");

/** A text of each script, delivered, expired or rejected on some days of October. */
async function history(url: string, { key }: TestAccount): Promise<void> {
  const texts = [
    "Tu pedido sale hoy",
    "Привет, заказ готов",
    "您的订单已发货",
    "注文が発送されました",
    "주문이 발송되었습니다",
    "आपका ऑर्डर भेजा गया",
    "😀 Gracias",
  ];
  const outcomes = [{ status: "delivered" }, { status: "delivered" }, { status: "expired", reason: "expired" }];
  const lines = Array.from({ length: 60 }, (_, i) => {
    const sentAt = `2026-10-${String(5 + (i % 7)).padStart(2, "0")}T${String(8 + (i % 9)).padStart(2, "0")}:15:00.000Z`;
    const confirmedAt = new Date(Date.parse(sentAt) + 4_000 + i * 300).toISOString();
    const to = `346001${String(11_000 + i * 37)}`;
    return JSON.stringify({
      to,
      text: texts[i % texts.length],
      sender: "TIENDA",
      sentAt,
      confirmedAt,
      handedAt: sentAt,
      ...outcomes[i % 3],
    });
  });
  const response = await fetch(`${url}/api/v1/messages/import`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
    body: lines.join("\n"),
  });
  expect(response.status).toBe(200);
}

async function saved(page: Page, click: () => Promise<void>): Promise<{ name: string; file: Buffer }> {
  const downloading = page.waitForEvent("download");
  await click();
  const download = await downloading;
  return { name: download.suggestedFilename(), file: await readFile(await download.path()) };
}

test("a list on paper has the rows of the page, in every script", async ({ app, account, signedIn: page }) => {
  await history(app.url, account);
  await page.goto("/monitoring/messages?period=2026-10-05..2026-10-11&size=100");
  await page.getByText("Download", { exact: true }).click();
  const { name, file } = await saved(page, () => page.getByRole("link", { name: "PDF", exact: true }).click());
  expect(name).toBe("messages-2026-10-05-2026-10-11.pdf");
  const text = flat(textOf(file));
  const rows = page.getByRole("row");
  await expect(rows).toHaveCount(61);
  for (const row of (await rows.all()).slice(1)) {
    const cells = await row.getByRole("cell").allInnerTexts();
    // The recipient's country stands beside the number on the page.
    for (const cell of [cells[0]!.split("\n")[0]!, ...cells.slice(1, 4)])
      expect(text).toContain(flat(cell).replace(/\s*ES$/, ""));
  }
  expect(text).toContain("All 60 rows.");
  expect(infoOf(file)).toMatchObject({ Tagged: "yes", Title: "Messages sent 5 to 11 October 2026" });
});

test("a report on paper has every figure of the page, and each leads to the same rows", async ({
  app,
  account,
  signedIn: page,
}) => {
  await history(app.url, account);
  await page.goto("/statistics/messages?period=2026-10-05..2026-10-11");
  const { name, file } = await saved(page, () => page.getByRole("link", { name: "PDF", exact: true }).click());
  expect(name).toBe("statistics-messages-2026-10-05-2026-10-11.pdf");
  const pages = pagesOf(file);
  const text = bare(pages.join(" "));
  const shown = page.locator("[data-results]");
  // The facts above them tell the moment at which each was made.
  for (const figure of await shown.locator(".headlines dd, td, th, h2").allInnerTexts())
    for (const word of figure.split(/\s+/)) expect([word, text.includes(bare(word))]).toEqual([word, true]);
  for (const [index, each] of pages.entries()) expect(each).toContain(`Page ${index + 1} of ${pages.length}`);

  const addresses = await shown
    .locator("dd a, td a, th a")
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  const path = (address: string) => address.replace(/^https?:\/\/[^/]+/, "");
  expect(addresses.length).toBeGreaterThan(20);
  expect(linksOf(file).map(path).sort()).toEqual(addresses.map(path).sort());
  await page.goto(path(linksOf(file)[0]!));
  await expect(page.getByRole("heading", { name: "Monitoring", level: 1 })).toBeVisible();
});

test("a tutorial can be had as PDF", async ({ signedIn: page }) => {
  await page.goto("/help/results");
  const title = await page.getByRole("heading", { level: 1 }).innerText();
  const { name, file } = await saved(page, () => page.getByRole("link", { name: "Download as PDF" }).click());
  expect(name).toBe("results-en.pdf");
  expect(infoOf(file)).toMatchObject({ Title: title, Tagged: "yes" });
  expect(flat(textOf(file))).toContain("Understand one message");
});
