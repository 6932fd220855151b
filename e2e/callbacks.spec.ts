import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, expectAccessible, signIn, test } from "./fixtures";
import { newAccount } from "./peers/app";

/** A client of the test's own, which answers as it is told to. */
async function client() {
  const asked: string[] = [];
  const answer = { status: 200 };
  const server = createServer(({ url, headers }, response) => {
    asked.push(`${url} ${headers["x-signature"] ?? "-"}`);
    response.writeHead(answer.status).end("thanks");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, answer, stop: () => server.close() };
}

test("a client is called about its messages, sees each call in the log, and has a refused one made again", async ({
  signedIn: page,
  api,
}) => {
  const { url, asked, answer, stop } = await client();
  await page.goto("/settings/callbacks");
  await page.getByLabel("What becomes of messages (ackurl)").fill("ftp://nowhere");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Please write an address that begins with http:// or https://.")).toBeVisible();
  await page.getByLabel("What becomes of messages (ackurl)").fill(`${url}/ack?token=x`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Call with a sample receipt" }).click();
  await expect(page.getByText("It answered with HTTP 200. It said “thanks”.")).toBeVisible();
  expect(asked[0]).toMatch(/^\/ack\?token=x&acklevel=handset&.*&subid=test&timestamp=\S+ -$/);
  await page.getByRole("button", { name: "Sign calls" }).click();
  await expect(page.getByRole("textbox", { name: /The secret/ })).toHaveValue(/^[\w-]{32}$/);
  await expect(page.getByText("Calls are signed.")).toBeVisible();
  await expectAccessible(page);

  answer.status = 410;
  await api.send({ to: "not a number", text: "Hello", subid: "s1" });
  await expect.poll(() => asked.at(-1)).toMatch(/msisdn=\w*&status=ko&desc=REJECTD&subid=s1&\S+ sha256=[0-9a-f]{64}$/);
  await api.send({ to: "nor this", text: "Hello", ackUrl: "http://169.254.169.254/latest" });
  await page.goto("/settings/callbacks/log?state=refused");
  const refused = page.getByRole("listitem").filter({ hasText: "169.254.169.254" });
  await expect(async () => {
    await page.reload();
    await expect(refused).toContainText("This address is inside a network that may not be called.");
  }).toPass();

  await page.goto("/settings/callbacks/log");
  const failing = page.getByRole("listitem").filter({ hasText: "token=x" });
  await expect(failing).toContainText("It answered with HTTP 410, which is not success.");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Refused" }).click();
  await expect(failing).toHaveCount(0);
  await refused.getByRole("link", { name: "Message" }).click();
  await page.getByRole("link", { name: "Calls about this message" }).click();
  await expect(page.getByText("Only the calls about one message.")).toBeVisible();
  const tried = () => refused.locator("time").nth(1).getAttribute("datetime");
  const before = await tried();
  await refused.getByRole("button", { name: "Call again" }).click();
  await expect(async () => {
    await page.reload();
    expect(await tried()).not.toBe(before);
  }).toPass();
  stop();
});

test("what was given up is made again with one press, in a narrow window, in the dark", async ({
  signedIn: page,
  api,
}) => {
  await api.send({ to: "not a number", text: "Hello", ackUrl: "http://10.0.0.1/" });
  await page.setViewportSize({ width: 360, height: 800 });
  await page.emulateMedia({ colorScheme: "dark" });
  const all = page.getByRole("button", { name: "Call all given up and refused again" });
  await expect(async () => {
    await page.goto("/settings/callbacks/log");
    await expect(all).toBeVisible();
  }).toPass();
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth).toBe(clientWidth);
  await expectAccessible(page);
  await all.click();
  await expect(page.getByText("1 call is made again in a moment.")).toBeVisible();
});

test("the log is nobody else's", async ({ signedIn: page, api, app, browser, baseURL }) => {
  await api.send({ to: "not a number", text: "Hello", ackUrl: "http://10.0.0.1/" });
  const stranger = await browser.newContext({ baseURL: baseURL! });
  const other = await stranger.newPage();
  await signIn(other, await newAccount(app));
  await other.goto("/settings/callbacks/log");
  await expect(other.getByText("Nobody has been called yet.")).toBeVisible();
  await stranger.close();
  await page.goto("/settings/callbacks/log");
  await expect(page.getByRole("listitem").filter({ hasText: "10.0.0.1" })).toBeVisible();
});
