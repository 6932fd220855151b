import { Icon } from "@/app/_ui/icon";
import type { Formats } from "@/lib/format";
import type { GatewayState } from "@/lib/gateways/state";
import type { Texts } from "@/lib/texts";

/** Fewer messages than these say nothing about a gateway. */
const LEAST_SAMPLE = 20;
const BAD_SHARE = 0.15;

/** How a gateway does just now: queue, rate, and what became of the last hour's messages. */
export function GatewayFigures({
  t,
  formats,
  state: { waiting, handed, sample },
  now,
}: {
  t: Texts;
  formats: Formats;
  state: GatewayState;
  now: Date;
}) {
  const { messages, failed, silent, p95Seconds } = sample;
  const share = (part: number) => (messages === 0 ? "–" : formats.percent(part, messages));
  const high = (part: number) => messages >= LEAST_SAMPLE && part / messages > BAD_SHARE;
  const figures = [
    {
      label: t("gatewayState.waiting"),
      value: t(waiting.more ? "gatewayState.moreThan" : "gatewayState.count", {
        shown: formats.integer(waiting.messages),
      }),
      hint: waiting.oldestAt
        ? t("gatewayState.oldest", { time: formats.timeBeside(now, waiting.oldestAt) })
        : t("gatewayState.empty"),
    },
    {
      label: t("gatewayState.handed"),
      value: formats.integer(handed.lastMinute),
      hint: [
        t("gatewayState.last15", { shown: formats.integer(handed.last15) }),
        ...(handed.unsure > 0 ? [t("gatewayState.unsure", { shown: formats.integer(handed.unsure) })] : []),
      ].join("; "),
    },
    {
      label: t("gatewayState.failed"),
      value: share(failed),
      hint: t("gatewayState.ofSample", { count: messages, shown: formats.integer(messages) }),
      bad: high(failed),
    },
    {
      label: t("gatewayState.silent"),
      value: share(silent),
      hint: t("gatewayState.ofSample", { count: messages, shown: formats.integer(messages) }),
    },
    {
      label: t("gatewayState.p95"),
      value: p95Seconds === null ? "–" : tellSeconds(t, formats, p95Seconds),
      hint: t("gatewayState.p95Hint"),
    },
  ];
  return (
    <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-5">
      {figures.map(({ label, value, hint, bad }) => (
        <div key={label} className="min-w-0">
          <dt className="text-xs text-soft">{label}</dt>
          <dd className={`font-semibold tabular-nums ${bad ? "flex items-center gap-1 text-bad" : ""}`}>
            {bad && <Icon name="warning" className="size-3.5" />}
            {value}
          </dd>
          <dd className="text-xs text-soft">{hint}</dd>
        </div>
      ))}
    </dl>
  );
}

function tellSeconds(t: Texts, formats: Formats, seconds: number): string {
  if (seconds < 120) return t("gatewayState.seconds", { shown: formats.integer(Math.ceil(seconds)) });
  return t("gatewayState.minutes", { shown: formats.integer(Math.ceil(seconds / 60)) });
}
