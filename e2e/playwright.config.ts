import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGS, chromiumPath } from "./browser";

// The reader's browser stands in another zone than the account, and the server in a third: the account's must win.
process.env.TZ = "Pacific/Chatham";

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: "../test-results",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  globalSetup: "./global-setup.ts",
  // What a page is compared with is what the help shows.
  snapshotPathTemplate: "../public/help/{arg}{ext}",
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "America/Lima",
    viewport: { width: 1280, height: 900 },
    trace: "retain-on-failure",
    launchOptions: { executablePath: chromiumPath(), args: CHROMIUM_ARGS },
  },
});
