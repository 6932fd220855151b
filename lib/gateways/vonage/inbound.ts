import type { InboundReader } from "@/lib/gateways/inbound";
import { fieldsOf } from "@/lib/gateways/reading/fields";
import { OK } from "@/lib/gateways/receiver";
import type { VonageConfig } from "./config";

const MOST_PIECES = 255;

/**
 * `messageId`, `msisdn` (the person), `to`, `text`, `type` (text, unicode, binary with `data` in hexadecimal) by GET, form
 * or JSON. A long text comes in pieces with `concat`, `concat-ref`, `concat-total`, `concat-part` (from 1).
 */
export const vonageInbound: InboundReader<VonageConfig> = {
  read(request) {
    const fields = fieldsOf(request);
    const given = (name: string) => fields?.get(name) ?? "";
    const [key, from, to] = [given("messageId").trim(), given("msisdn").trim(), given("to").trim()];
    if (key !== "" && given("status") !== "" && given("type") === "") return []; // a delivery receipt
    if (key === "" || from === "")
      return { unreadable: "messageId or msisdn is missing: this is no message of Vonage" };
    const text = given("type") === "binary" ? given("data") : given("text");
    const [part, total] = [Number(given("concat-part")), Number(given("concat-total"))];
    const isPiece = /^(?:true|1)$/i.test(given("concat")) && isPlace(part, total);
    const whole = `${from}|${to}|${given("concat-ref")}|${total}`.slice(0, 200);
    return [{ key, from, to, text, ...(isPiece ? { piece: { whole, part, total } } : {}) }];
  },
  answer: () => OK,
};

const isPlace = (part: number, total: number) =>
  Number.isInteger(part) && Number.isInteger(total) && total > 1 && total <= MOST_PIECES && part >= 1 && part <= total;
