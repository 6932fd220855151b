import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectFine, signIn, test, VIEWS } from "./fixtures";
import { addKannel, newAccount, type RunningApp, type TestAccount } from "./peers/app";
import { NOWHERE } from "./peers/kannel";

/** A gateway that is only heard. @returns the path of its receipts; its inbound messages go beside it */
async function heard({ admin }: RunningApp, { accountId }: TestAccount, kind: string, config: object = {}) {
  const made = await admin(
    ...["gateway", "create", "--account", String(accountId), "--kind", kind, "--name", kind],
    ...["--config", JSON.stringify(config)],
  );
  const { receiptPath } = made as { receiptPath: string };
  return { receipts: receiptPath, inbound: receiptPath.replace("/receipts/", "/inbound/") };
}

const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

test("STOP comes in, the number is blacklisted, the next sending to it is rejected; ALTA lets it in again", async ({
  app,
  account,
  api,
  signedIn: page,
}) => {
  const { inbound } = await heard(app, account, "jasmin");
  const say = (content: string, id = crypto.randomUUID()) =>
    fetch(`${app.url}${inbound}?id=${id}&from=34600111222&to=217777&coding=8&content=${encodeURIComponent(content)}`);
  const answer = await say("¡Baja, por favor!");
  expect([answer.status, await answer.text()]).toEqual([200, "ACK/Jasmin"]);

  await page.goto("/monitoring/inbound");
  await expect(page.getByRole("row").filter({ hasText: "34 600 111 222" })).toContainText("Leave the list");
  await expectAccessible(page);
  await page.locator("tbody").getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Text from 34 600 111 222");
  await expect(page.getByText("“BAJA”: the person left the list")).toBeVisible();
  await expectAccessible(page);
  expect(await fits(page)).toBe(true);
  await page.goto("/agenda/blacklist");
  await expect(page.getByRole("row").filter({ hasText: "34 600 111 222" })).toContainText("BAJA");

  const send = async () =>
    (await api.send({ text: `Rebajas ${crypto.randomUUID()}`, sender: "TIENDA", recipients: ["34600111222"] }))
      .messages[0]!;
  const refused = await send();
  expect(await api.get(refused.id)).toMatchObject({ status: "rejected", reason: "blacklist" });
  await say("ALTA");
  expect((await send()).status).toBe("processed");
  await page.reload();
  await expect(page.getByText("Nobody is on the list.", { exact: false })).toBeVisible();
});

test("an account chooses by which words people leave its list", async ({ app, account, signedIn: page }) => {
  const { inbound } = await heard(app, account, "jasmin");
  await page.goto("/agenda/blacklist");
  await page.getByRole("link", { name: "Change the words" }).click();
  await page.getByLabel("Leave the list").fill("dos palabras, x");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Single words of 2 to 20 letters or digits, please.")).toBeVisible();
  await page.getByLabel("Leave the list").fill("Fuera");
  await page.getByLabel("Come back").fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await expect(page.getByLabel("Leave the list")).toHaveValue("FUERA");
  for (const content of ["BAJA", "¡fuera!"])
    await fetch(`${app.url}${inbound}?id=${content}&from=34600111222&to=217777&coding=8&content=${content}`);
  await page.goto("/monitoring/inbound");
  await expect(page.getByRole("row").filter({ hasText: "Leave the list" })).toHaveCount(1);
  await page.goto("/agenda/blacklist");
  await expect(page.getByText("Whoever writes FUERA is put on the blacklist at once.")).toBeVisible();
});

