import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { expect, expectFine, signIn, test, VIEWS } from "./fixtures";
import { newAccount } from "./peers/app";

const text = "Mañana empiezan las rebajas; 50% «en toda la tienda» 😀";

test("from the API through the simulated network to the list and its file", async ({ signedIn: page, api }) => {
  const spain = Array.from({ length: 8 }, (_, i) => `3460011122${i}`);
  const sent = await api.send({
    text,
    sender: "TIENDA",
    recipients: [...spain, "+52 55 1234 5678", "12"],
    subid: "winter",
  });
  expect(sent.messages.map(({ status }) => status)).toEqual([...Array(9).fill("processed"), "rejected"]);
  await page.goto("/monitoring/messages?period=last7&subid=winter");
  const rows = page.getByRole("row");
  await expect(rows).toHaveCount(11);
  // The simulated network takes seconds, loses some and fails some, as a real one does; the list follows by itself.
  await expect.poll(() => rows.filter({ hasText: "Delivered" }).count(), { timeout: 45_000 }).toBeGreaterThan(1);
  const refused = rows.filter({ hasText: "Rejected" }).filter({ hasText: "Not a number that can receive SMS" });
  await expect(refused).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByText("Download", { exact: true }).click();
  await page.getByRole("link", { name: "CSV", exact: true }).click();
  const file = parse(await readFile(await (await download).path(), "utf8"), { columns: true }) as Record<
    string,
    string
  >[];
  expect(file.map((row) => row.text)).toEqual(Array(10).fill(text));
  expect(file.map((row) => row.msisdn).sort()).toEqual(["12", ...spain, "525512345678"]);
  const { messages } = await api.list("period=last7&subid=winter");
  const delivered = messages.filter(({ status }) => status === "delivered").length;
  expect(file.filter((row) => row.status === "delivered").length).toBeLessThanOrEqual(delivered);
  expect(file.filter((row) => row.status === "delivered").length).toBeGreaterThan(1);
});

test("search, narrow by a count, read the message, and come back", async ({ signedIn: page, api }) => {
  await api.send({ to: "34600111222", text: "Uno", sender: "A", test: true });
  await api.send({ to: "34600333444", text: "Dos", sender: "B", test: true });
  await api.send({ to: "nonsense", text: "Tres", sender: "B" });
  await page.goto("/monitoring/messages?period=last7");
  await expect(page.getByRole("row")).toHaveCount(4);
  await page.getByRole("textbox", { name: "Sender" }).fill("B");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("row")).toHaveCount(3);
  expect(new URL(page.url()).searchParams.get("sender")).toBe("B");
  await page.getByRole("main").getByRole("link", { name: /^Test/ }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page
    .getByRole("link", { name: /34 600 333 444/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("34 600 333 444");
  await expect(page.getByText("Dos")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("row")).toHaveCount(2);
});

test("a filter that cannot be read shows nothing and says which", async ({ signedIn: page, api }) => {
  await api.send({ to: "34600111222", text: "Uno", sender: "A", test: true });
  await page.goto("/monitoring/messages?period=last7&msisdn=abc");
  await expect(page.getByText(/Write digits with the country code/)).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(0);
  expect((await page.request.get("/monitoring/messages/csv?period=last7&msisdn=abc&kind=plain")).status()).toBe(400);
});

test("nothing of one account is seen with the other's session, key or ids", async ({
  app,
  account,
  page,
  browser,
  request,
}) => {
  const theirs = await newAccount(app);
  const { apiOf } = await import("./peers/api");
  const sent = await apiOf(app, theirs).send({
    text: "secret",
    sender: "B",
    recipients: ["34600111222", "34600111223"],
    test: true,
  });
  const id = sent.messages[0]!.id;
  await signIn(page, account);
  expect((await page.goto(`/monitoring/messages/${id}`))!.status()).toBe(404);
  await page.goto(`/monitoring/messages?period=last7&id=${id}`);
  await expect(page.getByText("secret")).toHaveCount(0);
  for (const path of ["csv?kind=plain&", "csv?kind=excel&", "xlsx?"]) {
    const file = await page.request.get(`/monitoring/messages/${path}period=last7&campaign=${sent.campaignId}`);
    expect((await file.body()).toString("latin1")).not.toContain(id);
  }
  const mine = { authorization: `Bearer ${account.key}` };
  expect((await request.get(`/api/v1/messages/${id}`, { headers: mine })).status()).toBe(404);
  expect(await (await request.get(`/api/v1/messages?period=last7&id=${id}`, { headers: mine })).json()).toMatchObject({
    messages: [],
  });
  const stranger = await browser.newContext();
  const nobody = stranger.request;
  for (const path of ["", `/${id}`, "/csv?kind=plain", "/xlsx"]) {
    const answer = await nobody.get(`${app.url}/monitoring/messages${path}`, { maxRedirects: 0 });
    expect([path, [302, 303, 307, 401].includes(answer.status())]).toEqual([path, true]);
  }
  expect((await nobody.get(`${app.url}/api/v1/messages`)).status()).toBe(401);
  await stranger.close();
});

test("search, paging and download work without JavaScript", async ({ app, account, api, browser }) => {
  await api.send({
    text: "Hola",
    sender: "A",
    recipients: Array.from({ length: 60 }, (_, i) => `346001112${10 + i}`),
    test: true,
  });
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: app.url });
  const page = await context.newPage();
  await signIn(page, account);
  await page.goto("/monitoring/messages?period=last7");
  await expect(page.getByRole("row")).toHaveCount(51);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByRole("row")).toHaveCount(11);
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(page.getByRole("row")).toHaveCount(51);
  await page.getByRole("textbox", { name: "Recipient" }).fill("34600111210");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await context.close();
});

for (const view of VIEWS)
  test(`every page is accessible: ${view.name}`, async ({ signedIn: page, api }) => {
    const { messages } = await api.send({ text, sender: "A", recipients: ["34600111222", "12"], test: true });
    await expectFine(page, view, [
      ...["/monitoring/messages", "/monitoring/messages?status=bogus", "/monitoring/messages?sender=nobody"],
      ...[`/monitoring/messages/${messages[0]!.id}`, "/nowhere"],
    ]);
  });
