import { Random } from "./random";
import { Rhythm } from "./rhythm";
import { type Language, NOTICES, PROMOTIONS, SEASONS } from "./texts";

export const LARGEST_CAMPAIGN = 200_000;
const SMALLEST_CAMPAIGN = 1_000;

/** How a text reaches its recipients: the same for all, a template with parameters, or made up for each by the client. */
export type Carriage = "same" | "template" | "own";

/** Messages of one request share an instant; the next one follows so many milliseconds later. */
export const REQUEST = 1_000;
export const LEAST_BETWEEN_REQUESTS_MS = 600;
export const MOST_BETWEEN_REQUESTS_MS = 1_500;

/** One request of a client: a campaign to many, or a single message. */
export type Sending = {
  /** Of its own stream of random numbers. */
  seed: string;
  at: Date;
  /** null: to one, no campaign. */
  campaign: string | null;
  recipients: number;
  /** Index of the first recipient among the account's people; the others follow him. */
  first: number;
  language: Language;
  template: string;
  /** For the {curly} parts of the template. */
  fills: Readonly<Record<string, string>>;
  carriage: Carriage;
  sender: string;
  label: string | null;
  origin: "api" | "web" | "import";
  test: boolean;
  /** Where its link leads, and how many of those it reached follow it. */
  target: string;
  clicking: number;
  /** Messages that the network takes a second: the last of a campaign waits for the others. */
  pace: number;
};

/** What the sendings of an account are drawn from. */
export type Source = {
  seed: string;
  shop: string;
  senders: readonly { sender: string; weight: number }[];
  /** The first one most. */
  speaks: readonly Language[];
  since: Date;
  now: Date;
  zone: string;
  people: number;
  /** Share of messages whose text the client makes up for each recipient. */
  personalised: number;
};

/** Campaigns to so many recipients in all, in the order of their instants. */
export function campaignsOf(source: Source, messages: number): Sending[] {
  const { seed, shop, people, personalised, since, now, zone } = source;
  const sizes = campaignSizes(Random.of(`${seed}|campaigns`), messages);
  // Only the last one is still under way at the end of the data.
  const rhythm = new Rhythm(since, new Date(now.getTime() - 3_600_000), zone);
  const last = sizes.length - 1;
  let before = 0;
  let ownBefore = 0;
  return sizes.map((recipients, index): Sending => {
    const name = `${seed}|campaign ${index}`;
    const random = Random.of(name);
    // Few are large, so their share is kept by counting, not by chance.
    const own = ownBefore < personalised * (before + recipients / 2);
    before += recipients;
    if (own) ownBefore += recipients;
    const drawn = draw(source, random, PROMOTIONS, own);
    return {
      ...drawn,
      seed: name,
      campaign: `${shop} · ${drawn.fills.season} ${drawn.fills.percent} %`,
      recipients,
      at: index < last ? rhythm.at((index + random.next()) / last) : justAccepted(now, recipients),
      first: random.below(people),
      origin: random.pick(["web", "web", "web", "api", "import"]),
      label: random.chance(0.4) ? random.pick(["newsletter", "club", "sales", "vip"]) : null,
      test: false,
      clicking: random.between(0.02, 0.14),
      pace: Math.max(20, Math.min(600, recipients / 120)),
    };
  });
}

/** Every message of a sending that begins then is in at `now`, the last of them only just. */
export const justAccepted = (now: Date, recipients: number) =>
  new Date(now.getTime() - 2_000 - Math.ceil(recipients / REQUEST) * MOST_BETWEEN_REQUESTS_MS);

/** Sizes from 1 000 to 200 000, the small ones more often. */
export function campaignSizes(random: Random, messages: number): number[] {
  // An account too small for bursts has small campaigns, and one without room for two recipients none.
  const least = Math.min(SMALLEST_CAMPAIGN, Math.ceil(messages / 12));
  const most = Math.max(least, Math.min(LARGEST_CAMPAIGN, messages / 3));
  const sizes: number[] = [];
  for (let left = messages; left > 1; ) {
    const size = Math.min(left, Math.max(2, Math.round(least * (most / least) ** random.next())));
    // One recipient left over is no campaign: he joins this one.
    sizes.push(left - size === 1 ? left : size);
    left -= sizes.at(-1)!;
  }
  return sizes;
}

/** So many single messages in a steady stream: one in each equal share of the days' and weeks' rhythm, somewhere within. */
export function* singlesOf(source: Source, count: number): Generator<Sending> {
  const { seed, people, personalised, since, now, zone } = source;
  const rhythm = new Rhythm(since, new Date(now.getTime() - 1_000), zone);
  const random = Random.of(`${seed}|singles`);
  for (let index = 0; index < count; index++) {
    const drawn = draw(source, random, NOTICES, random.chance(personalised));
    yield {
      ...drawn,
      seed: `${seed}|single ${index}`,
      campaign: null,
      recipients: 1,
      at: rhythm.at((index + random.next()) / count),
      first: random.below(people),
      origin: "api",
      label: drawn.template.includes("%code%") ? "codes" : "orders",
      test: random.chance(0.006),
      clicking: 0.35,
      pace: 1_000,
    };
  }
}

/** What campaigns and single messages have in common. @param own the client makes up the text for each recipient. */
function draw({ shop, speaks, senders }: Source, random: Random, from: typeof NOTICES, own: boolean) {
  // The first language is the account's own.
  const language = random.chance(0.6) ? speaks[0]! : random.pick(speaks);
  const template = random.pick(own ? from[language].filter(isDistinct) : from[language]);
  const fills = {
    shop,
    season: random.pick(SEASONS[language]),
    percent: String(random.pick([10, 15, 20, 25, 30, 40, 50])),
    day: String(1 + random.below(28)),
  };
  const carriage: Carriage = own ? "own" : template.includes("%") ? "template" : "same";
  const { sender } = random.weighted(senders);
  const target = `https://www.example.com/${sender.toLowerCase().replace(/\W/g, "-")}/${fills.season}/${fills.percent}`;
  return { language, template, fills, sender, carriage, target };
}

/** No two recipients get the same: an order's number and a link are one's own, a code may be another's too. */
const isDistinct = (template: string) => /%order%|%link%/.test(template);

/** Both in one order of their instants. */
export function* inOrder(campaigns: readonly Sending[], singles: Iterable<Sending>): Generator<Sending> {
  let next = 0;
  for (const single of singles) {
    while (next < campaigns.length && campaigns[next]!.at <= single.at) yield campaigns[next++]!;
    yield single;
  }
  yield* campaigns.slice(next);
}
