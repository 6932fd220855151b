/** One delivery receipt as the SMSC words it. */
export type ReceiptScript = {
  /** The word after `stat:`, seven letters. */
  stat: string;
  /** What stands after `err:`. */
  err?: string;
  /** message_state (0x0427): told by TLVs beside the text, together with receipted_message_id. */
  state?: number;
};

/** What the SMSC does with the messages for one recipient. */
export type Script = {
  /** Answers submit_sm with this command_status: every part, or the one that is named (1 is the first). */
  refuse?: { status: number; part?: number };
  /** Sent one after another for every accepted part that asked for a receipt. */
  receipts: readonly ReceiptScript[];
};

/** ESME_RINVDSTADR: invalid destination address. */
const INVALID_DESTINATION = 0x0b;
const DELIVRD: ReceiptScript = { stat: "DELIVRD", err: "000" };

export const SCRIPTS = {
  delivered: { receipts: [DELIVRD] },
  deliveredTwice: { receipts: [DELIVRD, DELIVRD] },
  bufferedThenDelivered: { receipts: [{ stat: "ACCEPTD", err: "000" }, DELIVRD] },
  undeliverable: { receipts: [{ stat: "UNDELIV", err: "001" }] },
  expiredInText: { receipts: [{ stat: "EXPIRED", err: "027" }] },
  expiredInTlv: { receipts: [{ stat: "EXPIRED", err: "027", state: 3 }] },
  rejected: { receipts: [{ stat: "REJECTD", err: "069" }] },
  unknown: { receipts: [{ stat: "UNKNOWN", err: "000" }] },
  unheardOf: { receipts: [{ stat: "WHATEVR", err: "099" }] },
  refused: { refuse: { status: INVALID_DESTINATION }, receipts: [] },
  secondPartRefused: { refuse: { status: INVALID_DESTINATION, part: 2 }, receipts: [DELIVRD] },
  silent: { receipts: [] },
} satisfies Record<string, Script>;
