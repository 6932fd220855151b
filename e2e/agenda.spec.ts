import { parse } from "csv-parse/sync";
import { expect, expectFine, signIn, test, VIEWS } from "./fixtures";
import { addKannel, newAccount } from "./peers/app";
import { NOWHERE } from "./peers/kannel";

type Page = import("@playwright/test").Page;

async function createGroup(page: Page, name: string, numbers: readonly string[]): Promise<string> {
  await page.goto("/agenda/groups");
  await page.getByLabel("Name of the group").fill(name);
  await page.getByRole("button", { name: "Create the group" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await page.getByRole("textbox", { name: "Numbers" }).fill(numbers.join("\n"));
  await page.getByRole("button", { name: "Add to the group" }).click();
  await expect(page.getByText(/new members?;/)).toBeVisible();
  return new URL(page.url()).pathname;
}

test("contacts are made, found, put into a group, merged, exported and deleted", async ({ signedIn: page }) => {
  await page.goto("/agenda/contacts");
  await expect(page.getByText("No contacts yet")).toBeVisible();
  await page.getByRole("link", { name: "Extra fields" }).click();
  await page.getByLabel("Name of the field").fill("Ciudad");
  await page.getByRole("button", { name: "Add the field" }).click();
  await expect(page.getByText("Key: ciudad")).toBeVisible();
  for (const [number, name] of [
    ["34600111222", "Ana Ruiz"],
    ["34600333444", "ana ruiz"],
    ["34600555666", "Eva"],
  ]) {
    await page.goto("/agenda/contacts/new");
    await page.getByLabel("Number").fill(number!);
    await page.getByLabel("Name").fill(name!);
    await page.getByLabel("Ciudad").fill("Vic");
    await page.getByRole("button", { name: "Add the contact" }).click();
    await expect(page.getByRole("heading", { name: new RegExp(name!) })).toBeVisible();
  }
  await page.goto("/agenda/contacts/new");
  await page.getByLabel("Number").fill("34600111222");
  await page.getByRole("button", { name: "Add the contact" }).click();
  await expect(page.getByText("There is a contact with this number already.")).toBeVisible();

  await page.goto("/agenda/contacts?name=ana");
  const rows = page.getByRole("row");
  await expect(rows).toHaveCount(3);
  await page.getByRole("checkbox", { name: "Choose 34 600 111 222" }).check();
  await page.getByRole("button", { name: "With those chosen…" }).click();
  await page.getByLabel("Name of the group").fill("Clientes");
  await page.getByRole("button", { name: "Add to the group" }).click();
  await expect(page.getByText("One more member.")).toBeVisible();

  await page.goto("/agenda/contacts/duplicates");
  await page.getByRole("link", { name: "Look and merge" }).click();
  await page.getByLabel("The number that is kept").selectOption({ label: "34 600 333 444 · ana ruiz" });
  await page.getByRole("button", { name: "Merge into one" }).click();
  await expect(page.getByRole("link", { name: "Clientes" })).toBeVisible();

  const file = await page.request.get("/agenda/contacts/csv?fields=number,name,x_ciudad,groups");
  expect(file.headers()["content-disposition"]).toContain('filename="contacts.csv"');
  expect(parse(await file.text()).slice(1)).toEqual([
    ["34600555666", "Eva", "Vic", ""],
    ["34600333444", "ana ruiz", "Vic", "Clientes"],
  ]);
  expect((await page.request.get("/agenda/contacts/xlsx?outcome=bogus")).status()).toBe(400);

  await page.goto("/agenda/contacts");
  await page.getByRole("link", { name: "With all 2…" }).click();
  await page.getByText("Delete…").click();
  await page.getByRole("button", { name: "Delete these 2 contacts" }).click();
  await expect(page.getByText("No contacts yet")).toBeVisible();
});

test("a sending's outcome cleans its group, and the way back is open", async ({
  app,
  account,
  signedIn: page,
  api,
}) => {
  await addKannel(app, account, NOWHERE);
  const numbers = ["34600111222", "34600333444", "34600555666"];
  const path = await createGroup(page, "Clientes", numbers);
  await api.send({ text: "Hola", sender: "TIENDA", recipients: ["34600111222", "34600333444"] });
  await page.goto(`${path}/clear`);
  await expect(page.getByText("Nobody would leave.")).toBeVisible();

  // A number that no network has.
  await page.goto(path);
  await page.getByRole("textbox", { name: "Numbers" }).fill("+34123456789");
  await page.getByRole("button", { name: "Add to the group" }).click();
  await expect(page.getByText(/One new member/)).toBeVisible();
  await page.getByRole("link", { name: "Clean this group" }).click();
  await expect(page.getByText("One member would leave.")).toBeVisible();
  await page.getByRole("link", { name: "List: Wrong format for the country" }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: "Back to the preview" }).click();
  const file = await page.request.get(`${path}/clear/csv?kind=plain`);
  expect(parse(await file.text())[1]?.[0]).toBe("34123456789");
  await page.getByRole("button", { name: "Take this member out" }).click();
  await expect(page.getByText("One member left, 3 stayed", { exact: true })).toBeVisible();
  await page.goto(path);
  await expect(page.getByRole("row")).toHaveCount(4);
  await page.goto(`${path}/clear`);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(/^Undone/)).toBeVisible();
  await page.goto(path);
  await expect(page.getByRole("row")).toHaveCount(5);
});

