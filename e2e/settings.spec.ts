import type { Page } from "@playwright/test";
import { expect, expectAccessible, signIn, test } from "./fixtures";
import { newAccount, type RunningApp, type TestAccount } from "./peers/app";

const PASSWORD = "a long enough password";

async function inviteLink(owner: Page, email: string, role: string): Promise<string> {
  await owner.goto("/settings/people");
  await owner.getByRole("textbox", { name: "E-mail" }).fill(email);
  await owner.getByRole("combobox", { name: "Role", exact: true }).selectOption(role);
  await owner.getByRole("button", { name: "Make the link" }).click();
  return owner.getByRole("textbox", { name: `The link for ${email}` }).inputValue();
}

async function join(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByRole("button", { name: "Join" }).click();
}

async function administrator(app: RunningApp): Promise<Pick<TestAccount, "email" | "password">> {
  const name = `admin-${crypto.randomUUID().slice(0, 8)}`;
  const account = { email: `${name}@example.com`, password: PASSWORD };
  const given = ["--email", account.email, "--password", PASSWORD, "--name", name, "--zone", "Europe/Madrid"];
  await app.admin("account", "create", ...given, "--platform-admin");
  return account;
}

const statusOf = async (page: Page, path: string) => (await page.goto(path))?.status();

test("an invitation lets a viewer in once, without a script, and shows him only what is his", async ({
  signedIn: owner,
  account,
  browser,
  baseURL,
}) => {
  const email = `eva-${account.email}`;
  const link = await inviteLink(owner, email, "viewer");
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL! });
  const page = await plain.newPage();
  await page.goto(link);
  await page.getByLabel("Your name").fill("Eva");
  await page.getByLabel("Choose a password").fill("short");
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByText("At least 10 characters, please.")).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue("Eva");
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("heading", { name: "Monitoring" })).toBeVisible();

  await page.goto("/settings");
  await expect(page.getByRole("navigation", { name: "Sections of the settings" }).getByRole("link")).toHaveText([
    "Profile",
    "Credits",
  ]);
  for (const path of ["account", "people", "keys", "callbacks", "callbacks/log", "gateways", "gateways/new"])
    expect([path, await statusOf(page, `/settings/${path}`)]).toEqual([path, 404]);
  for (const path of ["/admin", "/admin/accounts", "/admin/log"])
    expect([path, await statusOf(page, path)]).toEqual([path, 404]);

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This invitation is not good any more" })).toBeVisible();
  await page.goto("/settings/profile");
  await page.getByLabel("You: Eva").click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, { email, password: PASSWORD });
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Monitoring" })).toBeVisible();
  await plain.close();
});

test("whoever is removed is out with the next click, and the last owner stays", async ({
  signedIn: owner,
  account,
  browser,
  baseURL,
}) => {
  const link = await inviteLink(owner, `eva-${account.email}`, "manager");
  const other = await browser.newContext({ baseURL: baseURL! });
  const eva = await other.newPage();
  await join(eva, link, "Eva");
  await expect(eva.getByRole("heading", { name: "Monitoring" })).toBeVisible();

  await owner.goto("/settings/people");
  const row = (name: string) => owner.getByRole("listitem").filter({ has: owner.getByText(name, { exact: true }) });
  await row("Eva").getByText("Remove…").click();
  await owner.getByRole("button", { name: "Remove Eva" }).click();
  await expect(row("Eva")).toHaveCount(0);
  await eva.goto("/settings/profile");
  await expect(eva).toHaveURL(/\/login/);

  await owner.getByText("Remove…").click();
  await owner.getByRole("button", { name: /^Remove / }).click();
  await expect(owner.getByText("An account needs an owner.")).toBeVisible();
  await other.close();
});

test("a key is shown once, opens the API, and is refused when it is revoked", async ({ signedIn: page, request }) => {
  await page.goto("/settings/keys");
  await page.getByLabel("Name").fill("Shop");
  await page.getByRole("button", { name: "Create the key" }).click();
  const key = await page.getByRole("textbox", { name: /The key “Shop”/ }).inputValue();
  const asked = async () =>
    (await request.get("/api/v1/messages", { headers: { Authorization: `Bearer ${key}` } })).status();
  expect(await asked()).toBe(200);

  await page.reload();
  await expect(page.getByText(key)).toHaveCount(0);
  const row = page.getByRole("listitem").filter({ has: page.getByText("Shop", { exact: true }) });
  await row.getByText("Revoke…").click();
  await page.getByRole("button", { name: "Revoke “Shop”" }).click();
  await expect(page.getByText("Revoked keys")).toBeVisible();
  await expect.poll(asked).toBe(401);
});

test("a changed password ends the other sessions and keeps this one", async ({ signedIn: page, account, browser }) => {
  const elsewhere = await browser.newContext({ storageState: await page.context().storageState() });
  const other = await elsewhere.newPage();
  await page.goto("/settings/profile");
  const form = page.getByRole("region", { name: "Password" });
  await form.getByLabel("Current password").fill(account.password);
  await form.getByLabel("New password").fill(PASSWORD);
  await form.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await other.goto(page.url());
  await expect(other).toHaveURL(/\/login/);
  await elsewhere.close();
});

