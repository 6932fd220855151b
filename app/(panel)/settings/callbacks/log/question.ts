import { CALLBACK_STATES, type CallbackState } from "@/lib/callbacks/words";

export type Asked = { state?: CallbackState | undefined; before?: number | undefined };

/** What the address asks for. What cannot be read asks for nothing: here it only looks, and hides nothing. */
export function readAsked(params: Record<string, string | string[] | undefined>): Asked {
  const [state] = [params.state].flat();
  const before = Number([params.before].flat()[0]);
  return {
    state: CALLBACK_STATES.find((each) => each === state),
    before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
  };
}

export function addressOfLog({ state, before }: Asked): string {
  const params = new URLSearchParams();
  if (state) params.set("state", state);
  if (before) params.set("before", String(before));
  return params.size === 0 ? "/settings/callbacks/log" : `/settings/callbacks/log?${params}`;
}