test("numbers are put on the list by hand, found, taken off and put back", async ({ signedIn: page }) => {
  await page.goto("/agenda/blacklist");
  await page.getByText("Add numbers").click();
  await page.getByRole("textbox", { name: "Numbers" }).fill("34 600 111 222\n+34 600 333 444, nobody");
  await page.getByRole("button", { name: "Put them on the list" }).click();
  await expect(page.getByText("2 numbers are new on the list. 1 is not a number: “nobody”")).toBeVisible();
  await page.getByLabel("Number", { exact: true }).fill("34600111");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Remove 34 600 111 222 from the blacklist" }).click();
  await expect(page.getByText("34 600 111 222 is off the list: messages reach it again.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Put it back" }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  const file = await page.request.get("/agenda/blacklist/csv?number=34600111");
  expect((await file.text()).split("\r\n")[1]).toMatch(/^34600111222,hand,/);
  expect((await page.request.get("/agenda/blacklist/csv?source=nowhere")).status()).toBe(400);
});

test("a recipient leaves by the link of his message, without a script, and comes back", async ({
  app,
  api,
  browser,
}) => {
  const { messages } = await api.send({
    text: "Rebajas. Baja: %unsubscribe%",
    sender: "TIENDA",
    recipients: ["34600111222"],
    test: true,
  });
  const { text } = await api.get(messages[0]!.id);
  const link = /https?:\/\/\S+\/u\/\w+/.exec(text)![0];
  for (const method of ["GET", "HEAD"]) expect((await fetch(link, { method })).status).toBe(200);
  expect((await api.send({ text: "Hola", recipients: ["34600111222"], test: true })).messages[0]!.status).toBe("test");

  const plain = await browser.newContext({ javaScriptEnabled: false, locale: "es-ES", colorScheme: "dark" });
  const page = await plain.newPage();
  const foreign: string[] = [];
  page.on("request", (request) => void (request.url().startsWith(app.url) || foreign.push(request.url())));
  await page.goto(link);
  await expect(page.getByText("346•••••222")).toBeVisible();
  await page.getByRole("button", { name: "Darme de baja" }).click();
  await expect(page.getByRole("heading", { name: "Hecho" })).toBeVisible();
  const barred = await api.send({ text: "Hola otra vez", recipients: ["34600111222"], test: true });
  expect(await api.get(barred.messages[0]!.id)).toMatchObject({ status: "rejected", reason: "blacklist" });
  await page.getByRole("button", { name: "Volver a recibir mensajes" }).click();
  await expect(page.getByRole("button", { name: "Darme de baja" })).toBeVisible();
  expect(foreign).toEqual([]);
  await plain.close();

  const seen = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage();
  await seen.goto(link);
  await expectAccessible(seen);
  expect(await fits(seen)).toBe(true);
  await seen.context().close();
});

test("an orphan is looked for again, attached by hand, or thrown away", async ({
  app,
  account,
  api,
  signedIn: page,
}) => {
  await addKannel(app, account, NOWHERE);
  const { receipts } = await heard(app, account, "jasmin");
  const tell = (id: string) => fetch(`${app.url}${receipts}?id=${id}&level=2&message_status=DELIVRD`);
  for (const id of ["AAA", "BBB", "CCC"]) expect((await tell(id)).status).toBe(200);
  const { messages } = await api.send({ text: "Hola", sender: "TIENDA", recipients: ["34600111222"] });

  await page.goto("/monitoring/orphans");
  const row = (reference: string) =>
    page.getByRole("listitem").filter({ has: page.getByText(reference, { exact: true }) });
  await expect(row("AAA")).toContainText("Delivered");
  await expectAccessible(page);
  await row("AAA").getByRole("button", { name: "Look again" }).click();
  await expect(page.getByText("There is still no such message.")).toBeVisible();
  await row("BBB").getByText("As it was received, and more").click();
  await row("BBB").getByLabel("Attach to the message").fill("no id");
  await row("BBB").getByRole("button", { name: "Attach" }).click();
  await expect(page.getByText("There is no such message.")).toBeVisible();
  await row("BBB").getByLabel("Attach to the message").fill(messages[0]!.id);
  await row("BBB").getByRole("button", { name: "Attach" }).click();
  await expect(row("BBB")).toHaveCount(0);
  expect(await api.statusOf(messages[0]!.id)).toBe("delivered");
  await page.getByText("Discard all…").click();
  await page.getByRole("button", { name: "Discard all 2" }).click();
  await expect(page.getByText("Every receipt has found its message.")).toBeVisible();
});

test("a generic gateway is tried out on an example in its page, then added and heard", async ({
  app,
  signedIn: page,
}) => {
  await page.goto("/settings/gateways");
  await page.getByRole("link", { name: "Add a gateway" }).click();
  await page.getByRole("link", { name: "Choose Another gateway" }).click();
  await page.getByLabel("Message", { exact: true }).fill("results[].id");
  await page.getByLabel("Status", { exact: true }).fill("results[].state");
  await page.getByLabel("Word 1", { exact: true }).fill("arrived");
  await page
    .getByLabel("An example to try it out on")
    .fill('{"results":[{"id":"M1","state":"Arrived"},{"id":"M2","state":"lost"}]}');
  await page.getByRole("button", { name: "Try it out" }).click();
  await expect(page.getByText("2 receipts were read. These words have no meaning yet: lost.")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "M1" })).toContainText("Delivered");
  await expectAccessible(page);
  await page.getByLabel("Word 2", { exact: true }).fill("lost");
  await page.getByLabel("Meaning 2", { exact: true }).selectOption("non-deliverable");
  await page.getByRole("button", { name: "Add the gateway" }).click();
  const address = await page.getByLabel("Address for delivery receipts").inputValue();
  await expect(page.getByText("No receipt has come yet.")).toBeVisible();
  const body = JSON.stringify({ results: [{ id: "M1", state: "arrived" }] });
  const answer = await fetch(new URL(new URL(address).pathname, app.url), { method: "POST", body });
  expect([answer.status, await answer.text()]).toEqual([200, "OK"]);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("1 receipt in the last 24 hours, 1 in all.")).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(page.getByRole("link", { name: "1 receipt waits for its message" })).toBeVisible();
});

