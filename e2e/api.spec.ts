import { expect, expectAccessible, expectFine, test, VIEWS } from "./fixtures";
import { addKannel } from "./peers/app";
import { NOWHERE } from "./peers/kannel";

type Described = { paths: Record<string, Record<string, { operationId: string; security?: unknown[] }>> };

test("every call that is described answers, and asks for a key", async ({ request }) => {
  const described = (await (await request.get("/api/v1/openapi.json")).json()) as Described;
  const calls = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({ path, method, open: security?.length === 0 })),
  );
  expect(calls.length).toBeGreaterThan(8);
  for (const { path, method, open } of calls) {
    const address = path.replace(/\{\w+\}/g, "1");
    const body = method === "post" ? { data: "{}" } : {};
    const answer = await request.fetch(address, { method: method.toUpperCase(), ...body });
    expect([method, path, answer.status()]).toEqual([method, path, open ? 200 : 401]);
    const type = open ? "application/json" : "application/problem+json";
    expect([path, answer.headers()["content-type"]]).toEqual([path, expect.stringContaining(type)]);
  }
});

test("what the API does not have is told in its own way", async ({ request }) => {
  for (const [method, path] of [
    ["GET", "/api/v1/nothing"],
    ["POST", "/api/v1/messages/7/nothing"],
  ] as const) {
    const answer = await request.fetch(path, { method });
    const said = [path, answer.status(), answer.headers()["content-type"]];
    expect(said).toEqual([path, 404, expect.stringContaining("application/problem+json")]);
  }
});

test("a method that a call does not have is refused with those that it has", async ({ request }) => {
  const described = (await (await request.get("/api/v1/openapi.json")).json()) as Described;
  const paths = Object.keys(described.paths).map((path) => path.replace(/\{\w+\}/g, "1"));
  for (const path of ["/api/v1/openapi.json", ...paths.filter((path) => path.startsWith("/api/v1/"))]) {
    const refused = await request.fetch(path, { method: "DELETE" });
    const { allow, "content-type": type } = refused.headers();
    const said = [path, refused.status(), type, (await refused.json()).title];
    expect(said).toEqual([path, 405, expect.stringContaining("application/problem+json"), "method-not-allowed"]);
    const options = await request.fetch(path, { method: "OPTIONS" });
    expect([path, options.status(), options.headers().allow]).toEqual([path, 204, allow]);
    expect(allow).not.toContain("DELETE");
  }
});

test("what was sent, clicked and reported is read by the API, page by page", async ({ app, api, account, request }) => {
  await addKannel(app, account, NOWHERE);
  const headers = { authorization: `Bearer ${account.key}` };
  const campaign = await api.send({
    text: "See https://shop.example/",
    shortLinks: true,
    campaign: "Spring",
    recipients: ["34600111222", "34600111223"],
  });
  const [first] = campaign.messages;
  const receipt = { id: first!.id, status: "delivered" };
  const pushed = await request.post("/api/v1/receipts", { headers, data: { receipts: [receipt, receipt] } });
  expect(await pushed.json()).toEqual({ recorded: 1, repeated: 1, parked: 0, unknown: [] });
  const one = await request.get(`/api/v1/campaigns/${campaign.campaignId}`, { headers });
  expect(await one.json()).toMatchObject({ name: "Spring", recipients: 2, totals: { messages: 2 } });
  const { campaigns, next } = await (await request.get("/api/v1/campaigns?period=last7", { headers })).json();
  expect([campaigns.length, next]).toEqual([1, null]);

  const { text } = await api.get(first!.id);
  const link = new URL(/https?:\S+/.exec(text)![0]).pathname;
  const agent =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.7.2 Mobile/15E148 Safari/604.1";
  await request.get(link, { headers: { "user-agent": agent }, maxRedirects: 0 });
  const clicks = async () =>
    (await (await request.get(`/api/v1/clicks?period=last7&id=${first!.id}`, { headers })).json()).clicks;
  await expect.poll(async () => (await clicks()).length).toBe(1);
  expect(await clicks()).toMatchObject([{ link: "https://shop.example/", device: "iPhone", message: first!.id }]);
  const mistyped = await request.get("/api/v1/clicks?who=nobody", { headers });
  expect([mistyped.status(), mistyped.headers()["content-type"]]).toEqual([400, expect.stringContaining("problem")]);
});

