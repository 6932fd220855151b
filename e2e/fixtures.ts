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
  account: async ({ app }, use) => use(await newAccount(app)),
  api: async ({ app, account }, use) => use(apiOf(app, account)),
  signedIn: async ({ page, account }, use) => {
    await signIn(page, account);
    await use(page);
  },
});

/**
 * In whatever language the page is. All tests come from one address, so where one of them tries out wrong passwords the
 * others are told to come back in a second: they do.
 */
export async function signIn(page: Page, { email, password }: Pick<TestAccount, "email" | "password">): Promise<void> {
  const isIn = (url: URL) => !url.pathname.startsWith("/login");
  await page.goto("/login");
  await expect(async () => {
    if (isIn(new URL(page.url()))) return;
    await page.locator("input[type=email]").fill(email);
    await page.locator("input[type=password]").fill(password);
    await page.locator("form button[type=submit]").click();
    await page.waitForURL(isIn, { timeout: 10_000 });
  }).toPass();
}

/** No violation of the rules that a program can check. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)).toEqual(
    [],
  );
}

export { expect };
