import type { RawRequest } from "@/lib/gateways/gateway";
import { sameText } from "@/lib/gateways/reading/same-text";
import type { InfobipConfig } from "./config";

/** Whether the request carries the name and password that the settings ask for (RFC 7617, UTF-8). */
export function hasCredentials({ headers }: RawRequest, { basic }: InfobipConfig): boolean {
  if (!basic) return true;
  const [, encoded] = /^basic ([\w+/=-]{1,1000})$/i.exec(headers.authorization ?? "") ?? [];
  return sameText(Buffer.from(encoded ?? "", "base64").toString("utf8"), `${basic.username}:${basic.password}`);
}
