import { randomInt } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { apiOf } from "./peers/api";
import { newAccount, type RunningApp, runningApp, type TestAccount } from "./peers/app";

type Fixtures = {
  /** An account of the test's own. */
  account: TestAccount;
  /** The native API with the account's key. */
  api: ReturnType<typeof apiOf>;
  /** A page whose reader is signed in as the account's owner. */
  signedIn: Page;
};

export const test = base.extend<Fixtures, { app: RunningApp }>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
    async ({}, use) => {
      await use(await runningApp());
    },
    { scope: "worker" },
  ],
  baseURL: async ({ app }, use) => use(app.url),
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  extraHTTPHeaders: async ({}, use) =>
    use({ "x-forwarded-for": `10.${[0, 0, 0].map(() => randomInt(256)).join(".")}` }),
  account: async ({ app }, use) => use(await newAccount(app)),
  api: async ({ app, account }, use) => use(apiOf(app, account)),
  signedIn: async ({ page, account }, use) => {
    await signIn(page, account);
    await use(page);
  },
});

/** In whatever language the page is. */
export async function signIn(page: Page, { email, password }: Pick<TestAccount, "email" | "password">): Promise<void> {
  await page.goto("/login");
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.locator("form button[type=submit]").click();
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}

/** No violation of the rules that a program can check. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)).toEqual(
    [],
  );
}

export { expect };
