import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));
// An odd zone: a rule that silently uses the server's own shows itself here.
process.env.TZ = "Pacific/Chatham";

const shared = { root, resolve: { alias: { "@": root.replace(/\/$/, "") } } };

/** Workers keep what they have loaded, which takes as long as many a test; so nothing a test puts in its place outlives it. */
const kept = {
  setupFiles: ["e2e/property.ts"],
  isolate: false,
  restoreMocks: true,
  unstubGlobals: true,
  unstubEnvs: true,
};

/** unit: no database · db: a real Postgres, migrated from nothing · gateway: real peers against the running application. */
export default defineConfig({
  ...shared,
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          ...kept,
          include: ["{app,lib,db}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.{db,gateway,long}.test.ts"],
          // Property tests take what a loaded machine gives them; nothing here is a test of speed.
          testTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        ...shared,
        test: {
          name: "db",
          ...kept,
          include: ["{app,lib,db,e2e}/**/*.db.test.ts"],
          globalSetup: ["e2e/database.ts"],
          testTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          name: "gateway",
          include: ["e2e/gateways/**/*.gateway.test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          name: "long",
          setupFiles: ["e2e/property.ts"],
          include: ["{app,lib,db,e2e}/**/*.long.test.ts"],
          globalSetup: ["e2e/database.ts"],
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