test("a message says when it was delivered, not when something came of it last", async ({
  account,
  request,
  signedIn: page,
}) => {
  const headers = { authorization: `Bearer ${account.key}` };
  const at = new Date(Date.now() - 86_400_000);
  const confirmedAt = new Date(at.getTime() + 4_000).toISOString();
  const past = { to: "34600111222", text: "Hi", sender: "Shop", sentAt: at.toISOString(), status: "sent" };
  const imported = await request.post("/api/v1/messages/import", {
    headers: { ...headers, "content-type": "application/x-ndjson" },
    data: JSON.stringify({ ...past, reference: "old" }),
  });
  expect(imported.status()).toBe(200);
  const said = { reference: "old", status: "delivered" };
  for (const receipt of [{ ...said, at: confirmedAt }, said])
    expect((await request.post("/api/v1/receipts", { headers, data: receipt })).status()).toBe(200);

  await page.goto("/monitoring/messages");
  await page.getByRole("link", { name: "34 600 111 222" }).click();
  const status = page.getByRole("region", { name: "Status" });
  await expect(status.getByText("Confirmed as delivered")).toBeVisible();
  await expect(status.locator("time")).toHaveAttribute("datetime", confirmedAt);
});

test("a key that asks too often is told to wait, at every door, and its bound is set in the settings", async ({
  signedIn: page,
  request,
}) => {
  await page.goto("/settings/keys");
  await page.getByLabel("Name").fill("Slow");
  await page.getByLabel("send messages").uncheck();
  await page.getByLabel("Requests a minute").last().fill("2");
  await page.getByRole("button", { name: "Create the key" }).click();
  const key = await page.getByRole("textbox", { name: /The key “Slow”/ }).inputValue();
  const headers = { authorization: `Bearer ${key}` };
  const read = await request.get("/api/v1/messages", { headers }); // by Next
  expect([read.status(), read.headers()["ratelimit-limit"], read.headers()["ratelimit-remaining"]]).toEqual([
    200,
    "2",
    "1",
  ]);
  const sent = await request.post("/api/v1/messages", { headers, data: {} }); // by the front door
  expect(sent.status()).toBe(403);
  for (const path of ["/api/v1/messages", "/api/v1/receipts"]) {
    const refused = await request.fetch(path, { method: path.endsWith("receipts") ? "POST" : "GET", headers });
    expect([path, refused.status()]).toEqual([path, 429]);
    expect(Number(refused.headers()["retry-after"])).toBeGreaterThan(0);
    expect(refused.headers()["ratelimit-remaining"]).toBe("0");
  }
  const row = page.getByRole("listitem").filter({ hasText: "Slow" });
  await expect(row).toContainText("2 requests a minute");
  await row.getByText("Limit…").click();
  await row.getByLabel("Requests a minute").fill("0");
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("no limit on requests");
  await expectAccessible(page);
});

test("the reference shows every call and fits a phone", async ({ signedIn: page, request }) => {
  const { paths } = (await (await request.get("/api/v1/openapi.json")).json()) as Described;
  await page.goto("/help/reference");
  for (const path of Object.keys(paths)) await expect(page.getByText(path, { exact: false }).first()).toBeAttached();
  await page.getByRole("link", { name: "Report what became of messages" }).click();
  await expect(page.getByRole("heading", { name: "Report what became of messages" })).toBeInViewport();
  // All calls and schemas are made alike: the first is looked at for all, once it is known that they fit.
  const keepFirst = async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.evaluate(() => {
      for (const each of document.querySelectorAll("article section ~ section")) each.remove();
    });
  };
  for (const view of VIEWS) await expectFine(page, view, ["/help/reference"], keepFirst);
});
