import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** A browser for the tests: CHROMIUM_PATH, Playwright's own, the system's. Undefined: Playwright's own. */
export function chromiumPath(): string | undefined {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  if (existsSync(chromium.executablePath())) return undefined;
  const found = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
    existsSync(path),
  );
  if (found) return found;
  throw new Error("No Chromium: apt-get install chromium, or npx playwright install chromium, or set CHROMIUM_PATH.");
}

/** Chromium looks up its maker's hosts at every start otherwise; as root it has no sandbox of its own. */
export const CHROMIUM_ARGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];
