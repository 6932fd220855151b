import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** Who may import what: folder, forbidden target, reason. Tests may do as they need. */
const FORBIDDEN: [folder: RegExp, target: RegExp, because: string][] = [
  [/^app\//, /^(db|drizzle-orm|pg|pg-copy-streams)(\/|$)/, "a page asks lib for data"],
  [/^app\/_ui\//, /(\/(queries|commands)|lib\/auth\/(?!scope)[\w-]+)$/, "a component is given its rows"],
  [/^lib\//, /^app\//, "lib does not know the pages"],
  [
    /^lib\/(?!auth\/session|auth\/request-facts|server\/)/,
    /^next(\/|$)/,
    "lib runs without Next, in tests and scripts",
  ],
  [/^lib\/dataset\//, /^(app|lib\/(?!dataset\/|errors|format|texts|auth\/scope))/, "the kernel knows no feature"],
  [/^lib\/\w+\/dataset\.ts$/, /^(db|drizzle-orm|pg)(\/|$)/, "a definition also runs in the browser"],
  [
    /^db\/(?!testing|seed|index)/,
    /^(app|lib)\/(?!messages\/(status|origin|dimensions)$)/,
    "the schema stands alone, but for words it shares",
  ],
];

const root = fileURLToPath(new URL("..", import.meta.url));

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)) yield path;
  }
}

/** Static, dynamic and re-exporting imports of a file, as paths from the root or package names. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), "utf8");
  const found = source.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g);
  return [...found].map(([, target]) => {
    if (target!.startsWith("@/")) return target!.slice(2);
    return target!.startsWith(".") ? relative(root, join(root, dirname(file), target!)) : target!;
  });
}

const files = ["app", "lib", "db"].flatMap((folder) => [...sources(folder)]);

test("every import keeps to its side", () => {
  expect(files.length).toBeGreaterThan(50);
  const wrong = files.flatMap((file) =>
    importsOf(file).flatMap((target) =>
      FORBIDDEN.filter(([folder, forbidden]) => folder.test(file) && forbidden.test(target)).map(
        ([, , because]) => `${file} imports ${target}: ${because}`,
      ),
    ),
  );
  expect(wrong).toEqual([]);
});

test("the environment has one reader", () => {
  // The launcher puts what it found out into the environment; it reads nothing from it but whether a port was asked for.
  const readers = files.filter((file) => /process\.env\b/.test(readFileSync(join(root, file), "utf8")));
  expect(readers.filter((file) => !/^lib\/(env|server\/)/.test(file))).toEqual([]);
});
