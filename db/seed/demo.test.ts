import { expect, test } from "vitest";
import { planDemo } from "./demo";
import { messagesOf } from "./message";

test("whenever it is loaded: 60 000 messages of 90 days, a dozen campaigns, the last one under way", () => {
  // A summer day, and the hour after clocks went back.
  for (const end of ["2026-07-01T15:00:00Z", "2026-10-25T02:30:00Z"]) {
    const now = new Date(end);
    const plan = planDemo(now);
    const sendings = [...plan.sendings()];
    expect(sendings.reduce((sum, { recipients }) => sum + recipients, 0)).toBe(60_000);
    const starts = sendings.map(({ at }) => at);
    expect(starts).toEqual([...starts].sort((one, other) => one.getTime() - other.getTime()));
    expect(starts[0]! >= plan.since && starts.at(-1)! < now).toBe(true);

    const campaigns = sendings.filter(({ campaign }) => campaign !== null);
    expect(campaigns).toHaveLength(12);
    const hours = campaigns.slice(0, -1).map(({ at }) => at.toLocaleTimeString("en-GB", { timeZone: plan.zone }));
    expect(hours.every((hour) => /^(08|09|1\d):(00|15|30|45):00$/.test(hour))).toBe(true);

    const account = { plan, accountId: 1, gatewayId: 1, now, serial: 0 };
    const made = [...messagesOf(account, campaigns.at(-1)!)];
    const under = made.filter(({ message }) => message.status === "processed" || message.status === "sent");
    expect(under.length).toBeGreaterThan(1_000);
    // Each has at least its final receipt to come, or will never get one.
    expect(under.filter(({ coming }) => coming.length > 0).length).toBeGreaterThan(0.95 * under.length);
  }
});
