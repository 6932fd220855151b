import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { expect, expectFine, signIn, test, VIEWS } from "./fixtures";
import type { RunningApp, TestAccount } from "./peers/app";
import { hasPoppler, pagesOf } from "./read-pdf";

const ANDROID =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Mobile Safari/537.36";
/** The week in which Madrid's clocks go forward. */
const WEEK = "period=2026-03-23..2026-03-29";

/** Messages with their outcomes, some of each kind, in the account's own past. */
async function importMessages({ url }: RunningApp, { key }: TestAccount): Promise<void> {
  const statuses = ["delivered", "delivered", "delivered", "expired", "rejected", "non-deliverable", "sent", "test"];
  const lines = Array.from({ length: 96 }, (_, index) => {
    const sentAt = new Date(Date.parse("2026-03-22T23:30:00Z") + index * 100 * 60_000);
    const status = statuses[index % statuses.length]!;
    const failed = ["expired", "rejected", "non-deliverable"].includes(status);
    return {
      ...{ to: index % 2 ? "+34600111222" : "+52 55 1234 5678", text: "Hola", sender: `S${index % 12}`, status },
      ...{
        sentAt: sentAt.toISOString(),
        label: index % 3 ? "=1+1" : null,
        reason: failed && index % 2 ? "absent" : null,
      },
      confirmedAt: status === "delivered" ? new Date(sentAt.getTime() + 900 * index).toISOString() : null,
    };
  });
  const answer = await fetch(`${url}/api/v1/messages/import`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
    body: lines.map((line) => JSON.stringify(line)).join("\n"),
  });
  if (!answer.ok) throw new Error(`The import answers ${answer.status}: ${await answer.text()}`);
}

/** Every chart of the page is there. */
const drawn = (page: Page) =>
  page.waitForFunction(
    () => document.querySelector("[data-chart]") && !document.querySelector("[data-chart]:not([data-drawn])"),
  );

/** How many rows MONITORING has at an address. */
async function listed(page: Page, address: string): Promise<number> {
  const [path, search] = address.split("?");
  const file = await page.request.get(
    `${path}/csv?kind=plain&fields=${path!.endsWith("clicks") ? "at" : "id"}&${search}`,
  );
  expect([address, file.status()]).toEqual([address, 200]);
  return (parse(await file.text()) as string[][]).length - 1;
}

test("each figure is a link to exactly its rows", async ({ app, account, signedIn: page }) => {
  test.setTimeout(120_000);
  await importMessages(app, account);
  await page.goto(`/statistics/messages?${WEEK}`);
  await expect(page.getByText("Messages sent 23 to 29 March 2026").first()).toBeVisible();
  const figures = await page.locator(".report-table td:not(:last-child) a").evaluateAll((links) =>
    links.map((link) => ({
      figure: link.textContent ?? "",
      href: link.getAttribute("href") ?? "",
      column:
        link.closest("table")!.rows[0]!.cells[(link.closest("td") as HTMLTableCellElement).cellIndex]!.textContent,
    })),
  );
  const counts = figures.filter(
    // Durations lead to the messages that were measured, shares to theirs.
    ({ figure, column }) => !["Segments", "Credits"].includes(column ?? "") && /^[\d,]+$/.test(figure),
  );
  expect(counts.length).toBeGreaterThan(100);
  for (const { figure, href } of counts.filter((_, index) => index % 5 === 0))
    expect([href, await listed(page, href)]).toEqual([href, Number(figure.replaceAll(",", ""))]);

  // And by hand: those that have no place of their own.
  const rest = page.locator("#sender").getByRole("row", { name: /2 others/ });
  const others = Number(await rest.getByRole("link").first().textContent());
  await rest.getByRole("link").first().click();
  await expect(page.getByRole("row")).toHaveCount(others + 1);
  await page.getByRole("link", { name: "Statistics of these" }).click();
  await expect(page.locator(".headline").first()).toHaveText(String(others));
});

test("arrow keys go through a chart, and what they reach is told", async ({ app, account, signedIn: page }) => {
  await importMessages(app, account);
  await page.goto(`/statistics/messages?${WEEK}&by=day`);
  await drawn(page);
  const chart = page.getByRole("application", { name: /^Messages by day/ });
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  const told = page.locator("#messages [aria-live]");
  await expect(told).toHaveText(/^Mon 23 Mar, Sent: \d+$/);
  await page.keyboard.press("ArrowRight");
  await expect(told).toHaveText(/^Tue 24 Mar, Sent: \d+$/);
  await page.keyboard.press("ArrowUp");
  await expect(told).toHaveText(/^Tue 24 Mar, Delivered: \d+$/);
});

test("what cannot be told says so, and files refuse it", async ({ signedIn: page }) => {
  await page.goto("/statistics/messages?period=last30&by=hour");
  await expect(page.getByText(/by hour at most 14 days/).first()).toBeVisible();
  await expect(page.locator(".report")).toHaveCount(0);
  expect((await page.request.get("/statistics/messages/csv?period=last30&by=hour&table=status")).status()).toBe(400);
  expect((await page.request.get("/statistics/messages/csv?period=last30&table=nothing")).status()).toBe(404);
  await page.goto("/statistics/messages?period=last30");
  await expect(
    page.getByRole("heading", { name: "No messages yet" }).or(page.locator("main h2")).first(),
  ).toBeVisible();
});

