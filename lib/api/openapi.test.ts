import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { clickDataset } from "@/lib/clicks/dataset";
import { messageDataset } from "@/lib/messages/dataset";
import { ROUTES } from "@/lib/server/front-door";
import { openApi } from "./openapi";

// biome-ignore lint/suspicious/noExplicitAny: a description is walked freely.
const described = openApi("https://sms.example.com") as any;

test.each([
  ["messages", "Message", messageDataset],
  ["clicks", "Click", clickDataset],
])("every filter and column of the list of %s is described", (name, schema, { fields, columns }) => {
  const names = described.paths[`/api/v1/${name}`].get.parameters.map((each: { name: string }) => each.name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(fields)));
  expect(Object.keys(described.components.schemas[schema].properties)).toEqual(columns.map(({ key }) => key));
});

test("the body of a sending is described by the schema that validates it", () => {
  const { anyOf } = described.paths["/api/v1/messages"].post.requestBody.content["application/json"].schema;
  expect(anyOf.map(({ required }: { required: string[] }) => required)).toEqual([
    expect.arrayContaining(["to", "text"]),
    expect.arrayContaining(["text", "recipients"]),
    ["messages"],
  ]);
  expect(anyOf[1].properties.recipients).toMatchObject({ minItems: 1, maxItems: 10_000 });
  expect(anyOf[0].properties).toHaveProperty("ackUrl");
});

test("every reference leads somewhere", () => {
  const refs = [...JSON.stringify(described).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!.split("/"));
  expect(refs.length).toBeGreaterThan(10);
  for (const path of refs)
    expect([path, path.reduce((place, key) => place?.[key], described)]).not.toEqual([path, undefined]);
});

const FOLDER = fileURLToPath(new URL("../../app/api/v1", import.meta.url));

/** `GET /api/v1/messages/{id}` for each method that a file of Next's routes exports. */
function nextRoutes(): string[] {
  const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith("route.ts") && !file.includes("[..."),
  );
  return files.flatMap((file) => {
    const path = `/api/v1/${file.replace(/\/?route\.ts$/, "").replace(/\[(\w+)\]/g, "{$1}")}`;
    const source = readFileSync(join(FOLDER, file), "utf8");
    return [...source.matchAll(/export (?:const|async function|function) ([A-Z]+)\b/g)].map(
      ([, method]) => `${method} ${path}`,
    );
  });
}

/** Those of the front door answer fixed paths. */
const doorRoutes = ROUTES.flatMap(({ methods, path }) => {
  const plain = path.source.replaceAll("\\/", "/").replace(/^\^|\$$/g, "");
  return plain.startsWith("/api/v1/") ? methods.map((method) => `${method} ${plain}`) : [];
});

test("every route that answers is described, and every one that is described answers", () => {
  const told = Object.entries<Record<string, unknown>>(described.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(told.toSorted()).toEqual([...nextRoutes(), ...doorRoutes].sort());
  expect(doorRoutes.length).toBeGreaterThan(2);
});
