import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { segmentsOf } from "@/lib/messages/segments";
import { renderTemplate } from "@/lib/messages/template";
import { newCode } from "./codes";
import { shortenLinks, targetOf, type Which } from "./shorten";

const BASE = "https://sms.example.com/r/1";
const numbered = () => {
  let made = 0;
  return () => `code${String(made++).padStart(4, "0")}`;
};
const shorten = (text: string, which: Which = "all", parameters: Record<string, string> | null = null) =>
  shortenLinks({ text, parameters }, which, BASE, numbered());
const render = (short: ReturnType<typeof shorten>) => short && renderTemplate(short.text, short.parameters);

test("a link gives way to a placeholder, and the code is among the parameters", () => {
  expect(shorten("Ver https://tienda.es/oferta?x=1 hoy")).toEqual({
    text: `Ver ${BASE}%link1% hoy`,
    parameters: { link1: "code0000" },
    codes: [{ code: "code0000", url: "https://tienda.es/oferta?x=1" }],
  });
});

describe("where a link ends", () => {
  test.each([
    ["Ver https://x.es/a.", "https://x.es/a"],
    ["Ver https://x.es/a, hoy", "https://x.es/a"],
    ["¿Ver https://x.es/a?", "https://x.es/a"],
    ["Ver https://x.es/a?b=1&c=2!", "https://x.es/a?b=1&c=2"],
    ["(https://x.es/a)", "https://x.es/a"],
    ["(https://x.es/a_(b))", "https://x.es/a_(b)"],
    ["«https://x.es/a»", "https://x.es/a"],
    ["'https://x.es/it's'", "https://x.es/it's"],
    ['<a href="https://x.es/a">', "https://x.es/a"],
    ["看 https://x.es/a。好", "https://x.es/a"],
    ["https://x.es/a\nhttp", "https://x.es/a"],
    ["HTTPS://X.es/A…", "https://x.es/A"],
    ["http://x.es", "http://x.es/"],
    ["https://x.es/~ana/#top-", "https://x.es/~ana/#top-"],
    ["https://españa.es/año", "https://xn--espaa-rta.es/a%C3%B1o"],
    ["https://例え.jp/路", "https://xn--r8jz45g.jp/%E8%B7%AF"],
    ["https://x.es:8443/a", "https://x.es:8443/a"],
  ])("%s leads to %s", (text, url) => {
    expect(shorten(text)?.codes.map((each) => each.url)).toEqual([url]);
  });

  test.each([
    "Ver tienda.es",
    "ftp://x.es/a",
    "javascript:alert(1)",
    "xhttps://x.es",
    "https://",
    "https://.",
    "http:// x.es",
    "https://%quien%",
  ])("%s has none to shorten", (text) => {
    expect(shorten(text)).toBeNull();
  });
});

test("what stands around a link stays as it was", () => {
  expect(render(shorten("(a https://x.es/1, b https://x.es/2). 50% c%"))).toBe(
    `(a ${BASE}code0000, b ${BASE}code0001). 50% c%`,
  );
});

test("only the first, where only the first is asked for", () => {
  const short = shorten("https://x.es/1 https://x.es/2", "first");
  expect(render(short)).toBe(`${BASE}code0000 https://x.es/2`);
  expect(short?.codes).toHaveLength(1);
});

test("a link of our own is short already", () => {
  expect(shorten(`Ver ${BASE}abcdefgh`)).toBeNull();
});

test("placeholders that the text has are never taken for ours", () => {
  const short = shorten("%link1% y https://x.es/%link2%", "all", { link1: "uno", link2: "dos", link3: "tres" });
  expect(render(short)).toBe(`uno y ${BASE}code0000`);
  expect(short?.codes).toEqual([{ code: "code0000", url: "https://x.es/dos" }]);
});

test("a link that is personal leads each recipient to his own", () => {
  const text = "%name%: https://x.es/c?id=%id%";
  const links = ["7", "8"].map((id) => shorten(text, "all", { name: "Ana", id }));
  expect(links.map((each) => each?.codes[0]?.url)).toEqual(["https://x.es/c?id=7", "https://x.es/c?id=8"]);
  expect(new Set(links.map((each) => each?.text)).size).toBe(1);
});

test("a link in a parameter becomes short there", () => {
  const text = "Hola, %url%";
  expect(render(shorten(text, "all", { url: "https://x.es/ana." }))).toBe(`Hola, ${BASE}code0000.`);
  expect(shorten(text, "first", { url: "https://x.es/ana" })?.codes).toHaveLength(1);
  expect(shorten(text, "all", { other: "https://x.es/ana" })).toBeNull();
  expect(shorten("https://x.es %url%", "first", { url: "https://x.es/ana" })?.parameters).toMatchObject({
    url: "https://x.es/ana",
  });
});

test("targets are addresses of HTTP and nothing else", () => {
  expect(targetOf("https://x.es")).toBe("https://x.es/");
  expect(["javascript:alert(1)", "data:text/html,x", "//x.es", "/r/1", "mailto:a@x.es", ""].map(targetOf)).toEqual(
    Array(6).fill(null),
  );
});

const word = fc.oneof(
  fc.constantFrom("https://x.es/a", "http://españa.es", "https://x.es/%name%", "(https://x.es/b)", "%name%", "%link1%"),
  fc.constantFrom("https://", "50%", "%", ".", ",", "😀", "€", `${BASE}abcdefgh`, "https://x.es/c?d=e&f#g."),
  fc.string({ maxLength: 8 }),
);
const message = fc.record({
  text: fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
  parameters: fc.option(
    fc.record({ name: fc.constantFrom("Ana", "https://y.es/z", "%link2%"), link1: word }, { requiredKeys: [] }),
  ),
});

test("all recipients' texts are equally long, and every code stands in the text", () => {
  fc.assert(
    fc.property(message, fc.constantFrom<Which>("first", "all"), (given, which) => {
      const one = shortenLinks(given, which, BASE, newCode);
      const other = shortenLinks(given, which, BASE, newCode);
      expect(one === null).toBe(other === null);
      if (!one || !other) return;
      const [first, second] = [one, other].map(({ text, parameters }) => renderTemplate(text, parameters));
      expect(segmentsOf(first!)).toEqual(segmentsOf(second!));
      expect(one.codes.length).toBe(which === "first" ? 1 : other.codes.length);
      for (const { code, url } of one.codes) {
        expect(targetOf(url)).toBe(url);
        expect(first).toContain(BASE + code);
      }
    }),
    { numRuns: 1_000 },
  );
});
