import { Go } from "@/app/_ui/go";
import { CALLBACK_STATES, type CallbackState, MOST_COUNTED } from "@/lib/callbacks/words";
import type { Formats } from "@/lib/format";
import type { Texts } from "@/lib/texts";
import { type Asked, addressOfLog } from "../question";
import { CallState } from "./call-state";

/** The states of calls; each is a link to exactly its calls, and back. */
export function States({
  t,
  formats,
  undone,
  asked: { state, message },
}: {
  t: Texts;
  formats: Formats;
  undone: Record<Exclude<CallbackState, "done">, number>;
  asked: Asked;
}) {
  const told = (count: number) => formats.integer(count) + (count === MOST_COUNTED ? "+" : "");
  return (
    <ul aria-label={t("callbacks.byState")} className="flex flex-wrap gap-1.5">
      {CALLBACK_STATES.map((each) => (
        <li key={each}>
          <Go
            className="chip"
            href={addressOfLog({ ...(message ? { message } : {}), ...(state === each ? {} : { state: each }) })}
            aria-current={state === each ? "true" : undefined}
          >
            <CallState t={t} state={each} />
            {each !== "done" && <b className="font-semibold">{told(undone[each])}</b>}
          </Go>
        </li>
      ))}
    </ul>
  );
}
