import { formatsOf } from "@/lib/format";

/** How a choice of formats looks: its country, a number and this moment, written by it. */
export function sampleOf(tag: string, reader: { locale: string; zone: string }, now: Date): string {
  const name = new Intl.DisplayNames([reader.locale], { type: "language", languageDisplay: "standard" }).of(tag) ?? tag;
  const formats = formatsOf({ locale: reader.locale, formats: tag, zone: reader.zone });
  return `${name}: ${formats.decimal("12345.67")} · ${formats.time(now)}`;
}