test("the file of a table holds what the table shows", async ({ app, account, signedIn: page }) => {
  await importMessages(app, account);
  const answer = await page.request.get(`/statistics/messages/csv?${WEEK}&table=sender&kind=plain`);
  const rows = parse(await answer.text(), { columns: true }) as Record<string, string>[];
  expect(rows.map(({ sender }) => sender)).toEqual(expect.arrayContaining(["S0", "S11", "Total"]));
  expect(rows.at(-1)!.messages).toBe("96");
  const excel = await page.request.get(`/statistics/messages/csv?${WEEK}&table=label&kind=excel`);
  expect((await excel.body()).toString("utf16le")).toContain('"=""=1+1"""');
});

for (const format of ["A4", "Letter"] as const)
  test(`a report prints whole on ${format}`, async ({ app, account, signedIn: page }) => {
    test.skip(!hasPoppler, "poppler is not installed");
    await importMessages(app, account);
    await page.addInitScript(() => {
      window.print = () => document.body.setAttribute("data-printed", "");
    });
    await page.goto(`/statistics/messages?${WEEK}`);
    await page.getByRole("button", { name: "Print" }).click();
    await page.waitForURL((url) => url.pathname.endsWith("/print"));
    await expect(page.locator("body[data-printed]")).toHaveCount(1);
    const pages = pagesOf(await page.pdf({ format, printBackground: true }));
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, text] of pages.entries()) {
      expect(text).toContain("Statistics of messages");
      expect(text).toMatch(new RegExp(`(^|\\s)${index + 1} ?/ ?${pages.length}\\s`));
    }
    expect(pages[0]).toContain("Messages sent 23 to 29 March 2026");
    expect(pages[0]).toContain("Europe/Madrid");
    const all = pages.join("\n");
    for (const title of ["By status", "Messages by day", "By sender", "Hour of the day by day of the week"])
      expect(all).toContain(title);
    // Nothing of the screen is on paper.
    expect(all).not.toMatch(/Back to the screen|CSV/);

    // Whoever prints the screen by the browser's own menu gets the same, from the first sheet on.
    await page.goto(`/statistics/messages?${WEEK}`);
    const [first] = pagesOf(await page.pdf({ format, printBackground: true }));
    expect(first).toContain("Messages sent 23 to 29 March 2026");
    expect(first).toContain("By status");
  });

test("visits of people and robots are told apart, and each leads to its rows", async ({ app, api, signedIn: page }) => {
  const text = "Rebajas: https://tienda.example/rebajas?a=1.";
  await api.send({ text, sender: "TIENDA", recipients: ["34600111222", "34600333444"], test: true, shortLinks: true });
  const { messages } = await api.list("period=last7");
  const links = messages.map((message) => /\/r\/[0-9A-Za-z]+/.exec(message.text)![0]);
  for (const agent of [ANDROID, ANDROID, `${ANDROID} GoogleMessages/20.1`])
    await fetch(app.url + links[0]!, { redirect: "manual", headers: { "user-agent": agent } });
  await fetch(app.url + links[1]!, { redirect: "manual", headers: { "user-agent": ANDROID } });
  await expect.poll(() => listed(page, "/monitoring/clicks?period=last7")).toBe(4);
  await page.goto("/statistics/messages?period=last7");
  await page.getByRole("navigation", { name: "Statistics of" }).getByRole("link", { name: "Clicks" }).click();
  await expect(page.locator("#target")).toContainText("https://tienda.example/rebajas?a=1");
  const figures = await page
    .locator(".report-table a")
    .evaluateAll((links) =>
      links.map((link) => ({ figure: Number(link.textContent), href: link.getAttribute("href") ?? "" })),
    );
  expect(figures.length).toBeGreaterThan(10);
  for (const { figure, href } of figures) expect([href, await listed(page, href)]).toEqual([href, figure]);
});

test("a report is read without JavaScript, by its tables", async ({ app, account, browser }) => {
  await importMessages(app, account);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: app.url });
  const page = await context.newPage();
  await signIn(page, account);
  await page.goto(`/statistics/messages?${WEEK}`);
  await expect(page.getByRole("table", { name: "Messages by day" })).toBeVisible();
  await expect(page.locator("[data-chart]").first()).toBeHidden();
  await page.getByLabel("Step").selectOption("week");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("table", { name: "Messages by week" })).toBeVisible();
  await context.close();
});

for (const view of VIEWS)
  test(`reports are accessible: ${view.name}`, async ({ app, account, signedIn: page }) => {
    test.slow(); // thousands of cells are looked at one by one
    await importMessages(app, account);
    await page.addInitScript(() => {
      window.print = () => {};
    });
    const clicks = `/statistics/clicks?${WEEK}`;
    const paths = [`/statistics/messages?compare=previous&${WEEK}`, `/statistics/messages/print?${WEEK}`, clicks];
    await expectFine(page, view, paths, async (path) => (path === clicks ? undefined : drawn(page)));
  });
