import { expect, test } from "vitest";
import { messageDataset } from "@/lib/messages/dataset";
import { openApi } from "./openapi";

// biome-ignore lint/suspicious/noExplicitAny: a description is walked freely.
const described = openApi("https://sms.example.com") as any;

test("every filter and column of the list is described", () => {
  const names = described.paths["/api/v1/messages"].get.parameters.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(messageDataset.fields)));
  expect(Object.keys(described.components.schemas.Message.properties)).toEqual(
    messageDataset.columns.map(({ key }) => key),
  );
});

test("the body of a sending is described by the schema that validates it", () => {
  const { anyOf } = described.paths["/api/v1/messages"].post.requestBody.content["application/json"].schema;
  expect(anyOf.map(({ required }: { required: string[] }) => required)).toEqual([
    expect.arrayContaining(["to", "text"]),
    expect.arrayContaining(["text", "recipients"]),
    ["messages"],
  ]);
  expect(anyOf[1].properties.recipients).toMatchObject({ minItems: 1, maxItems: 10_000 });
});

test("every reference leads somewhere", () => {
  const refs = [...JSON.stringify(described).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!.split("/"));
  expect(refs.length).toBeGreaterThan(10);
  for (const path of refs)
    expect([path, path.reduce((place, key) => place?.[key], described)]).not.toEqual([path, undefined]);
});
