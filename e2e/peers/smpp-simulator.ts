import { once } from "node:events";
import smpp, { type Fields, type Pdu, type Session } from "smpp";
import { freePort } from "./child";
import { type ReceiptScript, SCRIPTS, type Script } from "./smpp-scripts";

/** Apart enough for a gateway that forwards receipts in parallel to keep their order. */
const PAUSE_MS = 400;
const UDH_INDICATOR = 0x40;
const SMSC_DELIVERY_RECEIPT = 0x04;
const INTERNATIONAL = 1;
const ISDN = 1;
const UCS2 = 8;

/** A submit_sm that was accepted or refused: one part of a text. */
export type Submitted = {
  /** system_id of whoever submitted. */
  client: string;
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
  /** Hands on what a person wrote, and waits until it is taken. `ucs2`: with characters that GSM 7-bit does not have. */
  say(from: string, to: string, text: string, options?: { ucs2?: boolean }): Promise<void>;
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
  /** By the name it has bound with: receipts go back to whoever submitted. */
  const bound = new Map<string, Session>();
  /** Receipts that have found their client away. */
  const held: (() => void)[] = [];
  let nextId = 101;

  const server = smpp.createServer((session) => {
    let client = "";
    session.on("error", () => session.destroy());
    session.on("close", () => {
      if (bound.get(client) === session) bound.delete(client);
    });
    session.on("bind_transceiver", (pdu: Pdu) => {
      client = pdu.system_id ?? "";
      session.send(pdu.response({ system_id: "simulator" }));
      bound.set(client, session);
      for (const sendAgain of held.splice(0)) sendAgain();
    });
    session.on("enquire_link", (pdu: Pdu) => session.send(pdu.response()));
    session.on("unbind", (pdu: Pdu) => session.send(pdu.response(), () => session.close()));
    session.on("submit_sm", (pdu: Pdu) => submit(session, client, pdu));
  });

  function submit(session: Session, client: string, pdu: Pdu): void {
    const { refuse, receipts }: Script = behaviour.get(pdu.destination_addr ?? "") ?? SCRIPTS.delivered;
    const { part, parts, text } = partOf(pdu);
    const refused = refuse && (refuse.part ?? part) === part;
    const one: Submitted = {
      client,
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
          setTimeout(() => send(client, receiptPdu(one, receipt)), PAUSE_MS * (i + 1));
        });
    });
  }

  function send(client: string, receipt: Fields): Promise<void> {
    return new Promise((answered) => {
      const attempt = () => {
        if (!bound.get(client)?.deliver_sm(receipt, () => answered())) held.push(attempt);
      };
      attempt();
    });
  }

  async function listen(port: number): Promise<void> {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  }

  // It must be there still when the SMSC returns.
  const port = await freePort();
  await listen(port);
  return {
    port,
    submitted: (msisdn) => submissions.filter((each) => each.msisdn === msisdn),
    behave: (msisdn, script) => void behaviour.set(msisdn, script),
    async deliver(msisdn, receipt) {
      const one = submissions.findLast((each) => each.msisdn === msisdn && each.id !== null && each.receiptAsked > 0);
      if (!one) throw new Error(`No message to ${msisdn} asked for a receipt.`);
      await send(one.client, receiptPdu(one, receipt));
    },
    async say(from, to, text, { ucs2 = false } = {}) {
      const [client] = [...bound.keys()];
      if (client === undefined) throw new Error("Nobody is bound to hand a text on to.");
      await send(client, {
        ...{ source_addr: from, source_addr_ton: INTERNATIONAL, source_addr_npi: ISDN },
        ...{ destination_addr: to, esm_class: 0, data_coding: ucs2 ? UCS2 : 0, short_message: text },
      });
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
