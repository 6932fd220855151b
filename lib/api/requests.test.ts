import { expect, test } from "vitest";
import { readImport } from "./import-request";
import { readReceipts } from "./receipts-request";
import { readSendRequest } from "./send-request";

const HALF = "half \ud83d";
const sent = { to: "34600111222", text: "Hola" };
const imported = { ...sent, sender: "Shop", sentAt: "2026-01-01T00:00:00Z", status: "delivered" };
const receipt = { reference: "order-1", status: "delivered" };
const send = (given: object) => () => readSendRequest({ ...sent, ...given }, "api");
const history = (given: object) => () => readImport(Buffer.from(JSON.stringify({ ...imported, ...given })));
const report = (given: object) => () => readReceipts({ ...receipt, ...given });

test("what the database would change or refuse is refused with its place", () => {
  for (const wrong of [HALF, "nul \0"]) {
    for (const place of ["to", "text", "sender", "subid", "label", "reference"])
      expect(send({ [place]: wrong }), place).toThrow(`${place}: must not contain`);
    expect(send({ parameters: { name: wrong } })).toThrow("parameters.name: must not contain");
    expect(send({ parameters: { [wrong]: "Ana" } })).toThrow("parameters");
    for (const place of ["to", "text", "sender", "code", "subid", "label", "reference"])
      expect(history({ [place]: wrong }), place).toThrow(`${place}: must not contain`);
    for (const place of ["reference", "code", "key", "text"])
      expect(report({ [place]: wrong }), place).toThrow(`${place}: must not contain`);
  }
  expect(send({ text: "whole 😀", parameters: { name: "😀" }, reference: "😀" })).not.toThrow();
});

test("blanks around what is asked for by itself are not kept: the address of a question has none", () => {
  const blank = { sender: " Shop ", subid: " 7 ", label: " summer\u00a0" };
  const names = { sender: "Shop", subid: "7", label: "summer" };
  expect(send(blank)()).toMatchObject({ subid: "7", label: "summer", messages: [{ sender: "Shop" }] });
  expect(history(blank)()).toMatchObject([names]);
  for (const place of ["sender", "subid", "label"]) expect(send({ [place]: "  " }), place).toThrow(`${place}: `);
});

test("an instant is one that the database knows", () => {
  for (const wrong of ["0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"]) {
    for (const place of ["sentAt", "handedAt", "confirmedAt"])
      expect(history({ [place]: wrong }), wrong).toThrow("lies beyond");
    expect(report({ at: wrong }), wrong).toThrow("lies beyond");
  }
  expect(report({ at: "yesterday" })).toThrow("at: Invalid");
  for (const right of ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"]) expect(report({ at: right })).not.toThrow();
});
