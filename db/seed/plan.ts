import { Random } from "./random";
import { Rhythm } from "./rhythm";
import { type Language, NOTICES, PROMOTIONS, SEASONS, type Template } from "./texts";

/** How a text reaches its recipients: the same for all, a template with parameters, or made up for each by the client. */
export type Carriage = "same" | "template" | "own";

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
  template: Template;
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

export type AccountPlan = {
  name: string;
  zone: string;
  country: string;
  /** Of its people. */
  seed: number;
  countries: readonly { code: string; weight: number }[];
  messages: number;
  since: Date;
  /** In the order of their instants, as many messages as `messages` says. */
  sendings(): Iterable<Sending>;
};

export type Options = {
  messages: number;
  accounts: number;
  months: number;
  /** Share of sendings whose texts are made up for each recipient by the client: as many distinct texts as messages. */
  personalised: number;
  seed: string;
  /** The end of the data: nothing is sent or happens later. */
  now: Date;
};

/** The large account's share of all messages, and that of campaigns in an account's. */
const LARGE = 0.8;
const IN_CAMPAIGNS = 0.7;
const LARGEST_CAMPAIGN = 200_000;
const SMALLEST_CAMPAIGN = 1_000;

/** Where the accounts live; the first is the large one's. */
const HOMES = [
  {
    zone: "Europe/Madrid",
    country: "ES",
    abroad: ["FR", "PT", "GB", "DE", "MX", "MA", "CN"],
    speaks: ["es", "emoji", "en", "fr", "zh", "ar"],
  },
  { zone: "Europe/Paris", country: "FR", abroad: ["ES", "MA", "GB"], speaks: ["fr", "emoji", "ar"] },
  { zone: "America/Mexico_City", country: "MX", abroad: ["US", "CO"], speaks: ["es", "emoji"] },
  { zone: "Europe/London", country: "GB", abroad: ["US", "ES", "FR"], speaks: ["en", "emoji"] },
  { zone: "America/Bogota", country: "CO", abroad: ["MX", "US", "ES"], speaks: ["es", "emoji"] },
  { zone: "Asia/Shanghai", country: "CN", abroad: ["US", "ES"], speaks: ["zh", "en"] },
  { zone: "Asia/Dubai", country: "AE", abroad: ["GB", "MA"], speaks: ["ar", "en"] },
] as const satisfies { zone: string; country: string; abroad: string[]; speaks: Language[] }[];

const SHOPS = [
  ...["Mercado Sol", "Maison Lune", "La Palma", "Harbour Books", "Café Andino", "丝路茶行", "Noor Store", "Óptica Sur"],
  ...["Vélo Plus", "Casa Roja", "North Dental", "Moda Cali", "Clínica Vera", "Gym Forte", "Pronto Bus", "Ciné Rex"],
  ...["Tacos Luz", "Tea & Co", "Flor de Lis", "Ferretería Mar"],
];

/** The accounts of a data set. Pure: the same options give the same accounts, messages and fates. */
export function planAccounts({ messages, accounts, months, personalised, seed, now }: Options): AccountPlan[] {
  const since = new Date(now);
  since.setUTCMonth(since.getUTCMonth() - months);
  const large = accounts === 1 ? messages : Math.round(messages * LARGE);
  return Array.from({ length: accounts }, (_, index): AccountPlan => {
    const home = HOMES[index % HOMES.length]!;
    const shop = SHOPS[index % SHOPS.length]!;
    const own = index === 0 ? large : share(messages - large, index - 1, accounts - 1);
    const name = index < SHOPS.length ? shop : `${shop} ${index}`;
    const planned = { seed: `${seed}|${index}`, shop, speaks: home.speaks, since, now, zone: home.zone, personalised };
    return {
      ...{ name, zone: home.zone, country: home.country, messages: own, since },
      seed: Random.of(`${seed}|${index}|people`).below(2 ** 31),
      countries: [
        { code: home.country, weight: 75 },
        ...home.abroad.map((code, i) => ({ code, weight: 10 / (i + 1) })),
      ],
      sendings: () => inOrder(campaignsOf(planned, own), singlesOf(planned, own)),
    };
  });
}

/** The part at `index` of a number cut into whole parts that differ by one at most. */
const share = (whole: number, index: number, parts: number) =>
  Math.floor((whole * (index + 1)) / parts) - Math.floor((whole * index) / parts);

type Planned = {
  seed: string;
  shop: string;
  speaks: readonly Language[];
  since: Date;
  now: Date;
  zone: string;
  personalised: number;
};

