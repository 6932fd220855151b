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
  // Nothing here is a test of speed: a loaded machine gets the time that it takes.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  globalSetup: "./global-setup.ts",
  // What a page is compared with is what the help shows.
  snapshotPathTemplate: "../public/help/{arg}{ext}",
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "America/Lima",
    viewport: { width: 1280, height: 900 },
    // A trace takes a good third of the time: to find a fault, `npx playwright test … --trace retain-on-failure`.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: chromiumPath(), args: CHROMIUM_ARGS },
  },
});
