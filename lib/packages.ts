import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * Finds files of installed packages from the project's folder, in which every program of ours runs. Not from
 * `import.meta.url`: Next's bundler answers that with a number of its own.
 */
export const installed = createRequire(join(process.cwd(), "package.json"));
