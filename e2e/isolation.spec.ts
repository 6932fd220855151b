import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { APIRequestContext, Page } from "@playwright/test";
import { distDir } from "@/lib/server/prepare.mjs";
import { test as base, expect, signIn } from "./fixtures";
import { apiOf } from "./peers/api";
import { addKannel, newAccount, type RunningApp, type TestAccount } from "./peers/app";
import { databaseOf, rowsOf } from "./peers/database";

const test = base.extend<{ theirs: Awaited<ReturnType<typeof somebody>> }>({
  /** What another account has, and its owner. */
  theirs: async ({ app, browser, baseURL }, use) => {
    const owner = await browser.newPage({ baseURL: baseURL!, extraHTTPHeaders: { "x-forwarded-for": "10.99.1.2" } });
    await use(await somebody(app, owner));
    await owner.close();
  },
});

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

/** An account that has one of everything, each with the same mark in it, and its owner, who is signed in on the page. */
async function somebody(app: RunningApp, page: Page) {
  const account = await newAccount(app);
  // Pages are full of hexadecimal digits, in which such a word cannot stand.
  const mark = `mark${crypto.randomUUID().slice(0, 8)}`;
  const number = `346${String(Math.floor(Math.random() * 1e8)).padStart(8, "0")}`;
  const sent = await apiOf(app, account).send({
    ...{ text: `Text ${mark}`, campaign: `Campaign ${mark}`, sender: "SHOP", test: true },
    recipients: [number, "34600111333"],
  });
  const receiptPath = await addKannel(app, account, { url: "http://127.0.0.1:9/", username: "u", password: mark });
  await addKannel(app, account, { url: "http://127.0.0.1:9/", username: "u", password: mark });
  await signIn(page, account);
  await page.goto("/agenda/groups");
  await page.getByLabel("Name of the group").fill(`Group ${mark}`);
  await page.getByRole("button", { name: "Create the group" }).click();
  await page.getByRole("textbox", { name: "Numbers" }).fill(`${number}, 34600111555`);
  await page.getByRole("button", { name: "Add to the group" }).click();
  await expect(page.getByText(/2 new members/)).toBeVisible();
  const last = (address: string) => new URL(address, app.url).pathname.split("/").at(-1)!;
  const group = last(page.url());
  const links = await page.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  const [contact = "", another = ""] = links.filter((href) => /\/contacts\/\d+$/.test(href)).map(last);
  const path = new URL(receiptPath, app.url).pathname;
  const said = new URLSearchParams({ from: number, to: "217777", text: `Text ${mark}`, id: mark });
  await fetch(`${app.url}${path.replace("/receipts/", "/inbound/")}?${said}`);
  // A receipt of a message that nobody knows.
  await fetch(`${app.url}${path}?${new URLSearchParams({ ref: mark, n: "1", d: "1", fid: mark, a: `id:${mark}` })}`);
  await page.goto("/monitoring/inbound");
  const inbound = last((await page.locator("tbody a[href^='/monitoring/inbound/']").getAttribute("href"))!);
  await page.goto("/agenda/import");
  await page.getByLabel("Or paste numbers").fill(`${number}, 34600111444`);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("heading", { name: "Pasted numbers" })).toBeVisible();
  const ids = {
    inbound,
    ...{ message: sent.messages[0]!.id, campaign: String(sent.campaignId), group, contact, import: last(page.url()) },
    gateway: String(Number.parseInt(last(receiptPath).split("-")[1]!, 36)),
  };
  return { account, mark, number, ids, another, page, request: page.request };
}

const ask = (request: APIRequestContext, path: string, { key }: TestAccount) =>
  request.get(path, {
    maxRedirects: 0,
    headers: path.startsWith("/api/v1") ? { authorization: `Bearer ${key}` } : {},
  });

