import type { Formats } from "@/lib/format";
import type { MessageDetail } from "@/lib/messages/queries";
import type { Texts } from "@/lib/texts";

/** What every part of a message's page is given. */
export type Given = { t: Texts; formats: Formats; detail: MessageDetail };
