import { expect, test } from "vitest";
import { type Account, type Made, messagesOf } from "./message";
import { type Options, planAccounts } from "./plan";
import { Random } from "./random";
import { campaignSizes } from "./sendings";

const options: Options = {
  ...{ messages: 20_000, accounts: 3, months: 3, personalised: 0.2, seed: "test" },
  now: new Date("2026-11-23T10:00:00Z"),
};

function makeAll(given: Options): { account: Account; made: Made[] }[] {
  return planAccounts(given).map((plan, index) => {
    const account = { plan, accountId: index + 1, gatewayId: 1, now: given.now, serial: 0 };
    return { account, made: [...plan.sendings()].flatMap((sending) => [...messagesOf(account, sending)]) };
  });
}
const all = makeAll(options);
const messages = all.flatMap(({ made }) => made);

test("the same options give the same data, another seed gives other data", () => {
  const make = (seed: string) => makeAll({ ...options, messages: 500, seed }).flatMap(({ made }) => made);
  expect(make("one")).toEqual(make("one"));
  const one = new Set(make("one").map(({ message }) => message.id));
  expect(make("other").filter(({ message }) => one.has(message.id))).toEqual([]);
});

test("there are exactly as many messages as asked for, four of five in the large account", () => {
  expect(all.map(({ made }) => made.length)).toEqual([16_000, 2_000, 2_000]);
  for (const asked of [1, 2, 3, 7, 99, 1_001])
    expect(makeAll({ ...options, messages: asked }).flatMap(({ made }) => made)).toHaveLength(asked);
});

test("sendings come in the order of their instants, from the beginning to the end", () => {
  for (const { account, made } of all) {
    const starts = [...account.plan.sendings()].map(({ at }) => at.getTime());
    expect(starts).toEqual([...starts].sort((one, other) => one - other));
    for (const { message } of made) {
      expect(message.sentAt >= account.plan.since).toBe(true);
      expect(message.sentAt < options.now).toBe(true);
    }
  }
});

test("more is sent by day than by night, and on working days than on Sundays", () => {
  const { account } = all[0]!;
  const local = [...account.plan.sendings()]
    .filter(({ campaign }) => campaign === null)
    .map(({ at }) => new Date(at.toLocaleString("en-US", { timeZone: account.plan.zone })));
  const share = (is: (at: Date) => boolean) => local.filter(is).length / local.length;
  expect(share((at) => at.getHours() < 7)).toBeLessThan(0.03);
  expect(share((at) => at.getHours() >= 9 && at.getHours() < 20)).toBeGreaterThan(0.7);
  expect(share((at) => at.getDay() === 0)).toBeLessThan(0.1);
});

test("the share of texts made up for each recipient is the one asked for, and each of them is alone", () => {
  for (const personalised of [0, 0.2, 1]) {
    const { made } = makeAll({ ...options, messages: 6_000, accounts: 1, personalised })[0]!;
    const alone = made.filter((each) => each.alone).map(({ text }) => text);
    expect(Math.abs(alone.length / made.length - personalised)).toBeLessThan(0.1);
    expect(new Set(alone).size).toBe(alone.length);
  }
});

test("campaigns have from 1 000 to 200 000 recipients, small ones more often, and as many as there is room for", () => {
  const sizes = campaignSizes(Random.of("sizes"), 5_600_000);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(5_600_000);
  expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(1_000);
  expect(Math.max(...sizes)).toBeGreaterThan(150_000);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(200_001);
  expect(sizes.filter((size) => size < 20_000).length).toBeGreaterThan(sizes.length / 3);
});

test("every status occurs, and every verdict that arrival can give", () => {
  const statuses = new Set(messages.map(({ message }) => message.status));
  expect([...statuses].sort()).toEqual(
    ["delivered", "duplicate", "expired", "non-deliverable", "processed", "rejected", "sent", "test"].sort(),
  );
  const verdicts = new Set(messages.flatMap(({ receipts }) => receipts.map(({ verdict }) => verdict)));
  expect([...verdicts].sort()).toEqual(["applied", "conflicting", "duplicate", "late"]);
  expect(messages.some(({ receipts }) => receipts.some(({ repeats }) => repeats > 0))).toBe(true);
});

test("what never left has no gateway, no receipt and no cost", () => {
  const unsent = messages.filter(({ message }) => message.gatewayId === null);
  expect(unsent.length).toBeGreaterThan(50);
  for (const { message, receipts, clicks, link } of unsent) {
    expect(["test", "duplicate", "rejected"]).toContain(message.status);
    expect(message).toMatchObject({ cost: "0.0000", credits: "0.0000", handedAt: null, confirmedAt: null });
    expect([receipts, clicks, link]).toEqual([[], [], null]);
  }
});

test("nothing is known of after the end, and only then something is still to come", () => {
  for (const { message, receipts, clicks, coming } of messages) {
    for (const at of [
      message.updatedAt,
      ...receipts.map(({ receivedAt }) => receivedAt),
      ...clicks.map(({ at }) => at),
    ])
      expect(at <= options.now).toBe(true);
    for (const { dueAt } of coming) expect(dueAt > options.now).toBe(true);
    if (message.status === "processed" && receipts.length === 0) expect(coming.length).toBeGreaterThan(0);
  }
});

test("previews click within seconds of the arrival, people take their time", () => {
  const clicks = messages.flatMap((made) =>
    made.clicks.map((click) => ({ ...click, after: click.at.getTime() - made.message.confirmedAt!.getTime() })),
  );
  const [people, robots] = [clicks.filter(({ robot }) => !robot), clicks.filter(({ robot }) => robot)];
  expect(Math.max(...robots.map(({ after }) => after))).toBeLessThan(5_000);
  const sorted = people.map(({ after }) => after).sort((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)]! / 60_000;
  expect(median).toBeGreaterThan(10);
  expect(median).toBeLessThan(90);
  for (const { message, clicks: own } of messages)
    expect([message.clicks, message.robotClicks]).toEqual([
      own.filter(({ robot }) => !robot).length,
      own.filter(({ robot }) => robot).length,
    ]);
});
