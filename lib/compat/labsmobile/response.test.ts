import fc from "fast-check";
import { expect, test } from "vitest";
import { FAULT_CODES, fault } from "./fault";
import { type Answer, answerBalance, answerGetBalance, answerGetSend, answerSend } from "./response";

const plain = { always200: false };
const SENT = { subid: "56fbab0586192" };

test("a sending answers with the code as text", () => {
  expect(answerSend(SENT, plain)).toEqual({
    status: 200,
    headers: { "Content-Type": "application/json" },
    body: '{"code":"0","message":"Message has been successfully sent","subid":"56fbab0586192"}',
  });
  expect(answerSend(fault(23), plain)).toMatchObject({
    status: 400,
    body: '{"code":"23","message":"There are no recipients."}',
  });
});

test("a balance answers with the code as number and the credits as text", () => {
  expect(answerBalance({ credits: "33.0200" }, plain)).toMatchObject({
    status: 200,
    body: '{"code":0,"credits":"33.02"}',
  });
  expect(answerBalance(fault(401), plain)).toMatchObject({
    status: 401,
    body: '{"code":401,"message":"The API token is not valid."}',
  });
});

test.each([
  ["33.0200", "33.02"],
  ["33.0000", "33.00"],
  ["33.0250", "33.025"],
  ["33.1234", "33.1234"],
  ["-0.5000", "-0.50"],
  ["1000.0000", "1000.00"],
  ["100", "100"],
])("%s credits are told as %s", (credits, told) => {
  expect(JSON.parse(answerBalance({ credits }, plain).body)).toEqual({ code: 0, credits: told });
});

test("a wrong request is 400, a wrong asker 401, our own failure 500; or all are 200 where an account wants it", () => {
  const expected: Record<number, number> = { 30: 500, 401: 401, 403: 401 };
  for (const code of FAULT_CODES)
    for (const answer of [answerSend, answerBalance]) {
      expect([code, answer(fault(code), plain).status]).toEqual([code, expected[code] ?? 400]);
      expect(answer(fault(code), { always200: true })).toMatchObject({
        status: 200,
        body: answer(fault(code), plain).body,
      });
    }
  expect(answerSend(fault(401), plain).headers["WWW-Authenticate"]).toMatch(/^Basic /);
  expect(answerSend(fault(401), { always200: true }).headers).not.toHaveProperty("WWW-Authenticate");
});

test("the GET family answers XML, and 200 whatever happened", () => {
  expect(answerGetSend(SENT)).toEqual({
    status: 200,
    headers: { "Content-Type": "text/xml; charset=utf-8" },
    body:
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
      "<response><code>0</code><message>Message has been successfully sent</message><subid>56fbab0586192</subid></response>",
  });
  expect(answerGetSend(fault(401))).toMatchObject({
    status: 200,
    body: '<?xml version="1.0" encoding="UTF-8"?>\n<response><code>401</code><message>The API token is not valid.</message></response>',
  });
  expect(answerGetBalance({ credits: "33.0200" }).body).toContain("<code>0</code>");
  expect(answerGetBalance({ credits: "33.0200" }).body).toContain("<credits>33.02</credits>");
});

/** As two official clients judge: one looks for 0 in the code, the other for a word anywhere. */
const isGood = ({ body }: Answer) => [/<code>0<\/code>/.test(body), body.includes("successfully")];

test("official clients of the GET family tell success from failure", () => {
  expect(isGood(answerGetSend(SENT))).toEqual([true, true]);
  for (const code of FAULT_CODES) expect([code, isGood(answerGetSend(fault(code)))]).toEqual([code, [false, false]]);
});

test("any text stays well-formed XML and valid JSON", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const { body } = answerGetSend({ subid: text });
      const inner =
        /^<\?xml version="1.0" encoding="UTF-8"\?>\n<response>.*<subid>([^<>]*)<\/subid><\/response>$/s.exec(body)![1]!;
      expect(inner).not.toMatch(/&(?!amp;|lt;|gt;)|[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\p{Cs}]/u);
      expect(JSON.parse(answerSend({ subid: text }, plain).body).subid).toBe(text);
      expect(JSON.parse(answerSend({ code: 51, message: text }, plain).body)).toEqual({ code: "51", message: text });
    }),
  );
});
