import type { InboundReader } from "@/lib/gateways/inbound";
import { decodeGsm, decodeText, decodeUtf16 } from "@/lib/gateways/reading/charsets";
import { fieldsOf } from "@/lib/gateways/reading/fields";
import type { JasminConfig } from "./config";
import { jasminReceiver } from "./receiver";

/**
 * `id`, `from`, `to`, `coding`, `content` and the same text as bytes in `binary` (hexadecimal), by GET or POST. With
 * coding 0 `content` may be raw bytes of the GSM alphabet, so `binary` counts wherever it is.
 */
export const jasminInbound: InboundReader<JasminConfig> = {
  read(request) {
    const fields = fieldsOf(request);
    const given = (name: string) => (fields?.get(name) ?? "").trim();
    const [key, from, to] = [given("id"), given("from"), given("to")];
    if (key !== "" && given("message_status") !== "") return []; // a delivery receipt
    if (key === "" || from === "") return { unreadable: "id or from is missing: this is no message of Jasmin" };
    const binary = given("binary");
    const bytes = /^(?:[0-9a-f]{2})+$/i.test(binary) ? Buffer.from(binary, "hex") : null;
    return [{ key, from, to, text: bytes ? decode(bytes, given("coding")) : (fields?.get("content") ?? "") }];
  },
  answer: jasminReceiver.answer,
};

/** SMPP's data_coding: 0 the network's own alphabet, 8 UCS-2; the others that carry text are of one byte. */
function decode(bytes: Buffer, coding: string): string {
  if (coding === "8") return decodeUtf16(bytes);
  return coding === "" || coding === "0" ? decodeGsm(bytes) : decodeText(bytes);
}
