import type { ReactNode } from "react";
import type { Status } from "@/lib/messages/status";
import { Go } from "./go";
import { Icon, type IconName } from "./icon";
import { Time, type TimeText } from "./instant";
import { LongText } from "./long-text";
import { StatusWord } from "./status";
import { Why } from "./why";

/**
 * What stands in a cell: nothing or a zero (which a phone leaves out), a word, or one of the things below, told without
 * markup. What only one table has may be a node.
 */
export type Cell = null | string | 0 | Thing | ReactNode;

/** An identifier up to so long stays whole; a longer one is broken, but not into a column of single letters. */
const SHORT = 13;

type Thing =
  | ({ as: "time" } & TimeText)
  | { as: "link"; href: string; text: string; country?: { code: string; name: string } }
  | { as: "text"; text: string }
  | { as: "code"; text: string }
  | { as: "status"; status: Status; text: string; reason?: string; code?: string }
  | { as: "icon"; icon: IconName; text: string; reason?: string };

/** Called and not rendered: a page has hundreds, and none has a state of its own. */
export function showCell(cell: Cell): ReactNode {
  if (cell === null || cell === undefined) return <span className="nothing text-soft">–</span>;
  if (cell === 0) return <span className="zero">0</span>;
  return typeof cell === "object" && "as" in cell ? showThing(cell) : cell;
}

function showThing(thing: Thing): ReactNode {
  switch (thing.as) {
    case "time":
      return <Time {...thing} />;
    case "link":
      return (
        <>
          <Go href={thing.href}>{thing.text}</Go>
          {thing.country && (
            <abbr className="country" title={thing.country.name}>
              {thing.country.code}
            </abbr>
          )}
        </>
      );
    case "text":
      return <LongText text={thing.text} />;
    case "code":
      return (
        <span className={thing.text.length > SHORT ? "inline-block min-w-24 break-all" : undefined}>{thing.text}</span>
      );
    case "status":
      return (
        <>
          <StatusWord status={thing.status}>{thing.text}</StatusWord>
          <Why reason={thing.reason} code={thing.code} />
        </>
      );
    case "icon":
      return (
        <>
          <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
            <Icon name={thing.icon} className="size-3.5" />
            {thing.text}
          </span>
          <Why reason={thing.reason} />
        </>
      );
  }
}
