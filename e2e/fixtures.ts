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
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)).toEqual(
    [],
  );
}

export { expect };
