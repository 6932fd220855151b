import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { expect } from "./fixtures";
import type { Message } from "./peers/api";
import { hasPoppler, pagesOf } from "./read-pdf";

/* From a list to better sending: the steps of the circle, as a person goes them. Each compares what it shows. */

/** The figures of an import's report, which add up to the rows of the file. */
export type Imported = { added: number; duplicates: number; refused: number };

/** Into a new group. @returns the path of the group. */
export async function importList(page: Page, file: Buffer, group: string, told: Imported): Promise<string> {
  await page.goto("/agenda/import");
  await page.locator("input[type=file]").setInputFiles({ name: "clientes.csv", mimeType: "text/csv", buffer: file });
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByLabel("Country of numbers").selectOption("ES");
  await page.getByLabel("Into the group").selectOption("new");
  await page.getByLabel("Name of the new group").fill(group);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("heading", { name: "What became of the rows" })).toBeVisible({ timeout: 30_000 });
  const report = page.locator("dl.report-rows");
  const { added, duplicates, refused } = told;
  for (const [row, figure] of [
    ["New contacts", added],
    ["Numbers that an earlier row of the file had", duplicates],
    ["Rows without a number that could be read", refused],
    ["Rows of the file", added + duplicates + refused],
    [`Came into the group ${group}`, added],
  ])
    await expect(report).toHaveText(new RegExp(`${row}\\s*${figure}(?!\\d)`));
  await expect(page.locator("table.course tbody tr")).toHaveCount(duplicates + refused);
  await page.getByRole("link", { name: "To the group" }).click();
  await page.waitForURL(/\/agenda\/groups\//);
  return new URL(page.url()).pathname;
}

