import type { ChartColor } from "../chart";

/** The look's colours on paper; a test holds those with a name in app/globals.css to its print styles. */
export const PAPER: Readonly<Record<ChartColor, string>> = {
  processed: "#4b5563",
  sent: "#1d4f94",
  delivered: "#0b6144",
  expired: "#7d4606",
  rejected: "#96201a",
  "non-deliverable": "#682777",
  duplicate: "#5c4f41",
  test: "#3d4a58",
  accent: "#0b5cad",
  soft: "#555c66",
  good: "#0b6144",
  warn: "#7d4606",
  bad: "#96201a",
};

export const INK = "#15181c";
export const SOFT = "#50575f";
export const RULE = "#bbbbbb";
export const FAINT = "#e3e3e0";
export const WASH = "#f5f5f2";
