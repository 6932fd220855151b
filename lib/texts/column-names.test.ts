import { expect, test } from "vitest";
import { campaignDataset } from "@/lib/campaigns/dataset";
import { clickDataset } from "@/lib/clicks/dataset";
import { contactDataset } from "@/lib/contacts/dataset";
import { fileWords } from "@/lib/dataset/list-file";
import { inboundDataset } from "@/lib/inbound/dataset";
import { messageDataset } from "@/lib/messages/dataset";
import { type TextKey, textsOf } from ".";

const datasets = [messageDataset, clickDataset, inboundDataset, campaignDataset, contactDataset([])];

// Lists share the names of columns: one that fits its own list may be wrong in another.
test.each(["en", "es"] as const)("no list has two columns of one name, in %s", (locale) => {
  const t = textsOf(locale);
  for (const { name, columns } of datasets) {
    const names = columns.map(({ key }) => t(`column.${key}` as TextKey));
    expect([name, names]).toEqual([name, [...new Set(names)]]);
  }
});

test("contacts and campaigns have a name each", () => {
  expect(textsOf("en")("column.name")).toBe("Name");
  expect(textsOf("es")("column.name")).toBe("Nombre");
});

test("a file says what its rates are of: its cells are numbers only", () => {
  const scope = { locale: "en", formats: "en-GB", zone: "UTC" } as Parameters<typeof fileWords>[0];
  const { heading } = fileWords(scope, campaignDataset.columns);
  const headings = campaignDataset.columns.map(heading);
  expect(headings).toContain("Delivered rate %");
  expect(headings).toContain("Click-through %");
  expect(headings).toContain("Delivered");
});
