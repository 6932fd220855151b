import { createHash, createHmac } from "node:crypto";
import type { RawRequest } from "@/lib/gateways/gateway";
import { fieldsOf } from "@/lib/gateways/reading/fields";
import { sameText } from "@/lib/gateways/reading/same-text";
import type { SignatureMethod, VonageConfig } from "./config";

/** An older request is somebody's repetition; Vonage signs each of its own attempts anew. */
const MOST_APART_MS = 5 * 60_000;

/** Whether `sig` is right over all other fields and `timestamp` (unix seconds, UTC) is of now. */
export function isSignedByVonage(request: RawRequest, { signature }: VonageConfig): boolean {
  if (!signature) return true;
  const fields = fieldsOf(request);
  const [sig, timestamp] = [fields?.get("sig"), fields?.get("timestamp")];
  if (!fields || !sig || !timestamp || !/^\d{9,11}$/.test(timestamp)) return false;
  const apart = Math.abs(request.receivedAt.getTime() - Number(timestamp) * 1000);
  return apart <= MOST_APART_MS && sameText(sig.toLowerCase(), sign(fields, signature.secret, signature.method));
}

/**
 * The signature of fields in hexadecimal: `&name=value` in the order of the names without `sig`, `&` and `=` inside
 * values replaced by `_`, then hashed with the secret behind it (md5hash) or by HMAC.
 */
export function sign(fields: URLSearchParams, secret: string, method: SignatureMethod): string {
  const names = [...new Set(fields.keys())].filter((name) => name !== "sig").sort();
  const text = names.map((name) => `&${name}=${fields.get(name)?.replace(/[&=]/g, "_")}`).join("");
  if (method === "md5hash")
    return createHash("md5")
      .update(text + secret)
      .digest("hex");
  return createHmac(method, secret).update(text).digest("hex");
}
