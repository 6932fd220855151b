/** The part of the npm package `smpp` that the simulator uses; it brings no types of its own. */
declare module "smpp" {
  import type { EventEmitter } from "node:events";
  import type { Server } from "node:net";

  export type Fields = {
    command_status?: number;
    system_id?: string;
    message_id?: string;
    source_addr?: string;
    source_addr_ton?: number;
    source_addr_npi?: number;
    destination_addr?: string;
    dest_addr_ton?: number;
    dest_addr_npi?: number;
    esm_class?: number;
    registered_delivery?: number;
    data_coding?: number;
    short_message?: string | { message: string; udh?: Buffer[] };
    receipted_message_id?: string;
    message_state?: number;
  };
  export type Pdu = Fields & { command: string; response(fields?: Fields): Pdu };

  export interface Session extends EventEmitter {
    /** False when the connection is gone. `sent` is called once the bytes are with the system. */
    send(pdu: Pdu, sent?: () => void): boolean;
    deliver_sm(fields: Fields, answered: (response: Pdu) => void): boolean;
    close(): void;
    destroy(): void;
  }

  const smpp: { createServer(listener: (session: Session) => void): Server & { sessions: Session[] } };
  export default smpp;
}
