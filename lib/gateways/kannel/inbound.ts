import type { RawRequest } from "@/lib/gateways/gateway";
import type { InboundReader, ReadInbound } from "@/lib/gateways/inbound";
import { decodeBy, decodeUtf16 } from "@/lib/gateways/reading/charsets";
import { eventKey } from "@/lib/gateways/reading/event-key";
import { percentDecoded, rawParameter } from "@/lib/gateways/reading/raw-query";
import type { Unreadable } from "@/lib/gateways/receiver";

/** Behind the address that the settings show: what the sms-service is to fill in, in Kannel's escapes. */
export const KANNEL_QUERY = "?from=%p&to=%P&text=%b&id=%I&ts=%T&coding=%c&charset=%C";

/**
 * What a Kannel's sms-service calls: `get-url`, `post-url` (the text is the body, the rest in headers or the query) or
 * `post-xml`. The address that the settings show has `KANNEL_QUERY`.
 *
 * Unless smsbox recodes, a text in UCS-2 comes as bytes of UTF-16BE, so bytes are read and never a decoded query.
 *
 * The body of the answer must be empty: whatever stands in it, Kannel sends to the person as an SMS.
 */
export const kannelInbound: InboundReader = {
  read: readKannelInbound,
  answer: () => ({ status: 200, contentType: "text/plain", body: "" }),
};

const MISSING = "from or text is missing: the address of the sms-service is not the one that the settings show";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function readKannelInbound(request: RawRequest): ReadInbound[] | Unreadable {
  const said = request.method === "GET" ? fromQuery(request) : isXml(request) ? fromXml(request) : fromBody(request);
  if (said.from === "" || said.text === null) return { unreadable: MISSING };
  const { from, to, id, at, text } = said;
  const key = UUID.test(id) ? id.toLowerCase() : eventKey(from, to, at, text);
  return [{ key, from, to, text }];
}

type Said = { from: string; to: string; id: string; at: string; text: string | null };

function fromQuery({ query, url }: RawRequest): Said {
  const given = (name: string) => (query.get(name) ?? "").trim();
  const bytes = rawParameter(url, "text");
  return {
    ...{ from: given("from"), to: given("to"), id: given("id"), at: given("ts") || given("t") },
    text: bytes && decode(bytes, given("coding"), given("charset")),
  };
}

function fromBody({ query, headers, body }: RawRequest): Said {
  const given = (header: string, name: string) => (headers[`x-kannel-${header}`] || query.get(name) || "").trim();
  const [, charset = ""] = /charset="?([\w-]+)/i.exec(headers["content-type"] ?? "") ?? [];
  return {
    ...{ from: given("from", "from"), to: given("to", "to"), id: given("id", "id"), at: given("time", "ts") },
    text: decode(body, given("coding", "coding"), charset),
  };
}

const isXml = ({ headers, body }: RawRequest) =>
  (headers["content-type"] ?? "").includes("xml") || /^\s*<\?xml|^\s*<message\b/.test(body.toString("latin1", 0, 200));

/** Few elements, none of them nested in its own kind: no parser is needed, and no entity is ever resolved. */
function fromXml({ query, body }: RawRequest): Said {
  const xml = body.toString("utf8");
  const inside = (name: string, within = xml) =>
    new RegExp(`<${name}(?:\\s[^>]{0,200})?>([^]*?)</${name}>`).exec(within)?.[1]?.trim() ?? "";
  const number = (name: string) => decodeBy("", percentDecoded(inside("number", inside(name)).replaceAll("+", "%2B")));
  const at = ["year", "month", "day", "hour", "minute", "second"].map((each) => inside(each, inside("at"))).join("-");
  const ud = /<ud(?:\s[^>]{0,200})?>/.test(xml) ? percentDecoded(inside("ud")) : null;
  return {
    ...{ from: number("oa"), to: number("da"), id: inside("id") || (query.get("id") ?? ""), at },
    text: ud && decode(ud, inside("coding"), inside("charset")),
  };
}

/** Kannel's coding 2 is UCS-2 unless a charset says that it was recoded; without either, only UTF-16 has zero bytes. */
function decode(bytes: Buffer, coding: string, charset: string): string {
  const named = charset !== "" && !charset.startsWith("%");
  const wide = named ? /utf-?16|ucs-?2/i.test(charset) : coding === "2" || bytes.includes(0);
  return wide ? decodeUtf16(bytes) : decodeBy(named ? charset : "", bytes);
}