test("recipients in Monitoring become a group, and groups combine", async ({ signedIn: page, api }) => {
  await api.send({ text: "Hola", sender: "TIENDA", recipients: ["34600111222", "34600333444"], test: true });
  await createGroup(page, "Otros", ["34600333444", "34600555666"]);
  await page.goto("/monitoring/messages?period=last7&sender=TIENDA");
  await page.getByRole("link", { name: "New group" }).click();
  await expect(page.getByRole("heading", { name: /^2 different numbers/ })).toBeVisible();
  await page.getByLabel("Name of the group").fill("Otros");
  await page.getByRole("button", { name: "Create the group" }).click();
  await expect(page.getByText("This name is taken.")).toBeVisible();
  await page.getByLabel("Name of the group").fill("Rebajas");
  await page.getByRole("button", { name: "Create the group" }).click();
  await expect(page.getByRole("row")).toHaveCount(3);

  await page.goto("/agenda/groups/combine");
  await page.getByLabel("First group").selectOption({ label: "Rebajas (2)" });
  await page.getByLabel("In the first, and in none of the others").check();
  await page.getByRole("checkbox", { name: "Otros" }).check();
  await page.getByRole("button", { name: "Count" }).click();
  await expect(page.getByRole("heading", { name: "One contact would be in it." })).toBeVisible();
  await page.getByLabel("Name of the new group").fill("Solo rebajas");
  await page.getByRole("button", { name: "Create the group" }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
});

test("a number is forgotten, and leaves a receipt without it", async ({ signedIn: page, api }) => {
  const [sent] = (await api.send({ text: "Hola", sender: "TIENDA", recipients: ["34600777888"], test: true })).messages;
  await createGroup(page, "Clientes", ["34600777888"]);
  await page.getByRole("link", { name: "34 600 777 888" }).click();
  await page.getByRole("link", { name: "Forget this number…" }).click();
  await expect(page.getByText("contacts: 1 · places in groups: 1 · messages: 1")).toBeVisible();
  await page.getByRole("button", { name: "Forget this number" }).click();
  await expect(page.getByText("Tick the box first")).toBeVisible();
  await page.getByLabel("I have read this").check();
  await page.getByRole("button", { name: "Forget this number" }).click();
  await expect(page.getByText("The number is forgotten.")).toBeVisible();
  await expect(page.getByText(/^Fingerprint [0-9a-f]{12}$/)).toBeVisible();
  for (const path of ["/agenda/contacts", "/monitoring/messages?period=last7", `/monitoring/messages/${sent!.id}`]) {
    await page.goto(path);
    expect([path, (await page.content()).replace(/\D/g, "").includes("600777888")]).toEqual([path, false]);
  }
});

test("no one sees another account's agenda, and a stranger's numbers change nothing", async ({
  app,
  account,
  page,
}) => {
  const theirs = await newAccount(app);
  await signIn(page, theirs);
  const path = await createGroup(page, "Suyos", ["34600111222"]);
  const contact = await page.getByRole("link", { name: "34 600 111 222" }).getAttribute("href");
  await page.context().clearCookies();
  await signIn(page, account);
  for (const each of [path, `${path}/clear`, contact!])
    expect([each, (await page.goto(each))?.status()]).toEqual([each, 404]);
  for (const file of [`${path}/clear/csv`, `${path}/clear/xlsx`])
    expect([file, (await page.request.get(file)).status()]).toEqual([file, 404]);
  await page.goto(`/agenda/contacts?group=${path.split("/").at(-1)}`);
  await expect(page.getByText("No contact matches")).toBeVisible();
});

for (const view of VIEWS)
  test(`the agenda is accessible: ${view.name}`, async ({ signedIn: page }) => {
    test.slow(); // thirteen pages, each looked through by axe
    const path = await createGroup(page, "Clientes", ["34600111222", "+34123456789"]);
    const contact = await page.getByRole("link", { name: "34 600 111 222" }).getAttribute("href");
    await createGroup(page, "Otros", ["34600111222"]);
    await expectFine(page, view, [
      ...["/agenda/contacts", "/agenda/contacts?outcome=bogus", "/agenda/contacts/new", "/agenda/contacts/fields"],
      ...["/agenda/contacts/duplicates", "/agenda/contacts/chosen?all=1", contact!, path],
      ...["/agenda/groups", "/agenda/groups/combine", "/agenda/forgotten?number=34600111222"],
      ...[`${path}/clear`, `${path}/clear?list=format`],
    ]);
  });
