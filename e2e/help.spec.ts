import type { Page } from "@playwright/test";
import { expect, expectAccessible, signIn, test } from "./fixtures";
import { apiOf } from "./peers/api";
import { newAccount, type RunningApp } from "./peers/app";

/*
 * The pictures of the help are what these tests compare the pages with, so they cannot age: a page that looks different
 * fails here, and `npx playwright test -c e2e/playwright.config.ts e2e/help.spec.ts --update-snapshots` takes new ones.
 */

const LOCALES = ["en", "es"];
const WEEK = "period=2026-10-05..2026-10-11";
const day = (date: number, time: string) => `2026-10-${String(date).padStart(2, "0")}T${time}:00.000Z`;

/** A shop's week, always the same. */
function history(): object[] {
  const texts = [
    "Hola Ana, tu pedido 4711 sale hoy y llega mañana antes de las 14:00.",
    "Solo este fin de semana: 20 % en toda la tienda. https://tienda.example/finde",
    "Tu código de acceso es 483920. No lo compartas con nadie.",
  ];
  const outcomes = [
    ...Array(9).fill({ status: "delivered" }),
    { status: "non-deliverable", reason: "unknown_subscriber", code: "001" },
    { status: "delivered" },
    { status: "expired", reason: "expired", code: "027" },
    ...Array(6).fill({ status: "delivered" }),
    { status: "rejected", reason: "blocked", code: "013" },
  ];
  return Array.from({ length: 120 }, (_, i) => {
    const minute = String((i * 7) % 60).padStart(2, "0");
    const sentAt = day(5 + (i % 7), `${String(7 + (i % 11)).padStart(2, "0")}:${minute}`);
    const confirmedAt = new Date(Date.parse(sentAt) + 3_000 + (i % 13) * 1_700).toISOString();
    return {
      ...{
        to: `346001${String(11_000 + i * 37)}`,
        text: texts[i % 3],
        sender: i % 3 === 2 ? "ACCESO" : "TIENDA",
        sentAt,
      },
      ...{ confirmedAt, handedAt: new Date(Date.parse(sentAt) + 400).toISOString() },
      ...outcomes[i % outcomes.length],
    };
  });
}

/** A shop of a fixed name with that history, and a page whose reader is signed in in a language. */
async function shop(app: RunningApp, page: Page, locale: string) {
  // The first account of an installation is its administrator's, and sees more.
  await newAccount(app);
  const [email, password] = [`${crypto.randomUUID()}@example.com`, crypto.randomUUID()];
  const person = ["--email", email, "--password", password, "--name", "Tienda Sol"];
  const made = await app.admin(
    "account",
    "create",
    ...person,
    "--zone",
    "Europe/Madrid",
    "--country",
    "ES",
    "--locale",
    locale,
  );
  const { accountId } = made as { accountId: number };
  const rights = ["--account", String(accountId), "--scopes", "send,receipts,read"];
  const { key } = (await app.admin("key", "create", ...rights)) as { key: string };
  const lines = history().map((each) => JSON.stringify(each));
  const imported = await fetch(`${app.url}/api/v1/messages/import`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
    body: lines.join("\n"),
  });
  expect(imported.status).toBe(200);
  await signIn(page, { email, password });
  const config = JSON.stringify({ url: "http://127.0.0.1:9/", username: "shop", password: "none" });
  const gateway = ["gateway", "create", "--account", String(accountId), "--kind", "kannel", "--name", "Kannel"];
  const { receiptPath } = (await app.admin(...gateway, "--config", config)) as { receiptPath: string };
  return { api: apiOf(app, { accountId, email, password, key }), receipts: app.url + receiptPath };
}

/** Ids and the moment of the test differ each time; nothing else may. */
async function compare(page: Page, name: string, locale: string) {
  const now = new Date();
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  const write = (options: Intl.DateTimeFormatOptions) => (instant: Date) =>
    instant.toLocaleString(locale === "es" ? "es-ES" : "en-GB", { timeZone: "Europe/Madrid", ...options });
  const minutes = [-3, -2, -1, 0, 1].map(at).map(write({ hour: "2-digit", minute: "2-digit" }));
  const days = [at(-3), at(1)].map(write({ day: "numeric", month: "short" }));
  const wholeDays = [at(-3), at(1)].map(write({ day: "numeric", month: "long" }));
  const lastDays = locale === "es" ? "12 de septiembre al 11 de octubre" : "12 September to 11 October";
  await page.evaluate(
    ([minutes, days, wholeDays, lastDays]) => {
      const moment = new RegExp(`(${minutes.join("|")}):\\d\\d`, "g");
      const today = new RegExp(`(${days.join("|")})(?!\\p{L})`, "gu");
      const untilToday = new RegExp(`\\d+( (de )?\\p{L}+)? (to|al) (${wholeDays.join("|")})`, "gu");
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode as Text;
        node.data = node.data
          .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "019a0b5c-7d10-7c3e-9a41-5f2b8c6d7e90")
          .replace(moment, "14:08:04")
          .replace(untilToday, lastDays)
          .replace(today, "11 Oct");
      }
    },
    [minutes, days, wholeDays, lastDays] as const,
  );
  await expect(page).toHaveScreenshot([locale, `${name}.png`], { animations: "disabled", maxDiffPixelRatio: 0.03 });
}

