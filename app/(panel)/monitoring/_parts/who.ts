import type { Cell } from "@/app/_ui/cell";
import type { Rule } from "@/lib/clicks/rules";
import type { Texts } from "@/lib/texts";

/** A person or a robot; of a robot also why we say so. */
export function whoCell(t: Texts, rule: Rule): Cell {
  const icon = rule === "person" ? "person" : "robot";
  return { as: "icon", icon, text: t(`who.${icon}`), reason: icon === "robot" ? t(`rule.${rule}`) : undefined };
}
