import { z } from "zod";
import { readCallbackUrl } from "@/lib/callbacks/address";
import { invalid } from "@/lib/errors";
import { LONGEST_TEXT, MOST_MESSAGES } from "@/lib/ingest/limits";
import type { Sending } from "@/lib/ingest/sending";
import { exact, name, word } from "./given";

/*
 * The body of POST /api/v1/messages, in three forms: one recipient (`to`), one text to many (`recipients`), or many
 * texts (`messages`). These schemas validate, and describe the API.
 */

const text = word(LONGEST_TEXT);
const to = word(40);
const parameters = z.record(word(50), exact(z.string().max(500)));

const callbackUrl = z
  .string()
  .max(2_000)
  .refine((value) => readCallbackUrl(value) !== null, "must be an address of http or https")
  .optional();

const one = {
  to,
  reference: word(100).optional().describe("Your own name of this message: accepted once, however often it is sent."),
  parameters: parameters
    .optional()
    .describe(
      "Values for the %placeholders% of the text. %unsubscribe% needs none: it becomes the recipient's own way out of the list.",
    ),
};
const common = {
  sender: name(15).optional(),
  subid: name(20).optional().describe("Your reference of the sending."),
  label: name(255).optional(),
  test: z.boolean().default(false).describe("Recorded as Test; never leaves the platform, costs nothing."),
  allowDuplicates: z.boolean().default(false).describe("Skips the account's anti-duplicate window."),
  shortLinks: z
    .boolean()
    .default(false)
    .describe("Each link of the text becomes a short one of each recipient's own, so that clicks are known."),
  unicode: z.boolean().default(false).describe("UCS-2 even where GSM-7 would do."),
  ackUrl: callbackUrl.describe("Called by GET when the status of a message changes; absent: the account's address."),
  clickUrl: callbackUrl.describe("Called by GET when a person opens a short link; absent: the account's address."),
  validityMinutes: z
    .int()
    .min(5)
    .max(7 * 24 * 60)
    .optional(),
};

const single = z.strictObject({ ...common, ...one, text });
const many = z.strictObject({
  ...common,
  text,
  campaign: word(200).optional().describe("Name of the campaign; the beginning of the text when absent."),
  recipients: z
    .array(z.union([to, z.strictObject(one)]))
    .min(1)
    .max(MOST_MESSAGES),
});
const list = z.strictObject({
  ...common,
  campaign: word(200).optional(),
  messages: z
    .array(z.strictObject({ ...one, text, sender: name(15).optional() }))
    .min(1)
    .max(MOST_MESSAGES),
});

/** The three forms as one schema, to describe what `readSendRequest` takes. */
export const sendRequest = z.union([single, many, list]);

/** @throws AppError invalid, naming each place and what is wrong with it (the first 20). */
export function readSendRequest(body: unknown, origin: Sending["origin"]): Sending {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw invalid("The body must be a JSON object.");
  const given = body as Record<string, unknown>;
  const forms = ["to", "recipients", "messages"].filter((key) => given[key] !== undefined);
  if (forms.length !== 1) throw invalid('Give exactly one of "to", "recipients" and "messages".');
  if (forms[0] === "to") return singleSending(parse(single, body), origin);
  return forms[0] === "recipients" ? manySending(parse(many, body), origin) : listSending(parse(list, body), origin);
}

function parse<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const faults = read.error.issues.slice(0, 20).map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
  throw invalid(faults.join("; "));
}

type Common = z.infer<z.ZodObject<typeof common>>;
const shared = (given: Common, origin: Sending["origin"]) => ({
  ...{ origin, subid: given.subid ?? null, label: given.label ?? null, test: given.test },
  ...{ allowDuplicates: given.allowDuplicates, validityMinutes: given.validityMinutes ?? null },
  ...(given.shortLinks ? { shortLinks: "all" as const } : {}),
  ...(given.ackUrl || given.clickUrl ? { callback: { ackUrl: url(given.ackUrl), clickUrl: url(given.clickUrl) } } : {}),
});

const url = (given: string | undefined) => (given === undefined ? null : readCallbackUrl(given));

const singleSending = (given: z.infer<typeof single>, origin: Sending["origin"]): Sending => ({
  ...shared(given, origin),
  campaign: null,
  messages: [message(given, given.text, given.sender, given.unicode)],
});

const manySending = (given: z.infer<typeof many>, origin: Sending["origin"]): Sending => ({
  ...shared(given, origin),
  campaign: { name: given.campaign ?? nameOf(given.text) },
  messages: given.recipients.map((each) =>
    message(typeof each === "string" ? { to: each } : each, given.text, given.sender, given.unicode),
  ),
});

/** Different texts are separate messages, unless they are given a campaign's name. */
const listSending = (given: z.infer<typeof list>, origin: Sending["origin"]): Sending => ({
  ...shared(given, origin),
  campaign: given.campaign === undefined ? null : { name: given.campaign },
  messages: given.messages.map((each) => message(each, each.text, each.sender ?? given.sender, given.unicode)),
});

const message = (
  given: { to: string; reference?: string | undefined; parameters?: Record<string, string> | undefined },
  text: string,
  sender: string | undefined,
  ucs2: boolean,
): Sending["messages"][number] => ({
  ...{ to: given.to, text, ucs2, sender: sender ?? null },
  ...{ parameters: given.parameters ?? null, reference: given.reference ?? null },
});

/** A campaign that was given no name is called by the beginning of its text. */
export function nameOf(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim();
  return plain.length <= 60 ? plain : `${[...plain].slice(0, 59).join("")}…`;
}