/** @param told whom it reaches, and who is left out because he is on the blacklist. @returns the campaign's number. */
export async function sendToGroup(
  page: Page,
  { group, name, text }: { group: string; name: string; text: string },
  told: { recipients: number; blacklist: number },
): Promise<string> {
  await page.goto("/send");
  await page.getByLabel("Group", { exact: true }).selectOption({ label: group });
  await page.getByLabel("Sender").fill("TIENDA");
  await page.getByRole("textbox", { name: "Text", exact: true }).fill(text);
  await page.getByLabel("Make links short").check();
  await page.getByLabel("Name of the campaign").fill(name);
  await page.getByRole("button", { name: "Look at it" }).click();
  const [plan, leftOut] = [page.locator("dl.report-rows").first(), page.locator("dl.report-rows").nth(1)];
  await expect(plan).toHaveText(new RegExp(`Recipients\\s*${told.recipients}(?!\\d)`));
  if (told.blacklist > 0) await expect(leftOut).toHaveText(new RegExp(`^On the blacklist\\s*${told.blacklist}$`));
  else await expect(page.getByText("Nobody is left out.")).toBeVisible();
  await page.getByRole("button", { name: /^Send to/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.locator("dl", { hasText: "Recipients" }).first()).toHaveText(
    new RegExp(`Recipients\\s*${told.recipients + told.blacklist}(?!\\d)`),
  );
  return new URL(page.url()).pathname.split("/").at(-1)!;
}

/** The campaign's page follows by itself until every message has its outcome. @param rows its messages, then. */
export async function watchToTheEnd(page: Page, rows: () => Promise<Message[]>): Promise<void> {
  await expect(page.getByText(/messages? under way$/).first()).toHaveCount(0, { timeout: 30_000 });
  const byStatus = new Map<string, number>();
  for (const { status } of await rows()) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  const chips = page.getByRole("list", { name: "Messages by status" }).getByRole("listitem");
  await expect(chips).toHaveCount(byStatus.size);
  for (const [status, count] of byStatus)
    await expect(chips.filter({ hasText: new RegExp(`^${status}`, "i") }).locator("b")).toHaveText(String(count));
}

/** From the campaign to its statistics, and to paper. */
export async function printStatistics(page: Page, campaign: string, messages: number): Promise<void> {
  await page.addInitScript(() => {
    window.print = () => document.body.setAttribute("data-printed", "");
  });
  await page.goto(`/campaigns/${campaign}`);
  await page.getByRole("navigation", { name: "See" }).getByRole("link", { name: "Statistics" }).click();
  await expect(page.locator(".headline").first()).toHaveText(String(messages));
  await page.getByRole("button", { name: "Print" }).click();
  await page.waitForURL((url) => url.pathname.endsWith("/print"));
  await expect(page.locator("body[data-printed]")).toHaveCount(1);
  const pdf = await page.pdf({ format: "A4", printBackground: true });
  expect(pdf.length).toBeGreaterThan(20_000);
  if (!hasPoppler) return;
  const pages = pagesOf(pdf);
  expect(pages[0]).toContain("Statistics of messages");
  expect(pages[0]).toMatch(new RegExp(`\\n${messages}\\n`));
  expect(pages.join("\n")).toContain("By status");
}

/** @param leaving how many leave, by why; the preview must say so, and the group have so many less. */
export async function clearGroup(
  page: Page,
  groupPath: string,
  members: number,
  leaving: Readonly<Record<string, number>>,
): Promise<void> {
  await page.goto(groupPath);
  await page.getByRole("link", { name: "Clean this group" }).click();
  const reasons = Object.entries(leaving).filter(([, count]) => count > 0);
  const gone = reasons.reduce((sum, [, count]) => sum + count, 0);
  expect(gone).toBeGreaterThan(0);
  const told = gone === 1 ? "one member" : `${gone} members`;
  await expect(page.getByText(`${told} would leave.`)).toBeVisible();
  const table = page.getByRole("table").first();
  await expect(table.locator("tbody tr")).toHaveCount(reasons.length);
  for (const [reason, count] of reasons)
    await expect(
      table
        .getByRole("row", { name: new RegExp(`^${reason}`) })
        .getByRole("cell")
        .first(),
    ).toHaveText(String(count));
  await page.getByRole("button", { name: /^Take/ }).click();
  await expect(page.getByText(`Done: ${told} left, ${members - gone} stayed.`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  expect(await membersOf(page, groupPath)).toHaveLength(members - gone);
}

/** Of those of whom the campaign knows that a person clicked. @returns the path of the group. */
export async function groupOfClicked(page: Page, campaign: string, name: string): Promise<string> {
  await page.goto(`/campaigns/${campaign}`);
  const clicked = page.getByRole("option", { name: /^Clicked/ });
  await page.getByLabel("To whom this happened").selectOption((await clicked.getAttribute("value"))!);
  await page.getByLabel("Name of the new group").fill(name);
  await page.getByRole("button", { name: "Create the group" }).click();
  await page.waitForURL(/\/agenda\/groups\//);
  return new URL(page.url()).pathname;
}

export const membersOf = (page: Page, groupPath: string): Promise<string[]> =>
  numbersIn(page, `/agenda/contacts/csv?kind=plain&fields=number&group=${groupPath.split("/").at(-1)}`);

/** Numbers of those whose messages of the campaign a person clicked, each once. */
export const clickedOf = (page: Page, campaign: string): Promise<string[]> =>
  numbersIn(page, `/monitoring/clicks/csv?kind=plain&fields=msisdn&period=last7&who=person&campaign=${campaign}`);

async function numbersIn(page: Page, address: string): Promise<string[]> {
  const file = await page.request.get(address);
  expect([address, file.status()]).toEqual([address, 200]);
  const rows = parse(await file.text()) as string[][];
  return [...new Set(rows.slice(1).map(([number]) => number!))].sort();
}

const PERSON =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 Mobile Safari/537.36";

/** Follows the short link of a message, as a person's telephone or as one that only looks ahead. */
export async function follow(base: string, { text }: Message, who: "person" | "robot"): Promise<void> {
  const link = /\/r\/[0-9A-Za-z]+/.exec(text)?.[0];
  const agent = who === "person" ? PERSON : `${PERSON} GoogleMessages/20.1`;
  const answer = await fetch(base + link, { redirect: "manual", headers: { "user-agent": agent } });
  expect([link, answer.status]).toEqual([link, 302]);
}