test("language, formats and zone are the reader's and the account's own", async ({ signedIn: page }) => {
  await page.goto("/settings/account");
  await page.getByLabel("Time zone").selectOption("America/Mexico_City");
  await page.getByLabel("Default sender").fill("¡no!");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("with at least one letter")).toBeVisible();
  await expect(page.getByLabel("Time zone")).toHaveValue("America/Mexico_City");
  await page.getByLabel("Default sender").fill("TIENDA");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status").getByText("Saved")).toBeVisible();
  await expect(page.getByRole("banner")).toContainText("America/Mexico_City");
  await page.goto("/settings/profile");
  await page.getByLabel("Language").selectOption("es");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Guardado")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Configuración" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
});

test("a gateway is added, filled with known codes, and invisible to another account", async ({
  signedIn: page,
  app,
  browser,
  baseURL,
}) => {
  await page.goto("/settings/gateways/new/kannel");
  await page.getByLabel("Address of sendsms").fill("http://127.0.0.1:1/");
  await page.getByLabel("User name").fill("shop");
  await page.getByLabel("Password").fill("sesame");
  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nobody answers at this address." })).toBeVisible();
  await page.getByLabel("Password").fill("sesame");
  await page.getByRole("button", { name: "Add the gateway" }).click();
  await expect(page.getByLabel("Address for delivery receipts")).toHaveValue(/\/receipts\/[\w-]{20,}$/);
  expect(await page.content()).not.toContain("sesame");
  await page.getByRole("button", { name: "Add those that are missing" }).click();
  await expect(page.getByLabel("Code 1", { exact: true })).toHaveValue("001");
  await expectAccessible(page);

  const stranger = await browser.newContext({ baseURL: baseURL! });
  const other = await stranger.newPage();
  await signIn(other, await newAccount(app));
  expect(await statusOf(other, new URL(page.url()).pathname)).toBe(404);
  await stranger.close();
});

test("an administrator acts as an account and suspends it", async ({ page, app, account, browser, baseURL }) => {
  const customer = await browser.newContext({ baseURL: baseURL! });
  const theirs = await customer.newPage();
  await signIn(theirs, account);
  await signIn(page, await administrator(app));
  const name = account.email.replace("@example.com", "");
  await page.goto(`/admin/accounts?name=${name}`);
  await page.getByRole("button", { name: `Act as ${name}` }).click();
  await expect(page.getByText(`You are acting as ${name}.`)).toBeVisible();
  await page.getByRole("button", { name: "Back to administration" }).click();
  await expect(page.getByRole("heading", { name: "Administration" })).toBeVisible();
  await expect(page.getByText("You are acting as")).toHaveCount(0);

  await page.goto(`/admin/accounts?name=${name}`);
  await page.getByText("Suspend…").click();
  await page.getByRole("button", { name: `Suspend ${name}` }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await theirs.goto("/settings/profile");
  await expect(theirs.getByText("This account is suspended.")).toBeVisible();

  await page.goto("/admin/log");
  const ended = page.getByRole("row").filter({ hasText: name }).filter({ hasText: "Stopped acting as the account" });
  await expect(ended).toBeVisible();
  await customer.close();
});

test("guessing a password is slowed and told", async ({ page, account }) => {
  for (let i = 0; i < 5; i++) {
    await page.goto("/login");
    await page.getByLabel("E-mail").fill(account.email);
    await page.getByLabel("Password", { exact: true }).fill(`wrong ${i}`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText(/is wrong/)).toBeVisible();
  }
  // Each failure doubles the wait, so even a slow machine soon comes back too early.
  await expect(async () => {
    await page.getByLabel("Password", { exact: true }).fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText(/Too many attempts\. Try again in \d+ second/)).toBeVisible({ timeout: 2_000 });
  }).toPass();
});

test("after the sign-in one is where one wanted to be, and never on another site", async ({ page, account }) => {
  for (const [asked, lands] of [
    ["/settings/keys", "/settings/keys"],
    ["//evil.example/x", "/monitoring/messages"],
  ] as const) {
    await page.context().clearCookies();
    await page.goto(`/login?next=${encodeURIComponent(asked)}`);
    await page.getByLabel("E-mail").fill(account.email);
    await page.getByLabel("Password", { exact: true }).fill(account.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL((url) => url.pathname === lands);
  }
});

const PAGES = [
  ...["settings/profile", "settings/account", "settings/people", "settings/keys", "settings/gateways"],
  ...["settings/callbacks", "settings/callbacks/log", "settings/credits", "monitoring/scheduled"],
  ...["settings/gateways/new", "admin/accounts", "admin/accounts/new", "admin/log"],
];

test("the sign-in, the settings and the administration are accessible", async ({ page, app }) => {
  test.slow(); // many pages, one after the other
  await page.goto("/login");
  await expectAccessible(page);
  await signIn(page, await administrator(app));
  for (const path of PAGES) {
    await page.goto(`/${path}`);
    await expectAccessible(page);
  }
});

test("the settings and the administration fit a phone, in the dark too", async ({ page, app }) => {
  test.slow(); // many pages, one after the other
  await page.setViewportSize({ width: 360, height: 800 });
  await page.emulateMedia({ colorScheme: "dark" });
  await signIn(page, await administrator(app));
  for (const path of PAGES) {
    await page.goto(`/${path}`);
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    expect([path, scrollWidth]).toEqual([path, clientWidth]);
  }
  await expectAccessible(page);
});
