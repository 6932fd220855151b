import { readFile } from "node:fs/promises";
import { expect, expectAccessible, signIn, test } from "./fixtures";
import { newAccount, type RunningApp } from "./peers/app";

async function administrator(app: RunningApp): Promise<{ email: string; password: string }> {
  const name = `admin-${crypto.randomUUID().slice(0, 8)}`;
  const account = { email: `${name}@example.com`, password: "a long enough password" };
  const given = ["--email", account.email, "--password", account.password, "--name", name, "--zone", "Europe/Madrid"];
  await app.admin("account", "create", ...given, "--platform-admin");
  return account;
}

/** A gateway of which we only hear: how a test says what became of a message. */
async function reporter(app: RunningApp, accountId: number): Promise<(id: string) => Promise<void>> {
  const given = ["--account", String(accountId), "--kind", "jasmin", "--name", "Heard", "--config", "{}"];
  const { receiptPath } = (await app.admin("gateway", "create", ...given)) as { receiptPath: string };
  return async (id) => {
    const body = new URLSearchParams({ id, level: "3", message_status: "DELIVRD", id_smsc: "1", err: "000" });
    const answer = await fetch(app.url + receiptPath, { method: "POST", body });
    expect(await answer.text()).toBe("ACK/Jasmin");
  };
}

test("an administrator tops an account up, and it sees balance and ledger move with what it sends", async ({
  app,
  account,
  api,
  signedIn: theirs,
  browser,
  baseURL,
}) => {
  const other = await browser.newContext({ baseURL: baseURL! });
  const admin = await other.newPage();
  await signIn(admin, await administrator(app));
  const name = account.email.replace("@example.com", "");
  await admin.goto(`/admin/accounts?name=${name}`);
  await admin.getByRole("link", { name, exact: true }).click();
  await expect(admin.getByText("Off: the account sends without a balance")).toBeVisible();
  await admin.getByRole("button", { name: "Turn on" }).click();
  await expect(admin.getByText("On: what the balance does not cover is refused.")).toBeVisible();
  await admin.getByLabel("Credits", { exact: true }).fill("a lot");
  await admin.getByLabel("Note").fill("Invoice 7");
  await admin.getByRole("button", { name: "Add", exact: true }).click();
  await expect(admin.getByText("Please write an amount such as 100 or -12.5")).toBeVisible();
  await admin.getByLabel("Credits", { exact: true }).fill("3");
  await admin.getByRole("button", { name: "Add", exact: true }).click();
  await expect(admin.getByText("Done. The balance is 3.00.")).toBeVisible();
  await admin.getByLabel("Prefix and credits a segment").fill("34 0.5\nSpain 1");
  await admin.getByRole("button", { name: "Save the prices" }).click();
  await expect(admin.getByText("Line 2 cannot be read")).toBeVisible();
  await admin.getByLabel("Prefix and credits a segment").fill("346 0.5");
  await admin.getByRole("button", { name: "Save the prices" }).click();
  await expect(admin.getByText("Saved")).toBeVisible();
  await expectAccessible(admin);

  const delivered = await reporter(app, account.accountId);
  const { messages } = await api.send({ recipients: ["34600111222", "34911222333"], text: "Hola", subid: "april" });
  await theirs.goto("/settings/credits");
  await expect(theirs.getByText("1.50").first()).toBeVisible(); // 3 less 0.5 less 1
  const row = (kind: string) => theirs.getByRole("row").filter({ hasText: kind });
  await expect(row("Top-up")).toContainText("Invoice 7");
  await expect(row("Reserved").last()).toContainText("-1.50");
  await expect(theirs.getByRole("banner")).toContainText("1.50 credits");
  for (const { id } of messages) await delivered(id);
  await theirs.goto("/settings/credits?all=1");
  await expect(row("Charged").first()).toContainText("Campaign");
  await expectAccessible(theirs);

  const download = theirs.waitForEvent("download");
  await theirs.getByText("Download", { exact: true }).click();
  await theirs.getByRole("link", { name: "CSV", exact: true }).click();
  const csv = await readFile((await (await download).path())!, "utf8");
  expect(csv.split("\r\n")[0]).toBe("movement,movedAt,kind,available,reserved,messages,subid,note,movedBy");
  expect(csv).toContain("topup,3.0000,0.0000,0,,Invoice 7,");

  await expect(api.send({ recipients: ["34911222331", "34911222332"], text: "Hola" })).rejects.toThrow("402");
  await other.close();
});

test("a customer does not get at the administrator's page", async ({ signedIn: page, account }) => {
  expect((await page.goto(`/admin/accounts/${account.accountId}`))?.status()).toBe(404);
});

test("an account that is not there is not found", async ({ page, app }) => {
  await signIn(page, await administrator(app));
  const { accountId } = await newAccount(app);
  expect((await page.goto(`/admin/accounts/${accountId}`))?.status()).toBe(200);
  for (const id of ["2000000000", "0", "x", "1e3"])
    expect([id, (await page.goto(`/admin/accounts/${id}`))?.status()]).toEqual([id, 404]);
});
