import { expect, test } from "vitest";
import { FieldError } from "@/lib/fields";
import { atRows, readRoutes } from "./read-form";

test("routes are read as people write prefixes, and their faults stand at the rows they were written in", () => {
  const form = new FormData();
  for (const [prefix, gateway] of [
    ["", "1"],
    ["+34 6", "2"],
    ["0052", "1"],
    ["", "1"],
    ["spain", "x"],
  ] as const) {
    form.append("prefix", prefix);
    form.append("gateway", gateway);
  }
  const { routes, rows } = readRoutes(form);
  expect(routes).toEqual([
    { prefix: "346", gatewayId: 2 },
    { prefix: "52", gatewayId: 1 },
    { prefix: "spain", gatewayId: Number.NaN },
  ]);
  const told = atRows(new FieldError({ "routes.2": "not-a-prefix" }), rows);
  expect(told).toMatchObject({ fields: { "row.4": "not-a-prefix" }, outcome: "invalid" });
  const other = new Error("another");
  expect(atRows(other, rows)).toBe(other);
});
