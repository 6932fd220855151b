import type { InboundReader } from "@/lib/gateways/inbound";
import { isObject, parseJson, textOf } from "@/lib/gateways/reading/fields";
import type { InfobipConfig } from "./config";

const MOST = 1_000;

/** `{"results": [{messageId, from, to, text, …}, …]}`; those with a status are delivery reports. */
export const infobipInbound: InboundReader<InfobipConfig> = {
  read({ body }) {
    const sent = parseJson(body);
    const results = isObject(sent) ? sent.results : null;
    if (!Array.isArray(results)) return { unreadable: "results is missing: inbound messages are wanted as JSON" };
    if (results.length > MOST) return { unreadable: `More than ${MOST} results: lower maxBucketSize` };
    const messages = results.filter((each) => isObject(each) && !isObject(each.status));
    const named = messages.filter((each) => textOf(each, "messageId") !== "" && textOf(each, "from") !== "");
    if (messages.length > 0 && named.length === 0)
      return { unreadable: "messageId or from is missing in every result" };
    return named.map((each) => ({
      ...{ key: textOf(each, "messageId"), from: textOf(each, "from"), to: textOf(each, "to") },
      ...{ text: textOf(each, "text") || textOf(each, "cleanText"), excerpt: JSON.stringify(each) },
    }));
  },
  answer: () => ({ status: 200, contentType: "text/plain", body: "" }),
};
