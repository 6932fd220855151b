import { StatusWord } from "@/app/_ui/status";
import type { CallbackState } from "@/lib/callbacks/words";
import type { Status } from "@/lib/messages/status";
import type { Texts } from "@/lib/texts";

const LOOKS = {
  waiting: "processed",
  done: "delivered",
  failed: "rejected",
  refused: "non-deliverable",
} as const satisfies Record<CallbackState, Status>;

/** The state of a call, in the colours and signs of the messages' statuses. */
export const CallState = ({ t, state }: { t: Texts; state: CallbackState }) => (
  <StatusWord status={LOOKS[state]}>{t(`callbackState.${state}`)}</StatusWord>
);