test("no route tells an account of another's things, whatever ids it is asked with", async ({ app, page, theirs }) => {
  test.setTimeout(300_000);
  const { mark, number, ids } = theirs;
  // The first account of an installation administers it: the stranger is not the first.
  const account = await newAccount(app);
  await signIn(page, account);
  for (const [route, kind] of Object.entries(OWNED)) {
    const path = route.replace("[id]", ids[kind]);
    expect([path, (await ask(theirs.request, path, theirs.account)).status()]).toEqual([path, 200]);
    const answer = await ask(page.request, path, account);
    expect([path, answer.status()]).toEqual([path, 404]);
    expect([path, (await answer.text()).includes(mark)]).toEqual([path, false]);
  }
  expect((await ask(page.request, `/admin/accounts/${account.accountId}`, account)).status()).toBe(404);

  // Every other route, with all of their ids under all the names that some route knows.
  const { message, campaign, group, contact, gateway } = ids;
  const asked = new URLSearchParams({ message, campaign, group, contact, gateway, id: message, msisdn: number });
  const compared = new URLSearchParams({ id: campaign });
  for (const { path } of ROUTES.filter(
    ({ panel, path }) => (panel || path.startsWith("/api/v1")) && !path.includes("["),
  ))
    for (const query of [asked, compared]) {
      const body = await (await ask(page.request, `${path}?${query}`, account)).text();
      expect([path, String(query), body.includes(mark)]).toEqual([path, String(query), false]);
    }
});

/** Files of server actions that no form of somebody's pages sends: whoever signs in or is invited, and administrators. */
const NOT_IN_PAGES = [
  ...["app/login/actions.ts", "app/setup/actions.ts", "app/invite/[token]/actions.ts"],
  ...["app/(panel)/admin/actions.ts", "app/(panel)/admin/accounts/actions.ts"],
  "app/(panel)/admin/accounts/[id]/actions.ts",
];
/** Those that are called from a script and write a cookie only. */
const OF_SCRIPTS = "rememberColumns";
/** Those whose forms stand where something has failed, was undone or taken back before: tested at the database. */
const RARE = [
  ...["agenda/blacklist/actions.ts putBackByForm", "agenda/forgotten/actions.ts allowByForm"],
  ...["agenda/groups/[id]/clear/actions.ts undoByForm", "campaigns/actions.ts groupByForm"],
  ...["settings/callbacks/actions.ts replayAllByForm", "settings/callbacks/actions.ts replayByForm"],
  ...["settings/callbacks/actions.ts tryByForm", "settings/gateways/heard-actions.ts mapCodeByForm"],
  ...["settings/gateways/heard-actions.ts saveHeard", "settings/gateways/actions.ts moveByForm"],
].map((name) => `app/(panel)/${name}`);

