import { parse } from "csv-parse/sync";
import { expect, expectFine, signIn, test, VIEWS } from "./fixtures";
import { apiOf } from "./peers/api";
import { newAccount } from "./peers/app";

const ANDROID =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Mobile Safari/537.36";
const PREVIEW = `${ANDROID} GoogleMessages/20.1`;
const TARGET = "https://tienda.example/rebajas?a=1";

type Api = ReturnType<typeof apiOf>;

/** Test messages, which never leave the platform, and the path of the short link in each. */
async function sendLinks(api: Api, recipients: readonly string[]) {
  const text = `Rebajas: ${TARGET}.`;
  await api.send({ text, sender: "TIENDA", recipients, test: true, shortLinks: true });
  const { messages } = await api.list("period=last7");
  return messages.map((message) => ({ ...message, link: /\/r\/[0-9A-Za-z]+/.exec(message.text)?.[0] ?? "" }));
}

const follow = (base: string, link: string, userAgent: string, method = "GET") =>
  fetch(base + link, { method, redirect: "manual", headers: { "user-agent": userAgent, "accept-language": "es-ES" } });

test("a link is followed by a person and by a robot, and both are told apart", async ({ app, signedIn: page, api }) => {
  const [one, other] = await sendLinks(api, ["34600111222", "34600333444"]);
  expect(one!.link).not.toBe(other!.link);
  const answers = [
    await follow(app.url, one!.link, ANDROID),
    await follow(app.url, one!.link, ANDROID),
    await follow(app.url, other!.link, PREVIEW),
    await follow(app.url, other!.link, "", "HEAD"),
  ];
  for (const answer of answers) expect([answer.status, answer.headers.get("location")]).toEqual([302, TARGET]);
  expect((await follow(app.url, "/r/1nobody00", ANDROID)).status).toBe(404);

  await page.goto("/monitoring/messages?period=last7&sender=TIENDA");
  await page.getByRole("navigation", { name: "Search type" }).getByRole("link", { name: "Clicks" }).click();
  await expect(page.getByText(/^Visits .* sent by TIENDA$/)).toBeVisible();
  const rows = page.getByRole("row");
  await expect(rows).toHaveCount(4);
  await expect(page.locator("dl")).toHaveText(/visits\s*3\s*message clicked by a person\s*1/);
  await expect(rows.filter({ hasText: "Google Messages" })).toContainText("It says that it is a robot");

  await page.getByRole("link", { name: /^by people/ }).click();
  await expect(rows).toHaveCount(3);
  expect(new URL(page.url()).searchParams.get("who")).toBe("person");
  const file = await page.request.get(
    `/monitoring/clicks/csv?${new URL(page.url()).search.slice(1)}&fields=msisdn,link`,
  );
  expect(parse(await file.text())).toEqual([["msisdn", "link"], ...Array(2).fill([one!.msisdn, TARGET])]);

  await rows.nth(1).getByRole("link").first().click();
  await expect(page).toHaveURL(new RegExp(`/monitoring/messages/${one!.id}$`));
});

test("no one sees another account's visits", async ({ app, account, page }) => {
  const theirs = await newAccount(app);
  const [sent] = await sendLinks(apiOf(app, theirs), ["34600111222"]);
  await follow(app.url, sent!.link, ANDROID);
  await signIn(page, account);
  await page.goto(`/monitoring/clicks?period=last7&id=${sent!.id}`);
  await expect(page.getByText("No visits yet")).toBeVisible();
  const file = await page.request.get("/monitoring/clicks/csv?period=last7&fields=msisdn");
  expect(parse(await file.text())).toEqual([["msisdn"]]);
  expect((await page.request.get("/monitoring/clicks/xlsx?period=last7&who=nobody")).status()).toBe(400);
});

for (const view of VIEWS)
  test(`the list of clicks is accessible: ${view.name}`, async ({ app, signedIn: page, api }) => {
    const [sent] = await sendLinks(api, ["34600111222"]);
    for (const userAgent of [ANDROID, PREVIEW]) await follow(app.url, sent!.link, userAgent);
    const asked = ["", "?who=nobody", "?sender=nobody", "?period=2026-01-01..2026-01-02"];
    await expectFine(
      page,
      view,
      asked.map((each) => `/monitoring/clicks${each}`),
    );
  });
