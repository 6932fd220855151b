import { expect, test } from "vitest";
import { RECEIVED } from "@/lib/gateways/testing";
import { genericConfig } from "./config";
import { tryOut } from "./try-out";

const config = genericConfig.parse({
  ...{ reference: "id", status: "status", code: "code" },
  statuses: { delivered: "delivered", failed: "rejected" },
});
const tried = (example: string, settings = config) => tryOut(settings, example, { now: RECEIVED });

test.each([
  ["a JSON body", '\n {"id": "M1", "status": "delivered"}\n'],
  ["a form", "id=M1&status=delivered"],
  ["a query", "?id=M1&status=delivered"],
  ["a path", "/receipts/abc?id=M1&status=delivered"],
  ["an address", "https://sms.example.com/receipts/abc?id=M1&status=delivered"],
  ["a GET request", "GET /receipts/abc?id=M1&status=delivered HTTP/1.1\r\nHost: sms.example.com\r\n\r\n"],
  ["a request line", "GET /receipts/abc?id=M1&status=delivered"],
  ["a POST request of a form", "POST /x?id=no HTTP/1.1\r\nHost: a\r\n\r\nid=M1&status=delivered"],
  [
    "a POST request of JSON",
    'POST /x HTTP/1.1\nContent-Type: application/json\n\n{\n\n"id":"M1",\n"status":"delivered"}',
  ],
])("%s", (_, example) => {
  expect(tried(example)).toMatchObject({ receipts: [{ reference: "M1", meaning: "delivered" }], unmapped: [] });
});

test("words without a status are named, once", () => {
  const arrays = genericConfig.parse({ ...config, reference: "[].id", status: "[].s", code: undefined });
  const example = JSON.stringify(["lost", "delivered", "lost", "gone"].map((s, id) => ({ id, s })));
  expect(tried(example, arrays)).toMatchObject({ unmapped: ["lost", "gone"] });
});

test("the gateway's own table counts here too", () => {
  const errors = { "7": "blocked" } as const;
  expect(tryOut(config, "id=M1&status=failed&code=7", { errors, now: RECEIVED })).toMatchObject({
    receipts: [{ reason: "blocked" }],
  });
});

test("what cannot be read says why", () => {
  for (const example of ["", "hello", "{", '{"id":"M1"}', "GET", "POST /x HTTP/1.1\n\n"])
    expect([example, tried(example)]).toEqual([example, { unreadable: expect.any(String) }]);
});
