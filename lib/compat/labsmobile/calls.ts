import { z } from "zod";
import { storable } from "@/lib/storable";
import { type Fault, fault } from "./fault";

/** The small calls of the JSON family: `/json/ack`, `/json/prices`, `/json/scheduled`. Numbers are taken for texts. */
const word = z
  .union([z.string(), z.number()])
  .transform((value) => storable(String(value)).trim())
  .pipe(z.string().min(1).max(40));

const ack = z.object({ subid: word, msisdn: word });
const prices = z.object({
  countries: z
    .array(z.string().regex(/^[A-Za-z]{2}$/))
    .max(300)
    .optional(),
});
const scheduled = z.object({ subid: word, cmd: z.enum(["cancel", "send"]) });

export const readAck = (body: Uint8Array) => read(ack, body);
/** Without countries, all of them. */
export const readPrices = (body: Uint8Array) => read(prices, body);
export const readScheduledCommand = (body: Uint8Array) => read(scheduled, body);

/** The same as query parameters, for `/get/ack.php`. */
export const readGetAck = (query: URLSearchParams) => check(ack, Object.fromEntries(query));

function read<T extends z.ZodType>(schema: T, body: Uint8Array): z.infer<T> | Fault {
  const text = Buffer.from(body).toString("utf8");
  if (text.trim() === "") return fault(10);
  try {
    const json: unknown = JSON.parse(text);
    return check(schema, Array.isArray(json) && json.length === 1 ? json[0] : json);
  } catch {
    return fault(11);
  }
}

function check<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> | Fault {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const places = [...new Set(result.error.issues.map(({ path }) => path[0] ?? "body"))];
  return fault(51, `Required data is missing: ${places.join(", ")}.`);
}
