import { createHash, createHmac } from "node:crypto";
import type { RawRequest } from "@/lib/gateways/gateway";
import { sameText } from "@/lib/gateways/reading/same-text";

/**
 * Whether `X-Twilio-Signature` is right: base64 of HMAC-SHA1 over the address and, of a form, every field's name and
 * value untrimmed, in the order of the names. A body that is no form is covered by its SHA-256 in the address.
 *
 * The address is the one that Twilio was given, byte for byte: our configured origin and the request's own path and
 * query. Twilio adds or drops the port at times, so both are tried, as its own libraries do.
 */
export function isSignedByTwilio(request: RawRequest, authToken: string, publicUrl: string): boolean {
  const signature = request.headers["x-twilio-signature"];
  if (!signature) return false;
  const bodyHash = request.query.get("bodySHA256");
  if (bodyHash !== null && !sameText(bodyHash.toLowerCase(), sha256(request.body))) return false;
  const isForm = bodyHash === null && request.method === "POST";
  const form = new URLSearchParams(isForm ? request.body.toString("utf8") : "");
  return addresses(publicUrl, request.url).some((address) => sameText(signature, sign(authToken, address, form)));
}

/** Of a name that comes more than once, each of its values once, in their order. */
export function sign(authToken: string, address: string, form: URLSearchParams): string {
  const text = [...new Set(form.keys())].sort().flatMap((name) => {
    const values = [...new Set(form.getAll(name))].sort();
    return values.map((value) => name + value);
  });
  return createHmac("sha1", authToken)
    .update(address + text.join(""), "utf8")
    .digest("base64");
}

export const sha256 = (body: Buffer): string => createHash("sha256").update(body).digest("hex");

function addresses(publicUrl: string, pathAndQuery: string): string[] {
  const { protocol, hostname, port } = new URL(publicUrl);
  const defaultPort = protocol === "https:" ? "443" : "80";
  const origin = `${protocol}//${hostname}`;
  return [origin, `${origin}:${port || defaultPort}`].map((each) => each + pathAndQuery);
}
