import { expect, expectAccessible, signIn, test } from "./fixtures";
import { apiOf } from "./peers/api";
import { newAccount } from "./peers/app";

const send = (api: ReturnType<typeof apiOf>, campaign: string, recipients: readonly string[]) =>
  api.send({ text: `Hola desde ${campaign}`, sender: "TIENDA", campaign, recipients, test: true });

test("a campaign is found, read, renamed, compared and archived", async ({ signedIn: page, api }) => {
  await send(api, "Rebajas de enero", ["34600111222", "34600111333", "34600111444"]);
  await send(api, "Rebajas de julio", ["34600111555", "34600111666"]);
  await api.send({ text: "Solo uno", sender: "TIENDA", recipients: ["34600111777"], test: true });

  await page.goto("/");
  await page.getByRole("link", { name: "Campaigns" }).click();
  const rows = page.getByRole("row");
  await expect(rows).toHaveCount(3);
  await expectAccessible(page);
  for (const [file, has] of [
    ["csv", "Rebajas de enero,3\r\n"],
    ["xlsx", "PK"],
    ["pdf", "%PDF"],
  ] as const) {
    const answer = await page.request.get(`/campaigns/${file}?fields=name,recipients`);
    expect([file, answer.status(), (await answer.body()).includes(has)]).toEqual([file, 200, true]);
  }
  await page.getByRole("textbox", { name: "Name" }).fill("ENERO");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByText(/with “ENERO” in the name$/)).toBeVisible();
  await expect(rows).toHaveCount(2);

  await rows.nth(1).getByRole("link", { name: "Rebajas de enero" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Rebajas de enero");
  await expectAccessible(page);
  await page.getByRole("link", { name: /^Test 3/ }).click();
  await expect(page.getByText(/of the campaign Rebajas de enero$/)).toBeVisible();
  await expect(rows).toHaveCount(4);
  await page.goBack();

  const name = page.getByRole("textbox", { name: "Name" });
  await name.fill(" ");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await name.fill("Rebajas de invierno");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Rebajas de invierno");

  await page.getByRole("checkbox", { name: /^Rebajas de julio/ }).check();
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Campaigns compared");
  await expect(page.getByRole("row", { name: /^Recipients/ })).toHaveText("Recipients32");
  await expectAccessible(page);

  await page.getByRole("link", { name: "Rebajas de julio" }).first().click();
  await page.getByText("Archive", { exact: true }).first().click();
  await page.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByRole("button", { name: "Back to the list" })).toBeVisible();
  await page.goto("/campaigns");
  await expect(rows).toHaveCount(2);
  await page.goto("/campaigns?archived=yes");
  await expect(rows.nth(1)).toContainText("Rebajas de julio");
});

test("another account's campaign does not exist", async ({ app, account, page }) => {
  const theirs = await newAccount(app);
  const { campaignId } = await send(apiOf(app, theirs), "Theirs", ["34600111222", "34600111333"]);
  await signIn(page, account);
  expect((await page.goto(`/campaigns/${campaignId}`))!.status()).toBe(404);
  expect((await page.goto(`/campaigns/compare?id=${campaignId}`))!.status()).toBe(404);
  await page.goto("/campaigns?archived=all");
  await expect(page.getByRole("heading", { name: "No campaigns yet" })).toBeVisible();
});
