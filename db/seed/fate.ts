import { FAILURES, type Planned, partsOf, said } from "@/lib/gateways/simulator/network";
import type { Message } from "@/lib/messages/change";
import { expired } from "@/lib/messages/sweep";
import { networkOf, type Person } from "./countries";
import type { Random } from "./random";

/** Something said of a message, so long after it was sent, and how often the very same event came again. */
export type Event = Planned & { repeats: number; sweep: boolean };

/** The account's validity: then the network, or our own sweep, gives up. */
export const VALIDITY_MS = 72 * 3_600_000;
const MINUTE = 60_000;

const [UNKNOWN_SUBSCRIBER] = FAILURES;
const EXPIRED = FAILURES.find(({ meaning }) => meaning === "expired")!;
const TEMPORARY = FAILURES.find(({ reason }) => reason === "temporary")!;

/**
 * All that is ever said of a message, in the order of arrival: what the simulator says and, beyond it, phones that are
 * off for hours, numbers that are gone, silence until the sweep, a delivery after it, words that contradict each other.
 *
 * @param waiting milliseconds until the network comes to this message of its sending.
 */
export function fateOf(random: Random, message: Message, person: Person, waiting: number): Event[] {
  const events: Event[] = [];
  const add = ({ afterMs, receipt }: Planned, repeats = 0) =>
    events.push({ afterMs: Math.round(afterMs), receipt, repeats, sweep: false });
  const { id, segments } = message;

  const network = networkOf(person);
  const fails = person.gone || random.chance(network.failing);
  const failure = person.gone ? UNKNOWN_SUBSCRIBER : fails ? random.weighted(FAILURES) : null;
  const acknowledged = waiting + random.between(200, 1_400);
  const off = random.chance(0.05);
  const takes = off
    ? Math.min(random.logNormal(45 * MINUTE, 1.6), 0.9 * VALIDITY_MS)
    : random.logNormal(network.median * 1_000, network.spread);
  const final = failure === EXPIRED ? VALIDITY_MS * random.between(0.9, 0.99) : acknowledged + takes;

  const parts = partsOf(segments);
  const late = random.chance(0.01);
  if (random.chance(0.998))
    for (const part of parts) add(said(id, part, "sent", "ACK/", late ? final + 500 : acknowledged));
  if (random.chance(0.004)) add(unknown(id, acknowledged + takes / 2));
  if (random.chance(0.012)) {
    const swept = VALIDITY_MS + random.between(0, 5 * MINUTE);
    const { receipt } = expired(
      id,
      true,
      message.gatewayId ?? 0,
      new Date(message.sentAt.getTime() + Math.round(swept)),
    );
    events.push({ afterMs: Math.round(swept), receipt, repeats: 0, sweep: true });
    if (!random.chance(0.15)) return inOrder(events);
    const after = swept + random.between(1, 900) * MINUTE;
    for (const part of parts) add(said(id, part, "delivered", "sub:001 dlvrd:001", after));
    return inOrder(events);
  }

  const text = `sub:001 dlvrd:${failure ? "000" : "001"}`;
  const again = random.next();
  for (const part of parts) {
    const afterMs = final + part * 300;
    add(said(id, part, failure ?? "delivered", text, afterMs), again < 0.012 ? 1 + random.below(3) : 0);
    if (again > 0.99) add(said(id, part, failure ?? "delivered", "again", afterMs + 4_000, ":again"));
  }
  if (!failure && random.chance(0.003))
    add(said(id, parts[0]!, TEMPORARY, "sub:001 dlvrd:000", final + random.between(5, 90) * 1_000));
  return inOrder(events);
}

const inOrder = (events: Event[]) => events.sort((one, other) => one.afterMs - other.afterMs);

/** The network does not know and says so: shown, and nothing follows from it. */
function unknown(reference: string, afterMs: number): Planned {
  const receipt = { reference, key: "sim:0:unknown", part: 0, meaning: null, refusal: false, code: null, reason: null };
  return { afterMs, receipt: { ...receipt, occurredAt: null, text: `id:${reference.slice(-8)} stat:UNKNOWN err:000` } };
}
