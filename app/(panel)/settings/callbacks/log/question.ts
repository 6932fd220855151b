import { CALLBACK_STATES, type CallbackState } from "@/lib/callbacks/words";
import { instantOf } from "@/lib/messages/uuid7";

/** `message`: the id of one, for the calls about it. */
export type Asked = { state?: CallbackState; message?: string; before?: number };

/** What the address asks for. What cannot be read asks for nothing: here it only looks, and hides nothing. */
export function readAsked(params: Record<string, string | string[] | undefined>): Asked {
  const [state, message, place] = [params.state, params.message, params.before].map((value) => [value].flat()[0]);
  const known = CALLBACK_STATES.find((each) => each === state);
  const before = Number(place);
  return {
    ...(known ? { state: known } : {}),
    ...(message && instantOf(message) ? { message } : {}),
    ...(Number.isSafeInteger(before) && before > 0 ? { before } : {}),
  };
}

export function addressOfLog({ state, message, before }: Asked): string {
  const params = new URLSearchParams();
  if (state) params.set("state", state);
  if (message) params.set("message", message);
  if (before) params.set("before", String(before));
  return params.size === 0 ? "/settings/callbacks/log" : `/settings/callbacks/log?${params}`;
}
