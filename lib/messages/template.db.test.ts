import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/db";
import { renderTemplate } from "./template";

const piece = fc.constantFrom(
  "%",
  "%name%",
  "%order.id%",
  "%niño%",
  "%x",
  "y%",
  " 50% off",
  "%%",
  "a",
  "ñ",
  "%unknown%",
  "\n",
  "😀%",
);
const template = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "grapheme" }),
);
const parameters = fc.dictionary(fc.constantFrom("name", "order.id", "niño", "x", "a"), fc.oneof(piece, fc.string()), {
  noNullPrototype: true,
});
const withoutNul = (text: string) => !text.includes("\0");

test("Postgres renders a template just as we do", async () => {
  await fc.assert(
    fc.asyncProperty(
      template.filter(withoutNul),
      parameters.filter((given) => Object.values(given).every(withoutNul)),
      async (body, given) => {
        const { rows } = await db.execute<{ text: string }>(
          sql`select render_text(${body}, ${JSON.stringify(given)}::jsonb) as text`,
        );
        expect(rows[0]!.text).toBe(renderTemplate(body, given));
      },
    ),
    { numRuns: 400 },
  );
});

test("a text without parameters is itself", async () => {
  const { rows } = await db.execute<{ text: string }>(sql`select render_text('50% %name%', null) as text`);
  expect(rows[0]!.text).toBe("50% %name%");
});
