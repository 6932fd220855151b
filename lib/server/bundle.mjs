import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, stop } from "esbuild";

/** The programs that run outside Next; each becomes one file that starts at once. */
const PROGRAMS = {
  main: "lib/server/main.ts",
  admin: "lib/server/admin.ts",
  verify: "lib/server/verify.ts",
  "rebuild-counts": "lib/server/rebuild-counts.ts",
  generate: "lib/server/generate.ts",
  "import-thread": "lib/imports/thread.ts",
  bench: "e2e/bench/main.ts",
};

/**
 * Bundles our own code and leaves packages where npm put them. Migrations are not bundled: they are read from
 * db/migrations, so the programs run in the project's folder.
 * @param {string} root the project's folder
 * @param {string} outdir gets NAME.mjs and its source map for each program; what is wrong with the code is printed
 */
export async function bundlePrograms(root, outdir) {
  const programs = Object.entries(PROGRAMS).filter(([, file]) => existsSync(join(root, file)));
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(programs),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: true,
    logLevel: "warning",
  });
  // esbuild would keep a process of its own for as long as ours lives.
  await stop();
}