/** Sizes from 1 000 to 200 000, the small ones more often, until the share of campaigns is used up. */
function campaignsOf(planned: Planned, messages: number): Sending[] {
  const random = Random.of(`${planned.seed}|campaigns`);
  const sizes: number[] = [];
  let left = Math.floor(messages * IN_CAMPAIGNS);
  // An account too small for bursts has small ones, and one without room for two recipients none.
  const least = Math.min(SMALLEST_CAMPAIGN, Math.ceil(left / 12));
  const most = Math.max(least, Math.min(LARGEST_CAMPAIGN, left / 3));
  while (left > 1) {
    const size = Math.min(left, Math.max(2, Math.round(least * (most / least) ** random.next())));
    // One recipient left over is no campaign: he joins this one.
    sizes.push(left - size === 1 ? left : size);
    left -= sizes.at(-1)!;
  }
  // The last one has ended an hour before now, however slow its network is.
  const rhythm = new Rhythm(planned.since, new Date(planned.now.getTime() - 3_600_000), planned.zone);
  return sizes
    .map((recipients, index) => {
      const own = Random.of(`${planned.seed}|campaign ${index}`);
      const drawn = drawSending(planned, own, PROMOTIONS);
      const { percent, season } = drawn.fills;
      return {
        ...drawn,
        ...{
          seed: `${planned.seed}|campaign ${index}`,
          campaign: `${planned.shop} · ${season} ${percent} %`,
          recipients,
        },
        ...{ at: rhythm.at((index + own.next()) / sizes.length), first: own.below(messages), test: own.chance(0.01) },
        origin: own.pick(["web", "web", "web", "api", "import"] as const),
        label: own.chance(0.4) ? own.pick(["newsletter", "club", "sales", "vip"]) : null,
        ...{ clicking: own.between(0.02, 0.14), pace: Math.max(20, Math.min(600, recipients / 120)) },
      };
    })
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** A steady stream with the rhythm of days and weeks: one for each equal share of it, somewhere within. */
function* singlesOf(planned: Planned, messages: number): Generator<Sending> {
  const inCampaigns = Math.floor(messages * IN_CAMPAIGNS);
  const count = messages - (inCampaigns > 1 ? inCampaigns : 0);
  const rhythm = new Rhythm(planned.since, new Date(planned.now.getTime() - 1_000), planned.zone);
  const random = Random.of(`${planned.seed}|singles`);
  for (let index = 0; index < count; index++) {
    const at = rhythm.at((index + random.next()) / count);
    const drawn = drawSending(planned, random, NOTICES);
    const label = drawn.template.text.includes("%code%") ? "codes" : "orders";
    yield {
      ...drawn,
      ...{ seed: `${planned.seed}|single ${index}`, campaign: null, recipients: 1, at, first: random.below(messages) },
      ...{ origin: "api", label, test: random.chance(0.004), clicking: 0.35, pace: 1_000 },
    };
  }
}

/** What campaigns and single messages have in common. */
function drawSending({ shop, speaks, personalised }: Planned, random: Random, from: typeof NOTICES) {
  // The first language is the account's own.
  const language = random.chance(0.6) ? speaks[0]! : random.pick(speaks);
  const own = random.chance(personalised);
  const template = random.pick(own ? from[language].filter(isDistinct) : from[language]);
  const latin = shop.normalize("NFD").replace(/[^A-Za-z0-9 ]/g, "");
  const fills = {
    shop,
    season: random.pick(SEASONS[language]),
    percent: String(random.pick([10, 15, 20, 25, 30, 40, 50])),
    day: String(1 + random.below(28)),
  };
  const sender = (latin || "TEAHOUSE").toUpperCase().slice(0, 11).trim();
  const carriage: Carriage = own ? "own" : template.text.includes("%") ? "template" : "same";
  const target = `https://www.example.com/${sender.toLowerCase().replace(/\W/g, "-")}/${fills.percent}`;
  return { language, template, fills, sender, carriage, target };
}

/** No two recipients get the same: an order's number and a link are one's own, a code may be another's too. */
const isDistinct = ({ text }: Template) => /%order%|%link%/.test(text);

function* inOrder(campaigns: readonly Sending[], singles: Iterable<Sending>): Generator<Sending> {
  let next = 0;
  for (const single of singles) {
    while (next < campaigns.length && campaigns[next]!.at <= single.at) yield campaigns[next++]!;
    yield single;
  }
  yield* campaigns.slice(next);
}
