/*
 * Paths of fields: `status`, `data.payload.id`, `results[].messageId`. `[]` stands behind the name of an array: one
 * receipt is made of each of its elements. Paths through the same array speak of the same element.
 */

type Step = { name: string; each: boolean };

const stepsOf = (path: string): Step[] =>
  path
    .split(".")
    .map((text) => (text.endsWith("[]") ? { name: text.slice(0, -2), each: true } : { name: text, each: false }));

/** The arrays that a path goes through, from the outermost: `a[].b.c[].d` goes through `a[]` and `a[].b.c[]`. */
function arraysOf(path: string): string[] {
  const steps = path.split(".");
  return steps.flatMap((step, i) => (step.endsWith("[]") ? [steps.slice(0, i + 1).join(".")] : []));
}

/**
 * The arrays that all paths together go through, from the outermost.
 * @returns null when two of them lie side by side: then nobody knows which elements belong together.
 */
export function commonArrays(paths: readonly string[]): string[] | null {
  const all = paths.map(arraysOf).sort((one, other) => other.length - one.length);
  const [deepest = [], ...rest] = all;
  return rest.every((arrays) => arrays.every((array, i) => array === deepest[i])) ? deepest : null;
}

/** Reads the plain value at a path; empty where there is none. */
export type Look = (path: string) => string;

/**
 * For each element of the innermost array a look at it and at all that it stands in; where there is no array, one at the
 * whole value.
 */
export function* looksAt(root: unknown, arrays: readonly string[]): Generator<{ look: Look; element: unknown }> {
  yield* within([{ prefix: "", value: root }], arrays);
}

type Place = { prefix: string; value: unknown };

/** @param places the elements gone through, the innermost first. */
function* within(places: readonly Place[], arrays: readonly string[]): ReturnType<typeof looksAt> {
  const [array, ...inner] = arrays;
  if (array === undefined) {
    yield { look: (path) => plain(follow(places, path)), element: places[0]!.value };
    return;
  }
  const elements = follow(places, array.slice(0, -2));
  if (!Array.isArray(elements)) return;
  for (const value of elements) yield* within([{ prefix: array, value }, ...places], inner);
}

/** From the innermost element that the path goes through, along its last names. */
function follow(places: readonly Place[], path: string): unknown {
  const place = places.find(({ prefix }) => prefix === "" || path === prefix || path.startsWith(`${prefix}.`))!;
  const rest = path.slice(place.prefix.length).replace(/^\./, "");
  if (rest === "") return place.value;
  return stepsOf(rest).reduce((value: unknown, { name, each }) => {
    if (each || typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    return (value as Record<string, unknown>)[name];
  }, place.value);
}

const plain = (value: unknown) => (["string", "number", "boolean"].includes(typeof value) ? String(value).trim() : "");
