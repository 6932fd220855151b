import { localDay } from "@/lib/dataset/period";

const HOUR = 3_600_000;

/** How much is sent in each hour of the day (people's, with a lunch and an evening) and on each day from Sunday on. */
const HOURS = [2, 1, 1, 1, 1, 2, 5, 14, 40, 85, 100, 96, 90, 72, 48, 52, 70, 84, 92, 88, 60, 34, 16, 6];
const WEEKDAYS = [0.45, 1, 1.05, 1.08, 1.1, 1.15, 0.75];
/** The last hour is this much busier than the first: accounts grow. */
const GROWTH = 1.6;

/**
 * When things happen between two instants, by the hours of a day and a week in a zone. Pure: asks no clock.
 */
export class Rhythm {
  private readonly hours: number[] = [];
  /** Weight of everything before each hour, and of all at the end. */
  private readonly before: number[] = [0];

  constructor(
    readonly since: Date,
    readonly until: Date,
    zone: string,
  ) {
    const hourOfDay = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" });
    const length = until.getTime() - since.getTime();
    for (let at = since.getTime(); at < until.getTime(); at += HOUR) {
      const now = new Date(at);
      const day = new Date(`${localDay({ now, zone })}T00:00:00Z`).getUTCDay();
      const whole = Math.min(HOUR, until.getTime() - at) / HOUR;
      const growth = 1 + ((GROWTH - 1) * (at - since.getTime())) / length;
      this.hours.push(at);
      const weight = HOURS[Number(hourOfDay.format(now))]! * WEEKDAYS[day]! * growth * whole;
      this.before.push(this.before.at(-1)! + weight);
    }
  }

  /** The instant before which this share (0 to 1) of all has happened: never falls as the share rises. */
  at(share: number): Date {
    const wanted = share * this.before.at(-1)!;
    let low = 0;
    let high = this.hours.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.before[middle]! <= wanted) low = middle;
      else high = middle - 1;
    }
    const weight = this.before[low + 1]! - this.before[low]!;
    const end = Math.min(this.hours[low]! + HOUR, this.until.getTime());
    const within = weight > 0 ? Math.min(1, (wanted - this.before[low]!) / weight) : 0;
    return new Date(Math.floor(this.hours[low]! + within * (end - this.hours[low]!)));
  }
}
