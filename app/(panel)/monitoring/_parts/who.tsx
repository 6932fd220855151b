import { Icon } from "@/app/_ui/icon";
import type { Rule } from "@/lib/clicks/rules";
import type { Texts } from "@/lib/texts";

/** A person or a robot; of a robot also why we say so. */
export function Who({ t, rule }: { t: Texts; rule: Rule }) {
  const who = rule === "person" ? "person" : "robot";
  return (
    <>
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
        <Icon name={who} className="size-3.5" />
        {t(`who.${who}`)}
      </span>
      {who === "robot" && <span className="why">{t(`rule.${rule}`)}</span>}
    </>
  );
}
