import { readFileSync } from "node:fs";
import fc from "fast-check";
import { REASONS } from "@/lib/messages/reasons";
import { FAILED, STATUSES } from "@/lib/messages/status";
import type { RawRequest, Receipt } from "./gateway";
import { LONGEST } from "./reading/storable";
import type { Receiver } from "./receiver";

/* For the tests of receivers. */

export const RECEIVED = new Date("2026-11-23T15:50:13.512Z");

/** A request as the front door hands it over. `address` is the path with its query. */
export function request(
  method: string,
  address: string,
  body: string | Buffer = "",
  headers: Record<string, string> = {},
  receivedAt = RECEIVED,
): RawRequest {
  const question = address.indexOf("?");
  return {
    method,
    url: address,
    query: new URLSearchParams(question < 0 ? "" : address.slice(question + 1)),
    headers,
    body: Buffer.from(body),
    receivedAt,
    address: "127.0.0.1",
  };
}

export const FORM = { "content-type": "application/x-www-form-urlencoded" };
export const JSON_TYPE = { "content-type": "application/json" };

/**
 * Requests out of a file: each begins with a line `### its name` and goes on as on the wire (request line, headers, an
 * empty line, the body). `<token>` in the path becomes the given one.
 */
export function requestsOf(file: URL, token = "TOKEN"): Record<string, RawRequest> {
  const requests = readFileSync(file, "utf8").split(/^### /m).slice(1);
  return Object.fromEntries(
    requests.map((text) => {
      const [name, line, ...rest] = text.trimEnd().split("\n") as [string, string, ...string[]];
      const empty = rest.includes("") ? rest.indexOf("") : rest.length;
      const headers = rest.slice(0, empty).map((header) => {
        const [key = "", ...value] = header.split(": ");
        return [key.toLowerCase(), value.join(": ")];
      });
      const [method = "", address = ""] = line.split(" ");
      const body = rest.slice(empty + 1).join("\n");
      return [name, request(method, address.replace("<token>", token), body, Object.fromEntries(headers))];
    }),
  );
}

/** The receipts of a request that can be read; the settings as they would be kept, before their schema. */
export function read<Config>(
  receiver: Receiver<Config>,
  from: RawRequest,
  config: object = {},
  errors: Parameters<Receiver<Config>["read"]>[2] = {},
) {
  const receipts = receiver.read(from, receiver.config.parse(config), errors);
  if ("unreadable" in receipts) throw new Error(receipts.unreadable);
  return receipts;
}

/**
 * Asks a receiver to read requests that say something of the given fields, in any of the ways and in many that no
 * gateway would use. @throws when it throws or makes a receipt that cannot be.
 * @returns how many receipts it made.
 */
export function fuzz<Config>(
  receiver: Receiver<Config>,
  { config = {}, names, values }: { config?: object; names: readonly string[]; values: readonly string[] },
): number {
  const settings = receiver.config.parse(config);
  let made = 0;
  fc.assert(
    fc.property(anyRequest(names, values), (any) => {
      receiver.isGenuine(any, settings, "https://sms.example.com");
      const receipts = receiver.read(any, settings, { failed: "absent", "2": "blocked" });
      if ("unreadable" in receipts) return;
      made += receipts.length;
      const faults = receipts.flatMap(faultsOf);
      if (faults.length > 0) throw new Error(faults.join(", "));
    }),
    { numRuns: 1_000 },
  );
  return made;
}

/** What is wrong with a receipt, whatever it was made of. */
function faultsOf(receipt: Receipt): string[] {
  const { reference, key, part, meaning, refusal, code, reason, occurredAt, text } = receipt;
  const fails = meaning !== null && ([...FAILED, "duplicate"] as string[]).includes(meaning);
  const faults: [string, boolean][] = [
    ["a reference is kept", reference !== "" && reference.length <= LONGEST.reference],
    ["a key is kept", key !== "" && key.length <= 40],
    ["a part is a small number", Number.isInteger(part) && part >= 0 && part <= 32_767],
    ["a meaning is one of ours", meaning === null || (STATUSES as readonly string[]).includes(meaning)],
    ["a failure has a reason, nothing else has", (reason !== null) === fails],
    ["a reason is one of ours", reason === null || REASONS.includes(reason)],
    ["a refusal is a failure", !refusal || fails],
    ["a code is short", code === null || (code !== "" && code.length <= LONGEST.code)],
    ["an instant is one", occurredAt === null || !Number.isNaN(occurredAt.getTime())],
    ["a text is bounded", text.length <= LONGEST.text],
    ["everything can be kept", !/[\0\p{Cs}]/u.test([reference, key, code ?? "", text].join())],
  ];
  return faults.filter(([, right]) => !right).map(([fault]) => fault);
}

function anyRequest(names: readonly string[], values: readonly string[]): fc.Arbitrary<RawRequest> {
  const value = fc.oneof(
    fc.constantFrom(...values),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom("\0", "\ud83d", "0", "-1", "9".repeat(400), "constructor", "__proto__", "2026-02-26 12:00:00"),
  );
  const pairs = fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: names.length * 2 });
  const form = pairs.map((all) => new URLSearchParams(all).toString());
  const json = fc.oneof(
    pairs.map((all) => JSON.stringify(Object.fromEntries(all))),
    fc.json(),
    fc.constantFrom("[]", "{", "null", "[[[[", '{"results":[null,1,"a",[],{}]}'),
  );
  const body = fc.oneof(
    form.map((text) => Buffer.from(text)),
    json.map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );
  const type = fc.constantFrom(FORM, JSON_TYPE, {}, { "content-type": "multipart/form-data; boundary=x" });
  return fc
    .tuple(fc.constantFrom("GET", "POST"), form, body, type)
    .map(([method, query, bytes, headers]) =>
      request(method, `/receipts/TOKEN?${query}`, method === "POST" ? bytes : "", headers),
    );
}
