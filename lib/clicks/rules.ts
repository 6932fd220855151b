/** What can say whether a visit was a robot's. Strongest first; the one that is no robot's comes last. */
export const RULES = [
  /** The browser says that it only looks ahead; the page may never be shown. */
  "prefetch",
  "empty-user-agent",
  /** It says itself that it is one. */
  "user-agent",
  /** Before anybody can have read the message. */
  "too-soon",
  /** Within seconds of sending, and the network had not confirmed the delivery. */
  "before-delivered",
  /** Plain Chrome on a computer within seconds of arriving: messages are read on phones, scanners run on servers. */
  "desktop-at-once",
  "person",
] as const;
export type Rule = (typeof RULES)[number];

/** Raised with every change of a rule, so that visits judged by an older one can be told and judged again. */
export const RULES_VERSION = 1;
