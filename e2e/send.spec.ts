import { expect, expectAccessible, test } from "./fixtures";

test("a text is composed, looked at, sent, and watched as a campaign", async ({ signedIn: page, api }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Send", exact: true }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Look at it" }).click();
  await expect(page.getByText("Choose a group or a campaign, or write numbers.")).toBeVisible();
  await page.getByLabel("Or numbers").fill("34600111222, 600111333\n34600111222; nada");
  await page.getByRole("textbox", { name: "Text", exact: true }).fill("Hola, mañana abrimos. Más en la web");
  await expect(page.getByText("35 characters · Unicode · 1 segment")).toBeVisible();
  await page.getByLabel("Name of the campaign").fill("Apertura");
  await page.getByRole("button", { name: "Look at it" }).click();

  await expect(page.getByRole("heading", { name: "What it would be" })).toBeVisible();
  await expectAccessible(page);
  const plan = page.locator("dl.report-rows");
  await expect(plan.first()).toHaveText(/Recipients\s*1.*Credits\s*1\.00.*When\s*Now/s);
  await expect(plan.nth(1)).toHaveText(/Not a number that can receive SMS\s*2.*Twice in the list\s*1/s);
  await page.getByLabel("Or numbers").fill("34600111222, 34600111333");
  await page.getByRole("button", { name: "Look at it" }).click();

  await page.getByText("Send a test to one number first").click();
  await page.getByLabel("Number", { exact: true }).fill("34600999888");
  await page.getByRole("button", { name: "Send the test" }).click();
  await expect(page.getByText("The test was sent to 34600999888.")).toBeVisible();
  await page.getByRole("button", { name: "Send to 2 recipients" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Apertura");
  expect((await api.list("period=last7")).messages.map(({ msisdn }) => msisdn).sort()).toEqual([
    ...["34600111222", "34600111333", "34600999888"],
  ]);
});
