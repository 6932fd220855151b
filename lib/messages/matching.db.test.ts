import fc from "fast-check";
import { expect, test } from "vitest";
import { createAccount, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { readQuery } from "@/lib/dataset/dataset";
import { messageDataset } from "./dataset";
import { listMessages } from "./queries";

const sentAt = new Date("2026-05-01T10:20:00Z");
async function find(scope: Scope, text: string, more: Record<string, string> = {}) {
  const search = new URLSearchParams({ period: "2026-05-01..2026-05-01", size: "200", text, ...more });
  const { query, unreadable } = readQuery(messageDataset, search, { now: sentAt, zone: scope.zone });
  expect(unreadable).toEqual([]);
  const { rows, totals, next } = await listMessages(scope, query, ["text"]);
  return { ids: rows.map(({ id }) => id), texts: rows.map((row) => row.text), totals: totals.messages, next };
}

test("a text is found wherever it stands, in what was written and in what was put into it", {
  timeout: 60_000,
}, async () => {
  const piece = fc.constantFrom(
    "a",
    "B",
    "ñ",
    "%",
    "_",
    "\\",
    '"',
    "[",
    "]",
    ", ",
    ",",
    " ",
    "\n",
    "🚚",
    "رمز",
    "\u0007",
  );
  const upTo = (maxLength: number) => fc.array(piece, { minLength: 1, maxLength }).map((pieces) => pieces.join(""));
  const words = upTo(6);
  const message = fc.record({
    text: words.map((text) => `${text}%one%`),
    parameters: fc.option(fc.record({ one: words, two: words }, { requiredKeys: ["one"] })),
  });
  const given = fc.record({
    messages: fc.array(message, { minLength: 5, maxLength: 40 }),
    terms: fc.array(
      upTo(2).filter((text) => text.trim() !== ""),
      { minLength: 5, maxLength: 15 },
    ),
  });
  let found = 0;
  await fc.assert(
    fc.asyncProperty(given, async ({ messages, terms }) => {
      const scope = await createAccount();
      const stored = await createMessages(
        scope,
        messages.map((each) => ({ ...each, sentAt })),
      );
      for (const term of terms) {
        // The form trims what was typed.
        const wanted = term.trim().toLowerCase();
        const carries = ({ text, parameters }: (typeof messages)[number]) =>
          [text, ...Object.values(parameters ?? {})].some((part) => part.toLowerCase().includes(wanted));
        const expected = stored.filter((_, index) => carries(messages[index]!)).map(({ id }) => id);
        const { ids, totals } = await find(scope, term);
        expect([...ids].sort()).toEqual(expected.sort());
        expect(totals).toBe(expected.length);
        found += totals;
      }
    }),
    { numRuns: 30 },
  );
  expect(found).toBeGreaterThan(500);
});

test("among more texts than are gone through one by one, the same messages are found, page by page", async () => {
  const scope = await createAccount();
  await createAccount();
  const own = Array.from({ length: 1_100 }, (_, index) => ({ sentAt, text: `Order ${index} is ready` }));
  const template = { sentAt, text: "%what% is late", parameters: { what: "Order 17" } };
  await createMessages(scope, [...own, template, { sentAt, text: "Nothing of the kind" }]);

  const first = await find(scope, "order");
  expect(first.totals).toBe(1_101);
  const second = await find(scope, "order", { after: `${sentAt.getTime().toString(36)}_${first.next!.id}` });
  expect(new Set([...first.ids, ...second.ids]).size).toBe(400);
  expect((await find(scope, "order 17")).totals).toBe(1 + 10 + 1);
  expect((await find(scope, "nothing")).texts).toEqual(["Nothing of the kind"]);
  expect((await find(await createAccount(), "order")).totals).toBe(0);
});
