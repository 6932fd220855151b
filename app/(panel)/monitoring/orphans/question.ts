import { LAST_INSTANT } from "@/lib/dataset/instant";
import type { OrphanQuery, Place } from "@/lib/orphans/queries";

/* The address of the list: `gateway` (its number) and `after` (the place of the last row of the page before). */

export type Raw = Record<string, string | string[] | undefined>;

/** A known parameter that cannot be read shows nothing, and `unreadable` says which. */
export function readQuestion(raw: Raw): { query: OrphanQuery; unreadable: string[] } {
  const given = (key: string) => [raw[key]].flat()[0]?.trim() || undefined;
  const [gateway, after] = [given("gateway"), given("after")];
  const query = {
    gatewayId: gateway !== undefined && /^\d{1,9}$/.test(gateway) ? Number(gateway) : undefined,
    after: after === undefined ? undefined : readPlace(after),
  };
  const unreadable = [
    ...(gateway !== undefined && query.gatewayId === undefined ? ["gateway"] : []),
    ...(after !== undefined && query.after === undefined ? ["after"] : []),
  ];
  return { query, unreadable };
}

export function addressOf({ gatewayId, after }: OrphanQuery): string {
  const params = new URLSearchParams({
    ...(gatewayId === undefined ? {} : { gateway: String(gatewayId) }),
    ...(after ? { after: writePlace(after) } : {}),
  });
  return params.size > 0 ? `/monitoring/orphans?${params}` : "/monitoring/orphans";
}

const writePlace = ({ at, gatewayId, reference, key }: Place): string =>
  Buffer.from(JSON.stringify([at.getTime(), gatewayId, reference, key])).toString("base64url");

function readPlace(text: string): Place | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (!Array.isArray(read)) return undefined;
    const [at, gatewayId, reference, key] = read;
    const sound = Number.isSafeInteger(at) && Number.isInteger(gatewayId) && Math.abs(gatewayId) < 2 ** 31;
    const texts = [reference, key].every((each) => typeof each === "string" && !each.includes("\0"));
    return sound && texts && at >= 0 && at <= LAST_INSTANT
      ? { at: new Date(at), gatewayId, reference, key }
      : undefined;
  } catch {
    return undefined;
  }
}