test("a secret is written once and never read again; unknown codes get their meaning in one step", async ({
  app,
  account,
  api,
  signedIn: page,
}) => {
  await page.goto("/settings/gateways/new/vonage");
  await page.getByLabel("Signature", { exact: true }).selectOption("sha256");
  await page.getByRole("button", { name: "Add the gateway" }).click();
  await expect(page.getByText("Please fill this in.")).toBeVisible();
  await page.getByLabel("Signature secret").fill("sesame");
  await page.getByRole("button", { name: "Add the gateway" }).click();
  await expect(page.getByLabel("Address for inbound messages")).toHaveValue(/\/inbound\/[\w-]{20,}$/);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  expect(await page.content()).not.toContain("sesame");

  const { receipts } = await heard(app, account, "jasmin");
  const { messages } = await api.send({ text: "Hola", sender: "TIENDA", recipients: ["34600111222"] });
  await fetch(`${app.url}${receipts}?id=${messages[0]!.id}&level=2&message_status=UNDELIV&err=0E7`);
  await page.goto("/settings/gateways");
  await page.getByRole("link", { name: "Settings of jasmin" }).click();
  await page.getByLabel("What 0E7 means", { exact: true }).selectOption("absent");
  await page.getByRole("button", { name: "Save what 0E7 means" }).click();
  await expect(page.getByText("Codes without a meaning")).toHaveCount(0);
  await expect(page.getByLabel("Code 1", { exact: true })).toHaveValue("0E7");
  await expectAccessible(page);
});

test("a viewer reads the lists and changes none of them; the settings of gateways are not his", async ({
  app,
  account,
  signedIn: owner,
  browser,
  baseURL,
}) => {
  await heard(app, account, "jasmin");
  await owner.goto("/settings/people");
  const email = `eva-${account.email}`;
  await owner.getByRole("textbox", { name: "E-mail" }).fill(email);
  await owner.getByRole("combobox", { name: "Role", exact: true }).selectOption("viewer");
  await owner.getByRole("button", { name: "Make the link" }).click();
  const link = await owner.getByRole("textbox", { name: `The link for ${email}` }).inputValue();
  const page = await (await browser.newContext({ baseURL: baseURL! })).newPage();
  await page.goto(link);
  await page.getByLabel("Your name").fill("Eva");
  await page.getByLabel("Choose a password").fill("a long enough password");
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("heading", { name: "Monitoring" })).toBeVisible();
  for (const path of ["/agenda/blacklist", "/monitoring/orphans", "/monitoring/inbound"]) {
    expect((await page.goto(path))?.status()).toBe(200);
    await expect(page.getByText(/^(Add numbers|Discard|Remove)/)).toHaveCount(0);
  }
  expect((await page.goto("/settings/opt-out"))?.status()).toBe(404);
  for (const path of ["new/twilio", "simulator", "1"])
    expect((await page.goto(`/settings/gateways/${path}`))?.status()).toBe(404);
  await page.context().close();
});

test("no account sees another's texts, numbers and orphans", async ({ app, account, page }) => {
  const theirs = await newAccount(app);
  const paths = await heard(app, theirs, "jasmin");
  await fetch(`${app.url}${paths.inbound}?id=1&from=34600111222&to=217777&content=STOP`);
  await fetch(`${app.url}${paths.receipts}?id=AAA&level=2&message_status=DELIVRD`);
  await signIn(page, account);
  for (const [path, empty] of [
    ["/monitoring/inbound", "No texts yet"],
    ["/monitoring/orphans", "No orphans"],
    ["/agenda/blacklist", "Nobody is on the list."],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(empty, { exact: false })).toBeVisible();
  }
});

for (const view of VIEWS)
  test(`the new pages are accessible and fit: ${view.name}`, async ({ app, account, signedIn: page }) => {
    test.slow(); // many pages, one after the other
    const paths = await heard(app, account, "jasmin");
    await fetch(`${app.url}${paths.inbound}?id=1&from=34600111222&to=217777&content=STOP`);
    await fetch(`${app.url}${paths.receipts}?id=AAA&level=2&message_status=DELIVRD`);
    await expectFine(page, view, [
      ...["/monitoring/inbound", "/monitoring/inbound?person=x", "/monitoring/orphans", "/monitoring/orphans?after=x"],
      ...["/agenda/blacklist", "/agenda/blacklist?number=x", "/settings/gateways", "/settings/gateways/new"],
      ...["/settings/gateways/new/kannel", "/settings/gateways/new/generic"],
      ...["/settings/gateways/1", "/settings/gateways/simulator", "/settings/opt-out"],
    ]);
  });
