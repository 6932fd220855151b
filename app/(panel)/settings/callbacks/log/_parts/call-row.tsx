import { ActionForm } from "@/app/_ui/action-form";
import { Go } from "@/app/_ui/go";
import { Instant } from "@/app/_ui/instant";
import { Row } from "@/app/_ui/rows";
import type { CallbackRow } from "@/lib/callbacks/queries";
import type { CallFault } from "@/lib/callbacks/words";
import type { Formats } from "@/lib/format";
import { formatNumber } from "@/lib/messages/numbers";
import type { Texts } from "@/lib/texts";
import { replayByForm } from "../../actions";
import { CallState } from "./call-state";

/** One call: of which message, to where, what came of it, and when it is tried next. */
export function CallRow({ t, formats, row }: { t: Texts; formats: Formats; row: CallbackRow }) {
  const { id, kind, state, url, attempts, status, error, dueAt, createdAt, triedAt, messageId, msisdn } = row;
  const came = error
    ? t(`callbackFault.${error as CallFault}`, { status: status ?? 0 })
    : status !== null && t("callbacks.answered", { status });
  const next = state === "waiting" && attempts > 0;
  return (
    <Row
      told={
        <>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <CallState t={t} state={state} />
            <span>{t(`callbackKind.${kind}`)}</span>
            <Go href={`/monitoring/messages/${messageId}`}>{msisdn ? formatNumber(msisdn) : t("callbacks.message")}</Go>
            <span className="text-soft">
              <Instant at={createdAt} formats={formats} />
            </span>
          </span>
          <code className="mt-1 block text-xs wrap-anywhere text-soft">{url}</code>
          <span className="mt-1 block text-soft">
            {attempts > 0 ? t("callbacks.attempts", { count: attempts }) : t("callbacks.untried")}
            {triedAt && (
              <>
                {" · "}
                {t("callbacks.triedAt")} <Instant at={triedAt} formats={formats} />
              </>
            )}
            {came && ` · ${came}`}
            {next && (
              <>
                {" · "}
                {t("callbacks.nextAt")} <Instant at={dueAt} formats={formats} />
              </>
            )}
          </span>
        </>
      }
    >
      {state !== "waiting" && (
        <ActionForm action={replayByForm.bind(null, id)} label={t("callbacks.replayOf", { id })}>
          <button type="submit" className="button print:hidden">
            {t("callbacks.replay")}
          </button>
        </ActionForm>
      )}
    </Row>
  );
}
