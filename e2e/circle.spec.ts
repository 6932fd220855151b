import {
  clearGroup,
  clickedOf,
  follow,
  groupOfClicked,
  importList,
  membersOf,
  printStatistics,
  sendToGroup,
  watchToTheEnd,
} from "./circle";
import { expect, test } from "./fixtures";
import { addKannel } from "./peers/app";
import { startKannel } from "./peers/kannel";
import { SCRIPTS } from "./peers/smpp-scripts";
import { startSmppSimulator } from "./peers/smpp-simulator";

const TEXT = "Rebajas en https://tienda.example/rebajas";
const numberOf = (n: number) => String(34_600_100_000 + n);
/** As an old Excel writes a list: Windows-1252, semicolons. */
const fileOf = (lines: readonly string[]) => Buffer.from(["Nombre;Móvil;Ciudad", ...lines].join("\r\n"), "latin1");

/** How one number is written in lists that many hands have kept. */
const WRITTEN = [
  (n: string) => `${n.slice(2, 5)} ${n.slice(5, 8)} ${n.slice(8)}`,
  (n: string) => `+34 ${n.slice(2, 5)}-${n.slice(5, 7)}-${n.slice(7, 9)}-${n.slice(9)}`,
  (n: string) => `00${n}`,
  (n: string) => `="${n}"`,
  (n: string) => `${n[0]},${n.slice(1)}E+10`,
  (n: string) => n.slice(2),
];
const GOOD = 40;

test("the circle: a messy list, a campaign, its outcome, a clean group, those who clicked, the next campaign", async ({
  app,
  api,
  signedIn: page,
}) => {
  test.setTimeout(180_000);
  await page.goto("/settings/gateways/simulator");
  await page.getByLabel("Speed").fill("1000");
  await page.getByLabel("Failures").fill("8");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await page.goto("/agenda/blacklist");
  await page.getByText("Add numbers").first().click();
  await page.getByRole("textbox", { name: "Numbers" }).fill(numberOf(7));
  await page.getByRole("button", { name: /^Add|^Put/ }).click();
  await expect(page.getByRole("row").filter({ hasText: "34 600 100 007" })).toBeVisible();

  const good = Array.from({ length: GOOD }, (_, n) => `Añó ${n};${WRITTEN[n % WRITTEN.length]!(numberOf(n))};Vigo`);
  const twice = [3, 11, 30].map((n) => `Otra vez;${numberOf(n)};`);
  const wrong = [
    "Rota;3,46E+10;Vic",
    "Sin móvil;;",
    "Pendiente;ya lo dará;Vic",
    "Corta;600 12;",
    "Larga;6001000001112223;",
  ];
  const file = fileOf([...good.slice(0, 20), ...wrong, ...good.slice(20), ...twice]);
  const told = { added: GOOD, duplicates: twice.length, refused: wrong.length };
  const group = await importList(page, file, "Clientes", told);
  expect(await membersOf(page, group)).toEqual(Array.from({ length: GOOD }, (_, n) => numberOf(n)));

  const plan = { recipients: GOOD - 1, blacklist: 1 };
  const campaign = await sendToGroup(page, { group: "Clientes", name: "Otoño", text: TEXT }, plan);
  const rows = async () => (await api.list(`period=last7&campaign=${campaign}&size=200`)).messages;
  // Of some the simulated network never says how they ended; a program knows.
  await expect.poll(async () => (await rows()).filter(({ status }) => status === "processed").length).toBe(0);
  const silent = (await settled(rows)).filter(({ status }) => status === "sent");
  await api.report(silent.map(({ id }) => ({ id, status: "expired" })));
  await watchToTheEnd(page, rows);
  const ended = await rows();
  expect(ended).toHaveLength(GOOD);
  expect(ended.filter(({ reason }) => reason === "blacklist").map(({ msisdn }) => msisdn)).toEqual([numberOf(7)]);

  const delivered = ended.filter(({ status }) => status === "delivered");
  for (const message of delivered.slice(0, 3)) await follow(app.url, message, "person");
  for (const message of delivered.slice(2, 5)) await follow(app.url, message, "robot");
  await printStatistics(page, campaign, GOOD);

  const failed = (status: string) =>
    ended.filter((each) => each.status === status && !["blacklist", "filtered"].includes(each.reason ?? "")).length;
  await clearGroup(page, group, GOOD, {
    "On the blacklist": 1,
    Rejected: failed("rejected"),
    "Non-deliverable": failed("non-deliverable"),
  });

  // The simulated network's own visitors may come at any moment.
  const before = await clickedOf(page, campaign);
  const clicked = await groupOfClicked(page, campaign, "Clicaron");
  const members = await membersOf(page, clicked);
  const after = await clickedOf(page, campaign);
  expect(before.filter((number) => !members.includes(number))).toEqual([]);
  expect(members.filter((number) => !after.includes(number))).toEqual([]);
  expect(members).toEqual(expect.arrayContaining(delivered.slice(0, 3).map(({ msisdn }) => msisdn)));
  const again = await sendToGroup(
    page,
    { group: "Clicaron", name: "Solo para ti", text: `${TEXT}?2` },
    { recipients: members.length, blacklist: 0 },
  );
  const next = (await api.list(`period=last7&campaign=${again}&size=200`)).messages;
  expect(next.map(({ msisdn }) => msisdn).sort()).toEqual(members);
});

