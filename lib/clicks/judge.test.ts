import fc from "fast-check";
import { describe, expect, test } from "vitest";
import agents from "./fixtures/user-agents.json";
import { isPrefetch, isVisit, judge, type Signs, type Timing } from "./judge";
import { RULES } from "./rules";

const DESKTOP =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/97.0.4692.99 Safari/537.36";
const [IPHONE = ""] = agents.people;

const handedAt = new Date("2026-11-22T09:00:00Z");
const later = (seconds: number) => new Date(handedAt.getTime() + seconds * 1000);
const sent: Timing = { sentAt: later(-1), handedAt, confirmedAt: null, status: "sent" };
const deliveredAfter = (seconds: number): Timing => ({ ...sent, confirmedAt: later(seconds), status: "delivered" });
const visit = (seconds: number, userAgent = IPHONE, given: Partial<Signs> = {}): Signs => ({
  ...{ at: later(seconds), userAgent, language: "es-ES", prefetch: false },
  ...given,
});
const ruleOf = (signs: Signs, timing: Timing) => judge(signs, timing).rule;

describe("the user agents that were seen in the wild", () => {
  test.each(agents.people)("a person's: %s", (userAgent) => {
    expect(judge(visit(600, userAgent), deliveredAfter(4))).toEqual({ robot: false, rule: "person" });
  });

  // The last but one is a scanner with a person's user agent, for the rules of time; the last has none.
  test.each(agents.robots.slice(0, -2))("a robot's: %s", (userAgent) => {
    expect(judge(visit(600, userAgent), deliveredAfter(4))).toEqual({ robot: true, rule: "user-agent" });
  });

  test("a scanner that claims to be plain Chrome gives itself away by coming at once", () => {
    expect(agents.robots.at(-2)).toBe(DESKTOP);
    expect(ruleOf(visit(12, DESKTOP), deliveredAfter(4))).toBe("desktop-at-once");
    expect(ruleOf(visit(600, DESKTOP), deliveredAfter(4))).toBe("person");
  });

  test("an empty one is a robot's, whatever the list says", () => {
    expect(ruleOf(visit(600, agents.robots.at(-1)), deliveredAfter(4))).toBe("empty-user-agent");
    expect(ruleOf(visit(600, "  "), deliveredAfter(4))).toBe("empty-user-agent");
  });
});

describe("what the request says of itself", () => {
  test.each(["HEAD", "OPTIONS", "POST"])("%s is no visit", (method) => {
    expect(isVisit(method)).toBe(false);
  });

  test("GET is one", () => {
    expect(isVisit("GET")).toBe(true);
  });

  test.each([
    { "sec-purpose": "prefetch" },
    { "sec-purpose": "prefetch;prerender" },
    { "sec-purpose": "prefetch;anonymous-client-ip" },
    { purpose: "prefetch" },
    { "x-purpose": "preview" },
    { "x-moz": "prefetch" },
  ])("looking ahead is told from opening: %o", (headers) => {
    expect(isPrefetch(headers)).toBe(true);
  });

  test.each([{}, { "sec-fetch-dest": "document" }, { purpose: "" }, { "user-agent": "prefetch" }])(
    "opening is opening: %o",
    (headers) => {
      expect(isPrefetch(headers)).toBe(false);
    },
  );

  test("looking ahead counts as a robot's visit, also in a person's browser", () => {
    expect(ruleOf(visit(600, IPHONE, { prefetch: true }), deliveredAfter(4))).toBe("prefetch");
  });
});

describe("the time of a visit", () => {
  test.each([
    [-1, "before-delivered"],
    [0, "too-soon"],
    [1.9, "too-soon"],
    [2, "before-delivered"],
    [9.9, "before-delivered"],
    [10, "person"],
  ])("%d seconds after it was handed over, unconfirmed: %s", (seconds, rule) => {
    expect(ruleOf(visit(seconds), { ...sent, sentAt: later(-5) })).toBe(rule);
  });

  test("a confirmed delivery lets a quick reader be a person", () => {
    expect(ruleOf(visit(5), deliveredAfter(3))).toBe("person");
    expect(ruleOf(visit(1), deliveredAfter(0.5))).toBe("too-soon");
  });

  test("a receipt that came after the visit does not count for it", () => {
    expect(ruleOf(visit(5), deliveredAfter(6))).toBe("before-delivered");
  });

  test("a message that never gets a receipt is judged by when it left", () => {
    expect(ruleOf(visit(3_600), sent)).toBe("person");
    expect(ruleOf(visit(3_600), { ...sent, status: "expired", confirmedAt: later(72 * 3_600) })).toBe("person");
  });

  test("while nobody knows whether it was handed over, its acceptance counts", () => {
    const waiting: Timing = { ...sent, handedAt: null, status: "processed" };
    expect(ruleOf(visit(0.5), waiting)).toBe("too-soon");
    expect(ruleOf(visit(60), waiting)).toBe("person");
  });

  test.each(["test", "duplicate", "rejected"] as const)("who tries the link of a %s message is a person", (status) => {
    expect(ruleOf(visit(0), { ...sent, handedAt: null, status })).toBe("person");
    expect(ruleOf(visit(0, DESKTOP), { ...sent, handedAt: null, status })).toBe("person");
  });

  test("a computer's browser that names no language is doubted for longer", () => {
    expect(ruleOf(visit(30, DESKTOP, { language: null }), deliveredAfter(4))).toBe("desktop-at-once");
    expect(ruleOf(visit(30, DESKTOP), deliveredAfter(4))).toBe("person");
    expect(ruleOf(visit(30, IPHONE, { language: null }), deliveredAfter(4))).toBe("person");
  });
});

const seconds = fc.double({ min: -10, max: 100_000, noNaN: true });
const timing = fc.oneof(
  fc.constant(sent),
  fc.double({ min: 0, max: 5_000, noNaN: true }).map(deliveredAfter),
  fc.constant<Timing>({ ...sent, handedAt: null, status: "processed" }),
);
const person = fc.constantFrom(...agents.people, DESKTOP);

test("who is a person at one moment is one at every later moment", () => {
  fc.assert(
    fc.property(person, timing, seconds, seconds, (userAgent, message, one, other) => {
      fc.pre(message.confirmedAt === null || message.confirmedAt <= later(Math.min(one, other)));
      const rule = (at: number) => ruleOf(visit(at, userAgent), message);
      if (rule(Math.min(one, other)) === "person") expect(rule(Math.max(one, other))).toBe("person");
    }),
  );
});

test("every person's browser is a person's from a minute after the delivery on", () => {
  fc.assert(
    fc.property(person, timing, fc.nat(10_000_000), fc.boolean(), (userAgent, message, more, silent) => {
      const at = new Date((message.confirmedAt ?? handedAt).getTime() + 60_000 + more);
      const signs = { at, userAgent, language: silent ? null : "es", prefetch: false };
      expect(judge(signs, message)).toEqual({ robot: false, rule: "person" });
    }),
  );
});

test("any text at all is judged, by a rule of the list", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 600 }), timing, seconds, (userAgent, message, at) => {
      const { robot, rule } = judge(visit(at, userAgent), message);
      expect(RULES).toContain(rule);
      expect(robot).toBe(rule !== "person");
    }),
    { numRuns: 1_000 },
  );
});
