import type { InboundReader } from "@/lib/gateways/inbound";
import { eventKey } from "@/lib/gateways/reading/event-key";
import { fieldsOf } from "@/lib/gateways/reading/fields";
import { OK } from "@/lib/gateways/receiver";
import type { LabsmobileConfig } from "./config";

/** `msisdn` (the person), `service_number`, `inbound_number`, `message`, `timestamp` as JSON. It names no event. */
export const labsmobileInbound: InboundReader<LabsmobileConfig> = {
  read(request) {
    const fields = fieldsOf(request);
    const given = (name: string) => fields?.get(name) ?? "";
    const [from, to] = [given("msisdn").trim(), (given("service_number") || given("inbound_number")).trim()];
    if (from === "" || !fields?.has("message"))
      return { unreadable: "msisdn or message is missing: this is no inbound message of LabsMobile" };
    const text = given("message");
    return [{ key: eventKey(from, to, text, given("timestamp")), from, to, text }];
  },
  answer: () => OK,
};
