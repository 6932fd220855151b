import { reasonOfCode } from "@/lib/gateways/error-table";
import type { ErrorTable } from "@/lib/gateways/gateway";
import type { Reason } from "@/lib/messages/reasons";

/** Refusals at submit (SMPP v3.4 command_status, names in Kannel's smpp_pdu.h); 0x400 to 0x4FF are each SMSC's own. */
const COMMAND_STATUS: ErrorTable = {
  "0x01": "filtered", // message length
  "0x08": "temporary", // system error
  "0x0A": "filtered", // source address
  "0x0B": "invalid_number", // destination address
  "0x0D": "account", // bind failed
  "0x0E": "account", // password
  "0x0F": "account", // system id
  "0x14": "temporary", // queue full
  "0x48": "filtered", // source address TON
  "0x49": "filtered", // source address NPI
  "0x50": "invalid_number", // destination address TON
  "0x51": "invalid_number", // destination address NPI
  "0x58": "temporary", // throttled
  "0x61": "temporary", // scheduled time
  "0x62": "temporary", // validity period
  "0x64": "temporary", // application: temporary
  "0x66": "blocked", // application: refused
  "0xFE": "temporary", // delivery failure
  "0x101": "filtered", // prohibited (v5)
};

/** What Kannel itself says. Not being on a white list may mean a trial system, so no number is to be cleaned for it. */
const KANNEL_WORDS: ReadonlyMap<string, Reason> = new Map([
  ["retries exceeded", "temporary"],
  ["validity expired", "expired"],
  ["sender not in white-list", "filtered"],
  ["sender in black-list", "filtered"],
  ["receiver not in white-list", "filtered"],
  ["receiver in black-list", "blocked"],
]);

/**
 * Reads the text of a refusal (d=16): `NACK/0x0000000b/Invalid Destination Address`, `NACK/Retries Exceeded`, `NACK/`.
 * @param table the gateway's own words come first, for codes of its SMSC too.
 * @returns code as SMPP writes it (`0x0B`), `null` where Kannel gives none.
 */
export function readRefusal(text: string, table: ErrorTable): { code: string | null; reason: Reason } {
  const said = /^NACK\/(?:0x0*([0-9a-f]{1,8})(?:\/|$))?(.*)$/is.exec(text);
  if (!said) return { code: null, reason: "unknown" };
  if (said[1] === undefined)
    return { code: null, reason: KANNEL_WORDS.get(said[2]!.trim().toLowerCase()) ?? "unknown" };
  const code = `0x${said[1].toUpperCase().padStart(2, "0")}`;
  return { code, reason: reasonOfCode(table, code) ?? reasonOfCode(COMMAND_STATUS, code) ?? "unknown" };
}
