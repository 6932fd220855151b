import { expect, expectAccessible, test } from "./fixtures";

test("what is scheduled is seen, sent at once or cancelled", async ({ signedIn: page, account, request }) => {
  const authorization = `Basic ${Buffer.from(`${account.email}:${account.key}`).toString("base64")}`;
  const at = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 19).replace("T", " ");
  for (const [subid, text] of [
    ["s1", "Tomorrow's offer"],
    ["s2", "Another offer"],
  ]) {
    const data = { recipient: [{ msisdn: "34600111222" }], message: text, tpoa: "Shop", subid, scheduled: at };
    const sent = await request.post("/json/send", { headers: { authorization }, data });
    expect(await sent.json()).toMatchObject({ code: "0", subid });
  }
  await page.goto("/monitoring/messages");
  await page.getByRole("link", { name: "Scheduled" }).click();
  await expect(page.getByText("2 sendings wait for their time")).toBeVisible();
  await expectAccessible(page);
  const row = (text: string) => page.getByRole("listitem").filter({ hasText: text });
  await expect(row("Tomorrow's offer")).toContainText("1 message · Shop · subid s1");
  await expect(row("Tomorrow's offer")).toContainText("scheduled by command line");

  await row("Another offer").getByText("Cancel…").click();
  await page.getByRole("button", { name: "Cancel the sending" }).click();
  await expect(row("Another offer")).toHaveCount(0);
  await row("Tomorrow's offer").getByText("Send now…").click();
  await page.setViewportSize({ width: 360, height: 800 });
  await page.emulateMedia({ colorScheme: "dark" });
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth).toBe(clientWidth);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send it now" }).click();
  await expect(page.getByRole("heading", { name: "Nothing is scheduled" })).toBeVisible();
  await page.goto("/monitoring/messages?period=last7");
  await expect(page.getByRole("row").filter({ hasText: "Tomorrow's offer" })).toBeVisible();
});
