import fc from "fast-check";
import { expect, test } from "vitest";
import { readCredentials } from "./credentials";

const basic = (text: string, encoding: BufferEncoding = "utf8") =>
  `Basic ${Buffer.from(text, encoding).toString("base64")}`;
const read = (authorization?: string, search = "") => readCredentials({ authorization }, new URLSearchParams(search));

test("the header names user and token, whatever the token holds", () => {
  expect(read("Basic dUB4Lnk6dG9r")).toEqual({ username: "u@x.y", password: "tok" });
  expect(read("basic   dUB4Lnk6dG9r ")).toEqual({ username: "u@x.y", password: "tok" });
  expect(read(basic("u@x.y:a:b c "))).toEqual({ username: "u@x.y", password: "a:b c " });
  expect(read(basic(" ñ@x.y :clavé"))).toEqual({ username: "ñ@x.y", password: "clavé" });
  expect(read(basic("ñ@x.y:clavé", "latin1"))).toEqual({ username: "ñ@x.y", password: "clavé" });
});

test("the query names them in the GET family, the header comes first", () => {
  expect(read(undefined, "username=u%40x.y&password=tok")).toEqual({ username: "u@x.y", password: "tok" });
  expect(read(basic("a:b"), "username=u&password=p")).toEqual({ username: "a", password: "b" });
  expect(read("Bearer abc", "username=u&password=p")).toEqual({ username: "u", password: "p" });
});

test.each([
  undefined,
  "",
  "Basic",
  "Basic ",
  "Basic ???",
  basic("nocolon"),
  basic(":tok"),
  basic("u:"),
  basic("u:\0"),
  "Bearer x",
])("%j names nobody", (header) => {
  expect(read(header)).toBeNull();
  expect(read(header, "username=u")).toBeNull();
});

test("any user without a colon and any token are read back", () => {
  const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 50 }).filter((text) => !text.includes("\0"));
  const user = word.filter((text) => !text.includes(":") && text.trim() === text);
  fc.assert(
    fc.property(user, word, (username, password) => {
      expect(read(basic(`${username}:${password}`))).toEqual({ username, password });
    }),
  );
});

test("no header makes it throw", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (header) => {
      read(header);
      read(`Basic ${header}`);
    }),
  );
});
