import { describe, expect, test } from "vitest";
import { clickDataset } from "@/lib/clicks/dataset";
import { inboundDataset } from "@/lib/inbound/dataset";
import { messageDataset } from "@/lib/messages/dataset";
import { LOCALES, textsOf } from "@/lib/texts";
import { faultsOf } from "./faults";

describe.each(LOCALES)("what cannot be read, in %s", (locale) => {
  const t = textsOf(locale);

  test.each([messageDataset, clickDataset, inboundDataset])(
    "has words for every parameter of $name, and a name to call it by",
    ({ fields }) => {
      for (const key of ["period", "sort", "size", "fields", "after", "before", ...Object.keys(fields)]) {
        const why = faultsOf(t, fields, [key], new URLSearchParams())[key]!;
        expect([key, why.startsWith("unreadable.")]).toEqual([key, false]);
        expect([key, t.has(`field.${key}` as "field.period")]).toEqual([key, true]);
      }
    },
  );
});

test("a period is told by what is wrong with it", () => {
  const why = (period: string) =>
    faultsOf(textsOf("en"), messageDataset.fields, ["period"], new URLSearchParams({ period })).period;
  expect(why("2026-11-30..2026-11-01")).toBe("The end comes before the beginning.");
  expect(why("2023-01-01..2026-11-01")).toBe("At most 400 days can be asked for at once.");
});
