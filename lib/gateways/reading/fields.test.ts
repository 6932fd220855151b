import { expect, test } from "vitest";
import { FORM, JSON_TYPE, request } from "@/lib/gateways/testing";
import { fieldsOf, holdsJson, textOf } from "./fields";
import { ownId } from "./own-id";
import { sameText } from "./same-text";
import { quote, storable } from "./storable";

const said = (...given: Parameters<typeof request>) => {
  const fields = fieldsOf(request(...given));
  return fields && [...fields];
};

test("the same fields are read out of a query, a form and a JSON object", () => {
  const fields = [
    ["a", "1"],
    ["b-c", " x&y "],
  ];
  expect(said("GET", "/r?a=1&b-c=+x%26y+")).toEqual(fields);
  expect(said("POST", "/r?z=1", "a=1&b-c=+x%26y+", FORM)).toEqual(fields);
  expect(said("POST", "/r?z=1", '{"a":1,"b-c":" x&y ","list":[1],"none":null}', JSON_TYPE)).toEqual(fields);
  expect(said("POST", "/r", '\ufeff {"a":1,"b-c":" x&y "}', JSON_TYPE)).toEqual(fields);
  expect(said("POST", "/r?a=1&b-c=+x%26y+")).toEqual(fields);
});

test("a body is what its type says; without a type, what it looks like", () => {
  const json = (body: string, headers: Record<string, string>) => holdsJson({ body: Buffer.from(body), headers });
  expect(json("a=1", { "content-type": "application/vnd.api+json; charset=utf-8" })).toBe(true);
  expect(json('{"a":1}', FORM)).toBe(false);
  expect(json(' \n{"a":1}', {})).toBe(true);
  expect(json("[1]", { "content-type": "text/plain" })).toBe(true);
  expect(json("a=1", {})).toBe(false);
});

test("a body that should be a JSON object and is none has no fields", () => {
  for (const body of ["", "{", "[]", "1", "null", '"a"', "\xff"]) {
    const expected = body === "" ? [] : null;
    expect([body, said("POST", "/r", body, JSON_TYPE)]).toEqual([body, expected]);
  }
});

test("bytes that are no UTF-8 become a sign that can be kept", () => {
  expect(said("POST", "/r", Buffer.from("a=%ff\xe9", "latin1"), FORM)).toEqual([["a", "\ufffd\ufffd"]]);
  expect(said("POST", "/r", '{"a":"\\ud83d"}', JSON_TYPE)).toEqual([["a", "\ufffd"]]);
});

test("a JSON field is its own, plain and trimmed, or nothing", () => {
  const object = { a: " x ", n: 0, t: false, o: {}, l: [1], z: null };
  expect(["a", "n", "t", "o", "l", "z", "constructor"].map((name) => textOf(object, name))).toEqual([
    ...["x", "0", "false"],
    ...["", "", "", ""],
  ]);
  for (const none of [null, undefined, 1, "a", []]) expect(textOf(none, "length")).toBe("");
});

test("our own id is known in any case of its letters, and nothing else is taken for one", () => {
  const id = "019aafe6-1f2d-7c3a-8b1e-0123456789ab";
  expect(ownId(` ${id.toUpperCase()} `)).toBe(id);
  for (const other of ["", "42", id.slice(1), id.replace("-7", "-4")]) expect(ownId(other)).toBeNull();
});

test("secrets are compared whole", () => {
  expect(sameText("sesame", "sesame")).toBe(true);
  for (const wrong of ["", "sesam", "sesamé", "sesame ", "Sesame"]) expect(sameText(wrong, "sesame")).toBe(false);
});

test("what is quoted names only what was said, and can be kept", () => {
  const fields = new URLSearchParams([
    ["status", "failed"],
    ["code", ""],
    ["text", `\0${"😀".repeat(600)}`],
  ]);
  const text = quote(fields, ["status", "code", "text"]);
  expect(text).toMatch(/^status=failed text=\ufffd😀/);
  expect(text).toHaveLength(1_000);
  expect(storable("a😀", 2)).toBe("a\ufffd");
});