type Shop = Awaited<ReturnType<typeof shop>>;

const kannelSays = (receipts: string, id: string, d: number, text: string) =>
  fetch(`${receipts}?${new URLSearchParams({ ref: id, n: "1", d: String(d), eid: `${id}${d}`, a: text })}`);
const FAILED = "id:23 sub:001 dlvrd:000 submit date:2610111408 done date:2610111408 stat:UNDELIV err:001 text:";
const DELIVERED = FAILED.replace("dlvrd:000", "dlvrd:001").replace("UNDELIV err:001", "DELIVRD err:000");

/** A campaign whose first recipients are delivered, others failed, and some still under way. */
async function campaign({ api, receipts }: Shop, name: string, recipients: number, delivered: number, failed: number) {
  const numbers = Array.from({ length: recipients }, (_, i) => `34600${String(200_000 + i * 61)}`);
  const sent = await api.send({ text: `${name}: 20 %`, sender: "TIENDA", campaign: name, recipients: numbers });
  for (const [i, { id }] of sent.messages.entries())
    if (i < delivered) await kannelSays(receipts, id, 1, DELIVERED);
    else if (i < delivered + failed) await kannelSays(receipts, id, 2, FAILED);
}

for (const locale of LOCALES) {
  test.describe(`the pictures in ${locale}`, () => {
    test.use({ locale: locale === "es" ? "es-ES" : "en-GB" });
    test.setTimeout(120_000);

    test("show Monitoring, a message, statistics, campaigns and a cleaning as they are", async ({ app, page }) => {
      const { api, receipts } = await shop(app, page, locale);
      await page.goto(`/monitoring/messages?${WEEK}&fields=msisdn,sender,text,credits,clicks,sentAt,status`);
      await compare(page, "monitoring", locale);
      const { messages } = await api.list(`${WEEK}&status=non-deliverable`);
      const { id } = messages[0]!;
      await kannelSays(receipts, id, 8, "ACK/");
      for (let again = 0; again < 2; again++) await kannelSays(receipts, id, 2, FAILED);
      await page.goto(`/monitoring/messages/${id}`);
      await compare(page, "message", locale);
      await page.goto(`/statistics/messages?${WEEK}`);
      await compare(page, "statistics", locale);

      await page.goto(`/monitoring/messages/group?${WEEK}`);
      await page.locator("main form input[name=name]").fill("Clientes");
      await page.locator("main form button[type=submit]").click();
      await page.waitForURL(/\/agenda\/groups\/\d+$/);
      await page.goto(`${page.url()}/clear?why=rejected&why=non-deliverable&row=1&days=365`);
      await compare(page, "clear", locale);

      await campaign({ api, receipts }, "Rebajas de otoño", 40, 38, 2);
      await campaign({ api, receipts }, "Solo este fin de semana", 60, 31, 4);
      await page.goto("/campaigns");
      await compare(page, "campaigns", locale);
    });
  });
}

test("an article is found by a word, read, and followed to the next", async ({ signedIn: page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Help", exact: true }).click();
  await expectAccessible(page);
  await page.getByRole("searchbox", { name: "Search the help" }).fill("unknown SUBSCRIBER");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("heading", { name: "1 tutorial with “unknown SUBSCRIBER”" })).toBeVisible();
  await page.getByRole("link", { name: "What each status and reason means" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What each status and reason means");
  await expect(page.getByRole("row", { name: /^Delivered/ })).toContainText("Confirmed as delivered");
  await expectAccessible(page);
  await page
    .getByRole("navigation", { name: "In this tutorial" })
    .getByRole("link", { name: "The rule of receipts" })
    .click();
  await expect(page).toHaveURL(/#the-rule-of-receipts$/);
  await page.getByRole("link", { name: "Next: How clicks are judged" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("How clicks are judged");
  expect((await page.goto("/help/nothing"))!.status()).toBe(404);
});

test("every picture of an article is there", async ({ signedIn: page }) => {
  await page.goto("/help/results");
  const pictures = page.locator("article img");
  expect(await pictures.count()).toBeGreaterThan(1);
  for (const picture of await pictures.all()) {
    const answer = await page.request.get((await picture.getAttribute("src"))!);
    expect([answer.status(), answer.headers()["content-type"]]).toEqual([200, "image/png"]);
  }
});
