import { Random } from "./random";
import { campaignsOf, inOrder, LARGEST_CAMPAIGN, type Sending, singlesOf } from "./sendings";
import type { Language } from "./texts";

export type AccountPlan = {
  name: string;
  zone: string;
  country: string;
  /** Its recipients are persons 0 to `people` of this seed. */
  seed: number;
  people: number;
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
  /** Share of messages whose text the client makes up for each recipient: as many distinct texts. */
  personalised: number;
  seed: string;
  /** The end of the data: nothing is sent or happens later. */
  now: Date;
};

/** The large account's share of all messages, and that of campaigns in an account's. */
const LARGE = 0.8;
const IN_CAMPAIGNS = 0.7;

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
    const people = Math.ceil(Math.max(own / 10, Math.min(own, LARGEST_CAMPAIGN)));
    const { zone, speaks } = home;
    const senders = sendersOf(shop);
    const source = { senders, seed: `${seed}|${index}`, shop, speaks, since, now, zone, people, personalised };
    const inCampaigns = own * IN_CAMPAIGNS < 2 ? 0 : Math.floor(own * IN_CAMPAIGNS);
    return {
      ...{ name, zone, country: home.country, messages: own, since, people },
      seed: Random.of(`${seed}|${index}|people`).below(2 ** 31),
      countries: [
        { code: home.country, weight: 75 },
        ...home.abroad.map((code, i) => ({ code, weight: 10 / (i + 1) })),
      ],
      sendings: () => inOrder(campaignsOf(source, inCampaigns), singlesOf(source, own - inCampaigns)),
    };
  });
}

/** A shop goes by its name, mostly, in what a phone can show of it. */
function sendersOf(shop: string) {
  const letters = shop.normalize("NFD").replace(/[^A-Za-z0-9 ]/g, "") || "Teahouse";
  const word = (length: number) => letters.toUpperCase().slice(0, length).trim();
  return [
    { weight: 70, sender: word(11) },
    { weight: 18, sender: `${word(6)}INFO` },
    { weight: 9, sender: `${word(7)}VIP` },
    { weight: 3, sender: "25568" },
  ];
}

/** The part at `index` of a number cut into whole parts that differ by one at most. */
const share = (whole: number, index: number, parts: number) =>
  Math.floor((whole * (index + 1)) / parts) - Math.floor((whole * index) / parts);