/** Once nothing has come for a while. */
async function settled<M>(rows: () => Promise<M[]>): Promise<M[]> {
  for (let last = ""; ; ) {
    const now = await rows();
    if (JSON.stringify(now) === last) return now;
    last = JSON.stringify(now);
    await new Promise((go) => setTimeout(go, 1_500));
  }
}

test("the same circle on a real Kannel", async ({ app, account, api, signedIn: page }) => {
  test.setTimeout(180_000);
  const fates = { 4: SCRIPTS.undeliverable, 5: SCRIPTS.rejected, 6: SCRIPTS.expiredInText };
  const scripts = Object.fromEntries(Object.entries(fates).map(([n, script]) => [numberOf(Number(n)), script]));
  const smsc = await startSmppSimulator(scripts);
  const kannel = await startKannel(smsc.port);
  try {
    await addKannel(app, account, kannel.access);
    const lines = Array.from({ length: 8 }, (_, n) => `Ana ${n};${WRITTEN[n % WRITTEN.length]!(numberOf(n))};Vic`);
    const file = fileOf([...lines, "Rota;3,46E+10;Vic", `Otra vez;${numberOf(2)};`]);
    const group = await importList(page, file, "Clientes", { added: 8, duplicates: 1, refused: 1 });
    const plan = { recipients: 8, blacklist: 0 };
    const campaign = await sendToGroup(page, { group: "Clientes", name: "Otoño", text: TEXT }, plan);
    const rows = async () => (await api.list(`period=last7&campaign=${campaign}`)).messages;
    await watchToTheEnd(page, rows);
    const ended = new Map((await rows()).map((message) => [message.msisdn, message]));
    expect([...ended.values()].filter(({ status }) => status === "delivered")).toHaveLength(5);
    const people = [numberOf(0), numberOf(3)];
    for (const number of people) await follow(app.url, ended.get(number)!, "person");
    await follow(app.url, ended.get(numberOf(1))!, "robot");
    await printStatistics(page, campaign, 8);
    await clearGroup(page, group, 8, { Rejected: 1, "Non-deliverable": 1 });
    const clicked = await groupOfClicked(page, campaign, "Clicaron");
    expect(await membersOf(page, clicked)).toEqual(people);
    await sendToGroup(
      page,
      { group: "Clicaron", name: "Solo para ti", text: `${TEXT}?2` },
      { recipients: 2, blacklist: 0 },
    );
    await expect.poll(() => people.map((number) => smsc.submitted(number).length)).toEqual([2, 2]);
  } finally {
    await kannel.stop();
    await smsc.stop();
  }
});
