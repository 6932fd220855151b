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

/** By next-auth's own endpoints, without a page: few tests are about signing in. */
export async function signIn(
  { request }: Page,
  { email, password }: Pick<TestAccount, "email" | "password">,
): Promise<void> {
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { csrfToken, email, password, json: "true" };
  const answer = await request.post("/api/auth/callback/credentials", { form });
  expect([answer.status(), (await answer.json()).url]).toEqual([200, expect.not.stringContaining("error")]);
}

/** No violation of the rules that a program can check. */
export const expectAccessible = (page: Page): Promise<void> => expectNone(new AxeBuilder({ page }));

/** In one go and not frame by frame: no page has frames. */
async function expectNone(axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)).toEqual(
    [],
  );
}

/** How pages are looked at. What stands in a page is the same in each; in the dark its colours are others. */
export const VIEWS = [
  { name: "desktop", viewport: { width: 1280, height: 900 }, colorScheme: "light", rules: null },
  { name: "phone, dark", viewport: { width: 360, height: 740 }, colorScheme: "dark", rules: ["color-contrast"] },
] as const;

/**
 * Each page breaks no rule, and nothing is wider than the screen but what scrolls by itself.
 * @param ready waits for what a script draws
 */
export async function expectFine(
  page: Page,
  { viewport, colorScheme, rules }: (typeof VIEWS)[number],
  paths: readonly string[],
  ready: (path: string) => Promise<unknown> = async () => {},
): Promise<void> {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
  for (const path of paths) {
    await page.goto(path);
    await ready(path);
    await expectNone(rules ? new AxeBuilder({ page }).withRules([...rules]) : new AxeBuilder({ page }));
    const fits = await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    expect([path, fits]).toEqual([path, true]);
  }
}

export { expect };
