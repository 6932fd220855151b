import { expect, it } from "vitest";
import { z } from "zod";
import { FieldError, readFields } from "./fields";

const form = z.object({
  name: z
    .string("required")
    .min(3, "too-short")
    .regex(/^[a-z]*$/, "not-letters"),
  age: z.number("not-a-number"),
});

it("tells the first fault of each field, by the key of its text", () => {
  const fault = (() => {
    try {
      return readFields(form, { name: "A" });
    } catch (error) {
      return error;
    }
  })();
  expect(fault).toBeInstanceOf(FieldError);
  expect(fault).toMatchObject({
    outcome: "invalid",
    fields: { name: "too-short", age: "not-a-number" },
    message: "name: too-short, age: not-a-number",
  });
  expect(readFields(form, { name: "ana", age: 3 })).toEqual({ name: "ana", age: 3 });
});
