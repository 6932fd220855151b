import type { InboundReader } from "@/lib/gateways/inbound";
import { eventKey } from "@/lib/gateways/reading/event-key";
import { OK } from "@/lib/gateways/receiver";
import { type GenericConfig, inboundPathsOf } from "./config";
import { looksOf } from "./looks";

const MOST = 1_000;

/** Any other gateway's texts, read as its settings say. */
export const genericInbound: InboundReader<GenericConfig> = {
  read(request, { inbound }) {
    if (!inbound) return { unreadable: "The settings of this gateway do not say where a text stands" };
    const looks = looksOf(request, inboundPathsOf(inbound));
    if ("unreadable" in looks) return looks;
    const found = looks.filter(({ look }) => look(inbound.from) !== "" && look(inbound.text) !== "");
    if (found.length === 0) return { unreadable: `Nothing stands at ${inbound.from} and ${inbound.text}` };
    if (found.length > MOST) return { unreadable: `More than ${MOST} texts in one request` };
    return found.map(({ look, element }) => {
      const [from, text] = [look(inbound.from), look(inbound.text)];
      const [to, named] = [inbound.to, inbound.key].map((path) => (path === undefined ? "" : look(path))) as [
        string,
        string,
      ];
      const key = named ? eventKey(named) : eventKey(from, to, text, request.receivedAt.toISOString().slice(0, 16));
      return { key, from, to, text, ...(element === undefined ? {} : { excerpt: JSON.stringify(element) }) };
    });
  },
  answer: ({ answer }) => ({ ...OK, body: answer }),
};
