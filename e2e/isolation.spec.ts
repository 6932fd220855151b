import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { expect, signIn, test } from "./fixtures";
import { apiOf } from "./peers/api";
import { addKannel, newAccount } from "./peers/app";

/** Every page and route of the application by the path it answers, read from its folders: a new one is here at once. */
const ROUTES = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => /(?:^|\/)(?:page\.tsx|route\.ts)$/.test(file))
  .map((file) => ({ panel: file.startsWith("(panel)"), path: `/${dirname(file)}`.replace(/\/\([^)]*\)/g, "") }));

/** Whose part in brackets names something that an account has. */
const OWNED: Record<string, "message" | "campaign" | "contact" | "group" | "import" | "gateway" | "inbound"> = {
  "/monitoring/messages/[id]": "message",
  "/monitoring/inbound/[id]": "inbound",
  "/campaigns/[id]": "campaign",
  "/agenda/contacts/[id]": "contact",
  "/agenda/groups/[id]": "group",
  "/agenda/groups/[id]/clear": "group",
  "/agenda/groups/[id]/clear/csv": "group",
  "/agenda/groups/[id]/clear/xlsx": "group",
  "/agenda/import/[id]": "import",
  "/agenda/import/[id]/csv": "import",
  "/settings/gateways/[id]": "gateway",
  "/api/v1/messages/[id]": "message",
  "/api/v1/campaigns/[id]": "campaign",
};
/** Whose part in brackets is nobody's, or an administrator's. */
const NOBODYS = [
  ...["/admin/accounts/[id]", "/help/[slug]", "/help/[slug]/pdf", "/settings/gateways/new/[kind]", "/invite/[token]"],
  ...["/api/v1/[...path]", "/api/auth/[...nextauth]"],
];

test("of every route it is known whose things its address names", () => {
  const named = ROUTES.map(({ path }) => path).filter((path) => path.includes("["));
  expect(named.toSorted()).toEqual([...Object.keys(OWNED), ...NOBODYS].toSorted());
});

// biome-ignore lint/correctness/noUnusedFunctionParameters: an installation without any account asks to be set up instead.
test("nothing of the panel opens for somebody who is not signed in", async ({ account, request }) => {
  test.setTimeout(240_000);
  const inside = ROUTES.filter(({ panel }) => panel).map(({ path }) => path.replace(/\[[^\]]+\]/g, "1"));
  expect(inside.length).toBeGreaterThan(60);
  const opened: string[] = [];
  for (const path of inside) {
    const answer = await request.get(path, { maxRedirects: 0 });
    const asksToSignIn = answer.status() === 307 && /\/login(?:\?|$)/.test(answer.headers().location ?? "");
    // 405: what is only written to.
    if (!asksToSignIn && ![401, 405].includes(answer.status())) opened.push(`${path} ${answer.status()}`);
  }
  expect(opened).toEqual([]);
});

test("no route tells an account of another's things, whatever ids it is asked with", async ({
  app,
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(300_000);
  // The first account of an installation administers it: the stranger is not the first.
  const theirs = await newAccount(app);
  const account = await newAccount(app);
  const mark = crypto.randomUUID().slice(0, 8);
  const number = `346${String(Math.floor(Math.random() * 1e8)).padStart(8, "0")}`;
  const sent = await apiOf(app, theirs).send({
    ...{ text: `Text ${mark}`, campaign: `Campaign ${mark}`, sender: "SHOP" },
    recipients: [number, "34600111333"],
  });
  const receiptPath = await addKannel(app, theirs, { url: "http://127.0.0.1:9/", username: "u", password: mark });
  const owner = await browser.newContext({ baseURL: baseURL!, extraHTTPHeaders: { "x-forwarded-for": "10.99.1.2" } });
  const inside = await owner.newPage();
  await signIn(inside, theirs);
  await inside.goto("/agenda/groups");
  await inside.getByLabel("Name of the group").fill(`Group ${mark}`);
  await inside.getByRole("button", { name: "Create the group" }).click();
  await inside.getByRole("textbox", { name: "Numbers" }).fill(number);
  await inside.getByRole("button", { name: "Add to the group" }).click();
  await expect(inside.getByText(/One new member/)).toBeVisible();
  const last = (address: string) => new URL(address, baseURL).pathname.split("/").at(-1)!;
  const group = last(inside.url());
  const links = await inside.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  const contact = last(links.find((href) => /\/contacts\/\d+$/.test(href))!);
  const said = new URLSearchParams({ from: number, to: "217777", text: `Text ${mark}`, id: mark });
  await fetch(`${baseURL}${new URL(receiptPath, baseURL).pathname.replace("/receipts/", "/inbound/")}?${said}`);
  await inside.goto("/monitoring/inbound");
  const inbound = last((await inside.locator("tbody a[href^='/monitoring/inbound/']").getAttribute("href"))!);
  await inside.goto("/agenda/import");
  await inside.getByLabel("Or paste numbers").fill(`${number}, 34600111444`);
  await inside.getByRole("button", { name: "Go on" }).click();
  await expect(inside.getByRole("heading", { name: "Pasted numbers" })).toBeVisible();
  const ids = {
    inbound,
    ...{ message: sent.messages[0]!.id, campaign: String(sent.campaignId), group, contact, import: last(inside.url()) },
    gateway: String(Number.parseInt(last(receiptPath).split("-")[1]!, 36)),
  };

  await signIn(page, account);
  const ask = (request: APIRequestContext, path: string, { key }: { key: string }) =>
    request.get(path, {
      maxRedirects: 0,
      headers: path.startsWith("/api/v1") ? { authorization: `Bearer ${key}` } : {},
    });
  for (const [route, kind] of Object.entries(OWNED)) {
    const path = route.replace("[id]", ids[kind]);
    expect([path, (await ask(owner.request, path, theirs)).status()]).toEqual([path, 200]);
    const answer = await ask(page.request, path, account);
    expect([path, answer.status()]).toEqual([path, 404]);
    expect([path, (await answer.text()).includes(mark)]).toEqual([path, false]);
  }
  expect((await ask(page.request, `/admin/accounts/${account.accountId}`, account)).status()).toBe(404);

  // Every other route, with all of their ids under all the names that some route knows.
  const { message, campaign, gateway } = ids;
  const asked = new URLSearchParams({ message, campaign, group, contact, gateway, id: message, msisdn: number });
  const compared = new URLSearchParams({ id: campaign });
  for (const { path } of ROUTES.filter(
    ({ panel, path }) => (panel || path.startsWith("/api/v1")) && !path.includes("["),
  ))
    for (const query of [asked, compared]) {
      const body = await (await ask(page.request, `${path}?${query}`, account)).text();
      expect([path, String(query), body.includes(mark)]).toEqual([path, String(query), false]);
    }
  await owner.close();
});
