import { describe, expect, test } from "vitest";
import { readQuery, writeQuery } from "@/lib/dataset/dataset";
import { tellQuery } from "@/lib/dataset/tell";
import { formatsOf } from "@/lib/format";
import { textsOf } from "@/lib/texts";
import { wordsOf } from "@/lib/texts/words";
import { messageDataset } from "./dataset";
import { formatNumber } from "./numbers";

const clock = { now: new Date("2026-11-22T10:00:00Z"), zone: "Europe/Madrid" };

function tell(search: string, locale: "en" | "es" = "en", tag = locale === "en" ? "en-GB" : "es-ES") {
  const formats = formatsOf({ locale, formats: tag, zone: clock.zone }, clock.now);
  const names = {
    msisdn: formatNumber,
    country: formats.country,
    campaign: () => "Rebajas",
    creditsFrom: formats.decimal,
  };
  const { query, unreadable } = readQuery(messageDataset, new URLSearchParams(search), clock);
  expect(unreadable).toEqual([]);
  return tellQuery(messageDataset, query, wordsOf(textsOf(locale), formats, names));
}
const sentence = (...given: Parameters<typeof tell>) => tell(...given).sentence;

describe("the question as a sentence", () => {
  const november = "period=2026-11-01..2026-11-22";

  test("is what the page is about", () => {
    expect(sentence(`${november}&sender=TIENDA&status=rejected&status=non-deliverable&status=expired`)).toBe(
      "Messages sent 1 to 22 November 2026 by TIENDA, expired or rejected or non-deliverable",
    );
  });

  test("is told in Spanish with Spanish joints and words that agree", () => {
    expect(sentence(`${november}&sender=TIENDA&status=rejected&status=expired&country=MX`, "es")).toBe(
      "Mensajes enviados del 1 al 22 de noviembre de 2026 por TIENDA, caducados o rechazados, en México",
    );
  });

  test("names one day, two months, two years and minutes as people do", () => {
    expect(sentence("period=today")).toBe("Messages sent on 22 November 2026");
    expect(sentence("period=2026-10-30..2026-11-02")).toBe("Messages sent 30 October to 2 November 2026");
    expect(sentence("period=2025-12-30..2026-01-02")).toBe("Messages sent 30 December 2025 to 2 January 2026");
    expect(sentence("period=2026-11-22T09:00..2026-11-22T10:30")).toBe(
      "Messages sent from 22 November 2026 09:00 to 22 November 2026 10:30",
    );
    expect(sentence(november, "en", "en-US")).toBe("Messages sent November 1 to 22, 2026");
    expect(sentence("period=today", "es")).toBe("Mensajes enviados el 22 de noviembre de 2026");
  });

  test("tells a whole number from the beginning of one", () => {
    expect(sentence("period=today&msisdn=34600111222")).toBe("Messages sent on 22 November 2026 to 34 600 111 222");
    expect(sentence("period=today&msisdn=346*")).toBe(
      "Messages sent on 22 November 2026 to numbers that begin with 346",
    );
  });

  test("counts what would be too many to name", () => {
    expect(sentence("period=today&country=ES&country=FR&country=MX&country=PT&country=DE&country=IT&country=AR")).toBe(
      "Messages sent on 22 November 2026, in Argentina or Germany or Spain or France or Italy or 2 others",
    );
  });

  test("has a clause for every field in both languages, with the value in it", () => {
    const values: Record<string, string> = {
      country: "ES",
      campaign: "7",
      gateway: "7",
      status: "sent",
      reason: "absent",
      clicked: "robot",
      origin: "web",
      receipt: "none",
      hour: "9",
      weekday: "1",
      delay: "10..30",
      processing: "0..",
      without: "label",
      except: "country:ES",
      creditsFrom: "1.5",
      creditsTo: "1.5",
    };
    for (const key of Object.keys(messageDataset.fields))
      for (const locale of ["en", "es"] as const) {
        const said = sentence(`period=today&${key}=${values[key] ?? "34600"}`, locale);
        expect([key, said]).not.toEqual([key, sentence("period=today", locale)]);
        expect([key, /tell\.|told\.|\{/.test(said)]).toEqual([key, false]);
      }
  });
});

describe("each filter by itself", () => {
  test("has its label, its words and the question without it, from the first page", () => {
    const { filters } = tell(
      "sender=TIENDA&status=sent&status=rejected&campaign=7&size=100&after=mifqf3v5_01a20978-3306-7081-afa3-96117d21005b",
    );
    expect(filters.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      "Sender: TIENDA",
      "Status: Sent or Rejected",
      "Campaign: Rebajas",
    ]);
    expect(writeQuery(messageDataset, filters[1]!.without).toString()).toBe("sender=TIENDA&campaign=7&size=100");
  });

  test("shows the beginning of a number as it is typed", () => {
    expect(tell("msisdn=346*").filters.map(({ value }) => value)).toEqual(["346*"]);
  });
});
