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
 * Asks a receiver to read requests that say something of the given fields (their likely values, and others), in any of
 * the ways and in many that no gateway would use. @throws when it throws or makes a receipt that cannot be.
 * @param shape how the fields stand in a JSON body.
 * @returns how many receipts it made.
 */
export function fuzz<Config>(
  receiver: Receiver<Config>,
  fields: Record<string, readonly string[]>,
  config: object = {},
  shape: (fields: Record<string, string>) => unknown = (flat) => flat,
): number {
  const settings = receiver.config.parse(config);
  let made = 0;
  fc.assert(
    fc.property(anyRequest(fields, shape), (any) => {
      receiver.isGenuine(any, settings, () => "https://sms.example.com");
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

/** What no gateway would send is sent here too: broken bodies, bodies of another type than they say, bytes. */
export function anyRequest(
  likely: Record<string, readonly string[]>,
  shape: (fields: Record<string, string>) => unknown,
  path = "/receipts/TOKEN",
) {
  const odd = ["\0", "\ud83d", "%00", "0", "-1", "9".repeat(400), "constructor", "__proto__", "2026-02-26 12:00:00"];
  const value = (values: readonly string[]) =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...values) },
      fc.constantFrom(...odd),
      fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
    );
  const names = Object.keys(likely);
  const fields = fc
    .tuple(...Object.values(likely).map((values) => fc.option(value(values), { freq: 9 })))
    .map((all) => all.flatMap((one, i) => (one === null ? [] : [[names[i]!, one]])));
  const broken = fc.constantFrom("[]", "{", "null", "1", "[[[[", '{"results":[null,1,"a",[],{},{"status":{}}]}');
  const form = fields.map((all) => [FORM, new URLSearchParams(all).toString()] as const);
  const json = (type: Record<string, string>) =>
    fields.map((all) => [type, JSON.stringify(shape(Object.fromEntries(all)))] as const);
  const rough = fc.oneof(
    broken,
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
  );
  const body = fc.oneof(
    ...[form, json(JSON_TYPE), json({}), json(FORM)],
    rough.map((bytes) => [JSON_TYPE, bytes] as const),
    rough.map((bytes) => [FORM, bytes] as const),
  );
  return fc.oneof(
    form.map(([, query]) => request("GET", `${path}?${query}`)),
    body.map(([headers, bytes]) => request("POST", path, bytes, headers)),
  );
}