test("no form of somebody's pages changes anything of his when another account sends it", async ({
  app,
  page,
  theirs,
}) => {
  test.setTimeout(300_000);
  const { account, ids, another, number } = theirs;
  const plain = ROUTES.filter(({ panel, path }) => panel && !path.startsWith("/admin"))
    .filter(({ path }) => !path.includes("[") || path in OWNED)
    .map(({ path }) => (path in OWNED ? path.replace("[id]", ids[OWNED[path]!]) : path));
  const sent = new Map<string, Sent[]>();
  const gather = async (paths: readonly string[]) => {
    for (const path of paths) {
      const answer = await theirs.request.get(path, { maxRedirects: 0 });
      if (!answer.headers()["content-type"]?.startsWith("text/html")) continue;
      for (const fields of await formsOf(theirs.page, await answer.text(), number))
        for (const [id] of fields
          .flat()
          .join(" ")
          .matchAll(/\b[0-9a-f]{42}\b/g))
          if ((sent.get(id)?.length ?? 0) < MOST_OF_ONE) sent.set(id, [...(sent.get(id) ?? []), { path, fields }]);
    }
  };
  await gather(plain);
  // With what can be made by these forms, the pages have more of them.
  const known = actions();
  const idOf = (name: string) => known.find((action) => action.name === name)!.id;
  const post = async (name: string) => {
    const answer = await send(theirs.request, app, sent.get(idOf(`app/(panel)/${name}`))![0]!);
    expect(answer.status()).toBeLessThan(400);
    return answer;
  };
  await gather([`/send?${new URLSearchParams({ ...SENDING, at: tomorrow() })}`]);
  await post("send/actions.ts sendByForm");
  await post("agenda/blacklist/actions.ts addByForm");
  await post("agenda/contacts/fields/actions.ts addByForm");
  await post("settings/callbacks/actions.ts signByForm");
  await post("settings/people/actions.ts inviteByForm");
  const other = new URL((await post("agenda/groups/actions.ts createByForm")).headers().location!, app.url);
  await gather([
    ...plain,
    `/agenda/contacts/chosen?id=${ids.contact}`,
    `/agenda/contacts/merge?id=${ids.contact}&id=${another}`,
    `/agenda/groups/combine?first=${ids.group}&with=${other.pathname.split("/").at(-1)}`,
    `/agenda/groups/${ids.group}/clear?asked=1&row=1&last=1&days=1`,
    `/agenda/forgotten?number=${number}`,
  ]);
  const missing = known.filter(({ id, name }) => !sent.has(id) && !NOT_IN_PAGES.includes(name.split(" ")[0]!));
  expect(
    missing
      .map(({ name }) => name)
      .filter((name) => !name.endsWith(OF_SCRIPTS))
      .toSorted(),
  ).toEqual(RARE.toSorted());

  const stranger = await newAccount(app);
  await signIn(page, stranger);
  const database = await databaseOf(app);
  try {
    const before = await rowsOf(database, account.accountId);
    expect(Object.keys(before).length).toBeGreaterThan(15);
    for (const forms of sent.values())
      for (const form of forms) expect([200, 303, 404]).toContain((await send(page.request, app, form)).status());
    expect(await rowsOf(database, account.accountId)).toEqual(before);
    // From himself the same do change something.
    await post("campaigns/actions.ts describeByForm");
    expect(await rowsOf(database, account.accountId)).not.toEqual(before);
  } finally {
    await database.end();
  }
});

const SENDING = { numbers: "34600111222", text: "Hola", sender: "SHOP", check: "1" };
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);

/** The same form stands on many pages. */
const MOST_OF_ONE = 4;

type Sent = { path: string; fields: [string, string][] };

function send(request: APIRequestContext, { url }: RunningApp, { path, fields }: Sent) {
  const multipart = new FormData();
  for (const [name, value] of fields) multipart.append(name, value);
  return request.post(path, { multipart, headers: { origin: url }, maxRedirects: 0 });
}

type Action = { id: string; name: string };

function actions(): Action[] {
  const manifest = join(distDir(), "server/server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(manifest, "utf8")) as {
    node: Record<string, { filename: string; exportedName: string }>;
  };
  return Object.entries(node).map(([id, { filename, exportedName }]) => ({ id, name: `${filename} ${exportedName}` }));
}

/** What each form of a page sends, as it does without scripts, once for each of its buttons; its empty fields are filled. */
function formsOf(page: Page, html: string, number: string): Promise<[string, string][][]> {
  return page.evaluate(
    ([text, filled]) => {
      const forms = [...new DOMParser().parseFromString(text, "text/html").querySelectorAll("form")];
      return forms.flatMap((form) => {
        if (form.getAttribute("method")?.toLowerCase() !== "post") return [];
        for (const field of form.querySelectorAll<HTMLInputElement>("input, textarea"))
          if (field.value === "" && !["file", "checkbox", "radio", "hidden"].includes(field.type))
            field.value = field.type === "email" ? `${filled}@example.com` : filled;
        const fields = [...new FormData(form)].filter((each): each is [string, string] => typeof each[1] === "string");
        const buttons = [...form.querySelectorAll<HTMLButtonElement>("button[name]")];
        return [fields, ...buttons.map(({ name, value }): [string, string][] => [...fields, [name, value]])];
      });
    },
    [html, number] as const,
  );
}
