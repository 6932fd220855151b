import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { STATUSES } from "@/lib/messages/status";

const css = readFileSync(fileURLToPath(new URL("globals.css", import.meta.url)), "utf8");

type Tokens = Record<string, string>;
const tokensOf = (block: string): Tokens =>
  Object.fromEntries(Array.from(block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g), ([, name, colour]) => [name, colour]));

const [light = "", dark = "", print = ""] = Array.from(css.matchAll(/:root \{([^}]+)\}/g), ([, block]) => block!);
const themes = {
  light: tokensOf(light),
  dark: { ...tokensOf(light), ...tokensOf(dark) },
  print: { ...tokensOf(light), ...tokensOf(print) },
};

/** WCAG 2: relative luminance of an sRGB colour. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright! + 0.05) / (dim! + 0.05);
}

describe.each(Object.entries(themes))("the colours in %s", (_, theme) => {
  const papers = ["paper", "card", "accent-soft"];
  const inks = [...STATUSES, "ink", "soft", "accent", "good"];

  test.each(papers.flatMap((paper) => inks.map((ink) => [ink, paper] as const)))(
    "%s is legible on %s",
    (ink, paper) => {
      expect(contrast(theme[ink]!, theme[paper]!)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test("a warning, a fault and the first button are legible", () => {
    for (const [ink, ground] of [
      ["warn", "warn-soft"],
      ["ink", "warn-soft"],
      ["bad", "bad-soft"],
      ["soft", "bad-soft"],
      ["bad", "card"],
    ])
      expect([ink, contrast(theme[ink!]!, theme[ground!]!) >= 4.5]).toEqual([ink, true]);
  });
});

test.each(["light", "dark"] as const)("the edge of an input and the first button stand out in %s", (name) => {
  const theme = themes[name];
  expect(contrast(theme.edge!, theme.card!)).toBeGreaterThanOrEqual(3);
  expect(contrast(theme["accent-ink"]!, theme.accent!)).toBeGreaterThanOrEqual(4.5);
});
