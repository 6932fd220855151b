const ADDRESS = /^https?:\/\//;

/**
 * Names beside the bars of a chart, where there is room for the beginning of each only: addresses of links without what
 * all of them begin with, up to a slash. Other names stay as they are.
 */
export function toldApart(names: readonly string[]): string[] {
  const [first = "", ...others] = names.filter((name) => ADDRESS.test(name));
  const scheme = ADDRESS.exec(first)?.[0] ?? "";
  let same = others.length > 0 ? first : scheme;
  for (const other of others) while (!other.startsWith(same)) same = same.slice(0, -1);
  const shared = same.slice(0, same.lastIndexOf("/") + 1);
  if (shared.length <= scheme.length) return names.map((name) => name.replace(ADDRESS, ""));
  return names.map((name) => (ADDRESS.test(name) ? `…/${name.slice(shared.length)}` : name));
}
