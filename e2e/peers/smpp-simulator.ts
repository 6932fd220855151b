import { once } from "node:events";
import type { AddressInfo } from "node:net";
import smpp, { type Fields, type Pdu, type Session } from "smpp";
import { type ReceiptScript, SCRIPTS, type Script } from "./smpp-scripts";

/** Apart enough for a gateway that forwards receipts in parallel to keep their order. */
const PAUSE_MS = 150;
const UDH_INDICATOR = 0x40;
const SMSC_DELIVERY_RECEIPT = 0x04;
const INTERNATIONAL = 1;
const ISDN = 1;

/** A submit_sm that was accepted or refused: one part of a text. */
export type Submitted = {
  /** The SMSC's message id; null when refused. */
  id: string | null;
  msisdn: string;
  sender: string;
  text: string;
  part: number;
  parts: number;
  /** Bits of registered_delivery that ask for a final receipt: 0 none, 1 always, 2 on failure. */
  receiptAsked: number;
};

export type SmppSimulator = {
  port: number;
  /** Everything that was submitted for a recipient, in order of arrival. */
  submitted(msisdn: string): readonly Submitted[];
  /** From now on messages for this recipient are treated so; without a script they are delivered. */
  behave(msisdn: string, script: Script): void;
  /**
   * Sends a receipt for the last accepted message to this recipient that asked for one, and waits until it is taken.
   * @throws Error when there is no such message
   */
  deliver(msisdn: string, receipt: ReceiptScript): Promise<void>;
  /** The SMSC dies: connections break, receipts that are due wait for its return. */
  stop(): Promise<void>;
  /** The SMSC returns at the same port. */
  start(): Promise<void>;
};

/**
 * An SMSC on loopback: SMPP 3.4, bind_transceiver with any name and password, submit_sm with concatenated parts, receipts
 * in the form of Appendix B of the specification.
 */
export async function startSmppSimulator(scripts: Readonly<Record<string, Script>> = {}): Promise<SmppSimulator> {
  const behaviour = new Map(Object.entries(scripts));
  const submissions: Submitted[] = [];
  const bound = new Set<Session>();
  /** Receipts that have found nobody bound. */
  const held: (() => void)[] = [];
  let nextId = 101;

  const server = smpp.createServer((session) => {
    session.on("error", () => session.destroy());
    session.on("close", () => bound.delete(session));
    session.on("bind_transceiver", (pdu: Pdu) => {
      session.send(pdu.response({ system_id: "simulator" }));
      bound.add(session);
      for (const sendAgain of held.splice(0)) sendAgain();
    });
    session.on("enquire_link", (pdu: Pdu) => session.send(pdu.response()));
    session.on("unbind", (pdu: Pdu) => session.send(pdu.response(), () => session.close()));
    session.on("submit_sm", (pdu: Pdu) => submit(session, pdu));
  });

  function submit(session: Session, pdu: Pdu): void {
    const { refuse, receipts }: Script = behaviour.get(pdu.destination_addr ?? "") ?? SCRIPTS.delivered;
    const { part, parts, text } = partOf(pdu);
    const refused = refuse && (refuse.part ?? part) === part;
    const one: Submitted = {
      id: refused ? null : String(nextId++),
      msisdn: pdu.destination_addr ?? "",
      sender: pdu.source_addr ?? "",
      ...{ text, part, parts },
      receiptAsked: (pdu.registered_delivery ?? 0) & 3,
    };
    submissions.push(one);
    if (one.id === null) return void session.send(pdu.response({ command_status: refuse?.status }));
    // A receipt that overtakes the answer would name a message the gateway does not know yet.
    session.send(pdu.response({ message_id: one.id }), () => {
      receipts
        .filter((receipt) => isAsked(one, receipt))
        .forEach((receipt, i) => {
          setTimeout(() => send(receiptPdu(one, receipt)), PAUSE_MS * (i + 1));
        });
    });
  }

  function send(receipt: Fields): Promise<void> {
    return new Promise((answered) => {
      const attempt = () => {
        const [session] = bound;
        if (!session?.deliver_sm(receipt, () => answered())) held.push(attempt);
      };
      attempt();
    });
  }

  async function listen(port: number): Promise<void> {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  }

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    submitted: (msisdn) => submissions.filter((each) => each.msisdn === msisdn),
    behave: (msisdn, script) => void behaviour.set(msisdn, script),
    async deliver(msisdn, receipt) {
      const one = submissions.findLast((each) => each.msisdn === msisdn && each.id !== null && each.receiptAsked > 0);
      if (!one) throw new Error(`No message to ${msisdn} asked for a receipt.`);
      await send(receiptPdu(one, receipt));
    },
    async stop() {
      const closed = once(server, "close");
      server.close();
      for (const session of [...server.sessions]) session.destroy();
      await closed;
    },
    start: () => listen(port),
  };
}

/** registered_delivery 2 asks for failures only. */
function isAsked({ receiptAsked }: Submitted, { stat }: ReceiptScript): boolean {
  return receiptAsked === 1 || (receiptAsked === 2 && stat !== "DELIVRD");
}

/** The text of a part and its place, from the concatenation element (00) of the user data header. */
function partOf(pdu: Pdu): { part: number; parts: number; text: string } {
  const content = pdu.short_message ?? "";
  const text = typeof content === "string" ? content : content.message;
  const headers = typeof content === "string" || !((pdu.esm_class ?? 0) & UDH_INDICATOR) ? [] : (content.udh ?? []);
  const joined = headers.find((element) => element[0] === 0x00);
  return { part: joined?.[4] ?? 1, parts: joined?.[3] ?? 1, text };
}

function receiptPdu({ id, msisdn, sender, text }: Submitted, { stat, err = "000", state }: ReceiptScript): Fields {
  const now = new Date();
  const delivered = stat === "DELIVRD" ? "001" : "000";
  return {
    source_addr: msisdn,
    ...{ source_addr_ton: INTERNATIONAL, source_addr_npi: ISDN },
    destination_addr: sender,
    esm_class: SMSC_DELIVERY_RECEIPT,
    data_coding: 0,
    short_message:
      `id:${id} sub:001 dlvrd:${delivered} submit date:${minute(now)} done date:${minute(now)} ` +
      `stat:${stat} err:${err} text:${text.slice(0, 20)}`,
    ...(state === undefined ? {} : { receipted_message_id: id ?? "", message_state: state }),
  };
}

/** YYMMDDhhmm, UTC. */
function minute(at: Date): string {
  return at.toISOString().replace(/\D/g, "").slice(2, 12);
}
