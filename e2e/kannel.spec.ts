import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { expect, expectAccessible, test } from "./fixtures";
import { addKannel } from "./peers/app";
import { startKannel } from "./peers/kannel";
import { SCRIPTS } from "./peers/smpp-scripts";
import { startSmppSimulator } from "./peers/smpp-simulator";

/** Phones of a real network's kinds, what the screen must say of each, and the code and reason under it. */
const FATES = [
  { fate: "delivered", msisdn: "34600000001", status: "Delivered", key: "delivered" },
  { fate: "undeliverable", msisdn: "34600000004", status: "Non-deliverable", key: "non-deliverable", code: "001" },
  { fate: "expiredInText", msisdn: "34600000005", status: "Expired", key: "expired", code: "027" },
  { fate: "expiredInTlv", msisdn: "34600000006", status: "Expired", key: "expired", code: "027" },
  { fate: "rejected", msisdn: "34600000007", status: "Rejected", key: "rejected", code: "069" },
  { fate: "refused", msisdn: "34600000010", status: "Rejected", key: "rejected", code: "0x0B" },
  { fate: "silent", msisdn: "34600000012", status: "Sent", key: "sent" },
] as const;
const spaced = (msisdn: string) => msisdn.replace(/(\d\d)(\d{3})(\d{3})(\d{3})/, "$1 $2 $3 $4");

test("what a real Kannel says of each message is found, understood and taken away", async ({
  app,
  account,
  api,
  signedIn: page,
}) => {
  test.setTimeout(180_000);
  const smsc = await startSmppSimulator(Object.fromEntries(FATES.map(({ fate, msisdn }) => [msisdn, SCRIPTS[fate]])));
  const kannel = await startKannel(smsc.port);
  try {
    await addKannel(app, account, kannel.access);
    const recipients = FATES.map(({ msisdn }) => msisdn);
    await api.send({
      text: "Mañana empiezan las rebajas: 30 % €",
      sender: "TIENDA",
      recipients,
      campaign: "Rebajas",
      subid: "kannel-1",
    });

    await page.goto("/monitoring/messages?period=last7&subid=kannel-1");
    await expect(page.getByText("Simulator: nothing leaves this machine")).toHaveCount(0);
    const row = (msisdn: string) => page.getByRole("row").filter({ hasText: spaced(msisdn) });
    // The page follows by itself while messages are under way.
    for (const { msisdn, status, ...fate } of FATES) {
      await expect(row(msisdn)).toContainText(status, { timeout: 60_000 });
      if ("code" in fate) await expect(row(msisdn)).toContainText(fate.code);
    }

    await row("34600000004").getByRole("link").first().click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("34 600 000 004");
    await expect(page.getByText("Non-deliverable").first()).toBeVisible();
    const timeline = page.getByRole("list").filter({ hasText: "Applied" });
    await expect(timeline.getByText("Applied")).toHaveCount(2);
    await page.getByText("As it was received").last().click();
    await expect(page.getByText(/stat%3AUNDELIV\+err%3A001/)).toBeVisible();
    await expectAccessible(page);
    await page.goBack();

    await page
      .getByRole("main")
      .getByRole("link", { name: /^Expired/ })
      .click();
    await expect(page.getByRole("row")).toHaveCount(3);
    await page.goto("/monitoring/messages?period=last7&subid=kannel-1&fields=msisdn,sender,text,status,code,credits");
    const shown = await page.getByRole("row").count();
    const download = page.waitForEvent("download");
    await page.getByText("Download", { exact: true }).click();
    await page.getByRole("link", { name: "CSV", exact: true }).click();
    const file = parse(await readFile(await (await download).path(), "utf8"), { columns: true }) as Record<
      string,
      string
    >[];
    expect(file).toHaveLength(shown - 1);
    expect(Object.keys(file[0]!)).toEqual(["msisdn", "sender", "text", "status", "code", "credits"]);
    for (const { msisdn, key, status, ...fate } of FATES) {
      const line = file.find((each) => each.msisdn === msisdn)!;
      expect([line.status, line.code]).toEqual([key, "code" in fate ? fate.code : ""]);
      await expect(row(msisdn)).toContainText(status);
      await expect(row(msisdn)).toContainText(line.text!);
    }
  } finally {
    await kannel.stop();
    await smsc.stop();
  }
});
