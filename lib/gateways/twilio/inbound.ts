import type { InboundReader } from "@/lib/gateways/inbound";
import { fieldsOf } from "@/lib/gateways/reading/fields";
import type { TwilioConfig } from "./config";

/** `MessageSid`, `From`, `To`, `Body` of a messaging webhook. Twilio answers to the person what the TwiML says: nothing. */
export const twilioInbound: InboundReader<TwilioConfig> = {
  read(request) {
    const fields = fieldsOf(request);
    const given = (name: string) => fields?.get(name) ?? "";
    const [key, from] = [(given("MessageSid") || given("SmsSid")).trim(), given("From").trim()];
    const status = given("SmsStatus") || given("MessageStatus");
    if (key === "" || from === "") return { unreadable: "MessageSid or From is missing: this is no message of Twilio" };
    if (status !== "" && !/^receiv(?:ed|ing)$/i.test(status)) return []; // a status of a message of ours
    return [{ key, from, to: given("To").trim(), text: given("Body") }];
  },
  answer: () => ({ status: 200, contentType: "text/xml", body: "<Response/>" }),
};
