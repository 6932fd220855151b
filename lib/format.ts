/** Who reads: the language of the words, the tag of number and date formats (en-GB …), the account's IANA zone. */
export type Reader = Readonly<{ locale: string; formats: string; zone: string }>;

export type Formats = ReturnType<typeof formatsOf>;

/** Readers whose tools are kept; then it begins anew. */
const MOST_READERS = 200;
const kept = new Map<string, ReturnType<typeof toolsOf>>();

/** Intl's objects, a millisecond's work, so that one reader's serve all requests: they hold nothing of what they wrote. */
function toolsFor(reader: Reader): ReturnType<typeof toolsOf> {
  const key = `${reader.locale} ${reader.formats} ${reader.zone}`;
  let tools = kept.get(key);
  if (!tools) {
    tools = toolsOf(reader);
    if (kept.size >= MOST_READERS) kept.clear();
    kept.set(key, tools);
  }
  return tools;
}

function toolsOf({ locale, formats, zone }: Reader) {
  const dateTag = new Intl.Locale(formats).language === locale ? formats : locale;
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(dateTag, { timeZone: zone, ...options });
  const numbers = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(formats, options);

  const whole = numbers({ maximumFractionDigits: 0 });
  const credits = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 4 });
  const parts = numbers({ style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const wholeParts = numbers({ style: "percent", maximumFractionDigits: 1 });
  const size = numbers({ maximumFractionDigits: 1 });
  const year = dates({ year: "numeric" });
  const dayInYear = dates({ day: "numeric", month: "short" });
  const dayAndYear = dates({ day: "numeric", month: "short", year: "numeric" });
  const clock = dates({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const minutes = dates({ hour: "2-digit", minute: "2-digit" });
  // Local days and minutes are texts of no zone; UTC gives them back as they are.
  const local = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(dateTag, { timeZone: "UTC", ...options });
  const longDay = local({ day: "numeric", month: "long", year: "numeric" });
  const longMinute = local({ hour: "2-digit", minute: "2-digit" });
  const shortDay = local({ weekday: "short", day: "numeric", month: "short" });
  const dayOfYear = local({ day: "numeric", month: "short" });
  const monthOfYear = local({ month: "long", year: "numeric" });
  const lengths = (unit: string, digits = 0) =>
    numbers({ style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits });
  const [inDays, inHours, inMinutes, inSeconds] = [
    lengths("day"),
    lengths("hour"),
    lengths("minute"),
    lengths("second"),
  ];
  const inTenths = lengths("second", 1);
  const countries = new Intl.DisplayNames([locale], { type: "region", fallback: "code" });
  return {
    ...{ whole, credits, parts, wholeParts, size, year, dayInYear, dayAndYear, clock, minutes, longDay, longMinute },
    ...{ shortDay, dayOfYear, monthOfYear, inDays, inHours, inMinutes, inSeconds, inTenths, countries },
  };
}

const instant = (text: string) => new Date(`${text.slice(0, 10)}T${text.slice(11) || "00:00"}Z`);

/**
 * How numbers, instants and countries are written for one reader. Numbers follow the formats chosen; names of months
 * follow the language, so that no Spanish page says "Nov" in English.
 * @param now leaves the year out of this year's times; without it every time carries its year.
 */
export function formatsOf(reader: Reader, now?: Date) {
  const { whole, credits, parts, wholeParts, size, year, dayInYear, dayAndYear, clock, minutes, longDay, longMinute } =
    toolsFor(reader);
  const { shortDay, dayOfYear, monthOfYear, inDays, inHours, inMinutes, inSeconds, inTenths, countries } =
    toolsFor(reader);
  const thisYear = now && year.format(now);

  const day = (at: Date) => (year.format(at) === thisYear ? dayInYear : dayAndYear).format(at);
  return {
    integer: (value: number) => whole.format(value),
    /** Credits as the database writes them (`0.8000`), exactly: two to four places. */
    decimal: (value: string) => credits.format(value as Intl.StringNumericLiteral),
    /** A part of a whole. Only nothing is 0 % and only all of it 100 %. */
    percent: (part: number, whole: number) => {
      const share = whole === 0 ? 0 : part / whole;
      if (share > 0 && share < 0.001) return `< ${parts.format(0.001)}`;
      return parts.format(share < 1 ? Math.min(share, 0.999) : share);
    },
    /** A named share, as short as it can be: "95%". */
    share: (share: number) => wholeParts.format(share),
    /** `22 Nov 09:00:14`; with the year where it is another. */
    time: (at: Date) => `${day(at)} ${clock.format(at)}`,
    /** An instant beside another: the clock alone on the same day. */
    timeBeside: (other: Date, at: Date) =>
      dayAndYear.format(other) === dayAndYear.format(at) ? clock.format(at) : `${day(at)} ${clock.format(at)}`,
    day,
    clock: (at: Date) => clock.format(at),
    minutes: (at: Date) => minutes.format(at),
    /** Local days (`2026-11-01`), both included: "1 to 22 November 2026" with the joint "to". */
    days: (from: string, to: string, joint: string) =>
      longDay
        .formatRangeToParts(instant(from), instant(to))
        .map(({ source, value }) => (source === "shared" && value.includes("–") ? ` ${joint} ` : value))
        .join(""),
    /** A local minute (`2026-11-22T09:30`): "22 November 2026 09:30". */
    localMinute: (text: string) => `${longDay.format(instant(text))} ${longMinute.format(instant(text))}`,
    /** A local day in a row of days: "Sun 22 Nov". */
    localDay: (text: string) => shortDay.format(instant(text)),
    /** Local days as shortly as can be, both included: "16–22 Nov". */
    localDays: (from: string, to: string) => dayOfYear.formatRange(instant(from), instant(to)),
    /** The month of a local day: "November 2026". */
    localMonth: (text: string) => monthOfYear.format(instant(text)),
    /** A length of time in its two largest units: "0.4 sec", "12 sec", "3 min 5 sec", "2 days 4 hr". */
    duration: (ms: number) => {
      if (ms < 9_950) return inTenths.format(ms / 1_000);
      const whole = Math.round(ms / 1_000);
      const units = [
        [inDays, 86_400],
        [inHours, 3_600],
        [inMinutes, 60],
        [inSeconds, 1],
      ] as const;
      const first = units.findIndex(([, size]) => whole >= size);
      const [large, largeSize] = units[first]!;
      const [small, smallSize] = units[first + 1] ?? [inSeconds, 1];
      const rest = Math.floor((whole % largeSize) / smallSize);
      const amount = large.format(Math.floor(whole / largeSize));
      return rest > 0 && largeSize > 1 ? `${amount} ${small.format(rest)}` : amount;
    },
    /** ISO 3166 alpha-2 in the reader's language. */
    country: (code: string) => countries.of(code) ?? code,
    /** Bytes in the largest fitting unit. */
    megabytes: (bytes: number) => size.format(bytes / 1_000_000),
  };
}
