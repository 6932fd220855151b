import { expect, expectAccessible, signIn, test } from "./fixtures";
import { newAccount } from "./peers/app";

const LIST = [
  "Nombre;Teléfono;Ciudad",
  "Ana;600 111 222;Vigo",
  "Luis;+34 600-11-13-33;",
  "Rota;3,46E+10;",
  "Ana otra;34600111222;Pontevedra",
].join("\r\n");
const file = { name: "clientes.csv", mimeType: "text/csv", buffer: Buffer.from(LIST, "latin1") };

test("a file of an old Excel becomes contacts and a group, with an honest report", async ({ signedIn: page }) => {
  await page.goto("/agenda/contacts");
  await page.getByRole("link", { name: "Import file" }).click();
  await expect(page).toHaveTitle(/Import file/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toHaveText("Choose a file, or paste numbers.");
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("button", { name: "Go on" }).click();

  await expect(page.getByRole("heading", { name: "clientes.csv" })).toBeVisible();
  await expect(page).toHaveTitle(/clientes\.csv/);
  await expectAccessible(page);
  await expect(page.getByLabel("Encoding")).toHaveValue("windows-1252");
  await expect(page.getByLabel("Teléfono")).toHaveValue("number");
  await expect(page.getByRole("cell", { name: /^600 111 222/ })).toBeVisible();
  await page.getByLabel("Separator").selectOption("comma");
  await page.getByRole("button", { name: "Look again" }).click();
  await expect(page.getByRole("cell", { name: "Ana;600 111 222;Vigo" })).toBeVisible();
  await page.getByLabel("Separator").selectOption("semicolon");
  await page.getByRole("button", { name: "Look again" }).click();
  await expect(page.getByRole("cell", { name: /^600 111 222/ })).toBeVisible();

  // What a number lacks is seen beside it, before anything is imported.
  const refused = page.getByRole("cell", { name: /600 111 222.*Not a number that can receive SMS/ });
  await page.getByLabel("Country of numbers").selectOption("");
  await page.getByRole("button", { name: "Look again" }).click();
  await expect(refused).toBeVisible();
  await page.getByLabel("Country of numbers").selectOption("ES");
  await page.getByRole("button", { name: "Look again" }).click();
  await expect(refused).toBeHidden();
  await page.getByLabel("Into the group").selectOption("new");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText("Please fill this in.")).toBeVisible();
  await page.getByLabel("Name of the new group").fill("Clientes");
  await page.getByRole("button", { name: "Import", exact: true }).click();

  await expect(page.getByRole("heading", { name: "What became of the rows" })).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await expect(page.locator("dl.report-rows")).toHaveText(/New contacts\s*2.*Rows of the file\s*4/s);
  await expect(page.getByRole("row", { name: /A spreadsheet cut its last digits off/ })).toContainText(
    "Rota · 3,46E+10",
  );
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download them all (CSV)" }).click();
  expect((await download).suggestedFilename()).toMatch(/^import-.*\.csv$/);
  await page.getByRole("link", { name: "To the group" }).click();
  await expect(page.getByRole("row")).toHaveCount(3);
  await page.goto("/agenda/import");
  await expect(page.getByRole("listitem").filter({ hasText: "clientes.csv" })).toContainText("Imported");
});

test("pasted numbers are read, and another account sees nothing of it", async ({ app, signedIn: page, browser }) => {
  await page.goto("/agenda/import");
  await page.getByLabel("Or paste numbers").fill("34600111222, 34600111333; 34600111444");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("heading", { name: "Pasted numbers" })).toBeVisible();
  const address = page.url();
  const theirs = await browser.newPage();
  await signIn(theirs, await newAccount(app));
  expect((await theirs.goto(address))!.status()).toBe(404);
  await theirs.close();
  await page.getByText("Cancel", { exact: true }).first().click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Cancelled: nothing was imported");
});
