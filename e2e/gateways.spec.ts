import { expect, expectAccessible, test } from "./fixtures";
import { addKannel } from "./peers/app";
import { NOWHERE } from "./peers/kannel";

test("numbers go where their routes lead, and every gateway's state is seen at a glance", async ({
  app,
  account,
  api,
  signedIn: page,
}) => {
  await addKannel(app, account, NOWHERE);
  const second = ["gateway", "create", "--account", String(account.accountId), "--kind", "kannel", "--name", "Mexico"];
  await app.admin(...second, "--config", JSON.stringify(NOWHERE));

  await page.goto("/settings/gateways");
  await page.getByLabel("Prefix 1").fill("52");
  await page.getByLabel("Gateway 1").selectOption({ label: "Mexico" });
  await page.getByLabel("Prefix 2").fill("spain");
  await page.getByRole("button", { name: "Save the routes" }).click();
  await expect(page.getByText("Only digits, as a number begins with its country code.")).toBeVisible();
  await expect(page.getByLabel("Prefix 2")).toHaveValue("spain");
  await page.getByLabel("Prefix 2").fill("");
  await page.getByRole("button", { name: "Save the routes" }).click();
  await expect(page.getByText("The routes are saved.")).toBeVisible();

  await api.send({ recipients: ["525512345678", "525512345679", "34600111222"], text: "Hola", sender: "Shop" });
  const row = (name: string) =>
    page
      .getByRole("listitem")
      .filter({ has: page.getByText(name, { exact: true }) })
      .filter({ has: page.getByRole("definition") });
  // The page follows by itself.
  await expect(row("Mexico").getByRole("definition").first()).toHaveText("2", { timeout: 30_000 });
  await expect(row("Kannel").getByRole("definition").first()).toHaveText("1");
  await expect(row("Mexico")).toContainText("The last hand-over failed");
  await expectAccessible(page);

  // A gateway that is off keeps what waits for it, until somebody moves it.
  await page.getByRole("link", { name: "Settings of Mexico" }).click();
  await page.getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByText("This gateway is off")).toBeVisible();
  await page.goto("/settings/gateways");
  await expect(page.getByRole("combobox", { name: "Gateway 1" })).toContainText("Mexico (off: does not count)");
  await row("Mexico").getByRole("button", { name: "Move it to the other gateways" }).click();
  await expect(row("Kannel").getByRole("definition").first()).toHaveText("3");
});

test("a gateway has a pace, which stays when the rest is saved", async ({ app, account, signedIn: page }) => {
  await addKannel(app, account, NOWHERE);
  await page.goto("/settings/gateways");
  await page.getByRole("link", { name: "Settings of Kannel" }).click();
  await page.getByLabel("Messages a second, at most").fill("0");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("This is too small or too large.")).toBeVisible();
  await page.getByLabel("Messages a second, at most").fill("25");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await page.goto("/settings/gateways");
  await expect(page.getByText("25 messages a second at most")).toBeVisible();
});
