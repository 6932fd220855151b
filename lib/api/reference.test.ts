import { expect, test } from "vitest";
import { curlOf } from "./curl";
import { openApi } from "./openapi";
import type { Schema } from "./openapi-parts";
import { boundsOf, callsOf, formsOf, typeOf } from "./reference";

const described = openApi("https://sms.example.com");
const calls = callsOf(described);
const call = (operationId: string) => calls.find(({ operation }) => operation.operationId === operationId)!;
const told = (schema: Schema) =>
  typeOf(schema)
    .map((piece) => (typeof piece === "string" ? piece : piece.schema))
    .join("");

test("a call can be pasted into a terminal", () => {
  const curl = (operationId: string) => {
    const { path, method, operation } = call(operationId);
    return curlOf("https://sms.example.com", path, method, operation);
  };
  expect(curl("getMessage")).toBe(
    "curl 'https://sms.example.com/api/v1/messages/ID' \\\n  -H 'Authorization: Bearer acuse_…'",
  );
  expect(curl("listClicks")).toContain("'https://sms.example.com/api/v1/clicks?period=last7'");
  expect(curl("pushReceipts")).toContain(`--data-binary '{"reference":"order-1",`);
  expect(curl("describe")).not.toContain("Bearer");
  const odd = {
    ...call("pushReceipts").operation,
    requestBody: { required: true as const, content: { a: { schema: {}, example: "it's" } } },
  };
  expect(curlOf("https://a/", "/b", "post", odd)).toContain(`'"it'\\''s"'`);
});

test("types and bounds are told in words", () => {
  const [, many] = formsOf(call("sendMessages").operation.requestBody!.content["application/json"]!.schema);
  const row = (name: string) => many!.find((each) => each.name === name)!;
  expect(row("text")).toMatchObject({ required: true });
  expect([told(row("text").schema), boundsOf(row("text").schema)]).toEqual(["string", "1 to 2000 characters"]);
  expect([told(row("recipients").schema), boundsOf(row("recipients").schema)]).toEqual([
    "list of string | { to, reference, parameters }",
    "1 to 10000 entries",
  ]);
  expect(told(row("test").schema)).toBe("boolean");
  expect(told({ anyOf: [{ $ref: "#/components/schemas/Receipt" }, { type: "null" }] })).toBe("Receipt | null");
  expect(told({ enum: ["a", "b"] })).toBe("a | b");
  expect(told({ type: "object", additionalProperties: { type: "string" } })).toBe("object of string");
});

test("every schema that a call names is shown, each with its properties", () => {
  for (const [name, schema] of Object.entries(described.components.schemas))
    expect([name, formsOf(schema).flat().length > 0]).toEqual([name, true]);
});
