import { localDay, plusDays } from "@/lib/dataset/period";
import type { AccountPlan } from "./plan";
import { Random } from "./random";
import { inOrder, justAccepted, type Sending, type Source, singlesOf } from "./sendings";
import type { Language } from "./texts";

const SHOP = "Tienda Norte";
const ZONE = "Europe/Madrid";
const DAYS = 90;
const MESSAGES = 60_000;
const PEOPLE = 9_000;

type Campaign = {
  /** Days before the end, and the hour there. */
  day: number;
  hour: string;
  name: string;
  recipients: number;
  language?: Language;
  label?: string;
  /** Share of those it reached who follow its link. */
  clicking: number;
  /** With %placeholders%, one of them a link. */
  text: string;
};

/** Seasons and months are not named: the sample ends whenever it is loaded. */
const CAMPAIGNS: readonly Campaign[] = [
  {
    day: 88,
    hour: "10:00",
    name: "Reapertura en Bilbao",
    recipients: 3_100,
    clicking: 0.06,
    label: "tiendas",
    text: "Tienda Norte reabre en Bilbao, Gran Vía 40. Este sábado, café y un 15 % de bienvenida. Cómo llegar: %link%",
  },
  {
    day: 80,
    hour: "12:30",
    name: "Bienvenida al Club Norte",
    recipients: 1_850,
    clicking: 0.14,
    label: "club",
    text: "%name%, ya eres del Club Norte 🎉 Tus primeros %points% puntos te esperan aquí: %link%",
  },
  {
    day: 71,
    hour: "09:30",
    name: "Semana del calzado",
    recipients: 5_200,
    clicking: 0.05,
    text: "Semana del calzado en Tienda Norte: hasta un 30 % en botas y zapatillas, y la devolución es gratis. %link% Baja: responde BAJA",
  },
  {
    day: 63,
    hour: "11:00",
    name: "New arrivals",
    recipients: 1_240,
    clicking: 0.07,
    language: "en",
    label: "newsletter",
    text: "Hi %name%, the new collection is in: coats, knitwear and a few surprises. See it first: %link%",
  },
  {
    day: 55,
    hour: "18:00",
    name: "Puntos a punto de caducar",
    recipients: 2_300,
    clicking: 0.16,
    label: "club",
    text: "%name%, tienes %points% puntos que caducan el domingo. Canjéalos en cualquier tienda o en %link%",
  },
  {
    day: 47,
    hour: "08:45",
    name: "Días sin IVA",
    recipients: 6_100,
    clicking: 0.08,
    text: "Días sin IVA en Tienda Norte. Solo jueves y viernes, en todas las tiendas y en %link%",
  },
  {
    day: 40,
    hour: "17:15",
    name: "Encuesta de satisfacción",
    recipients: 1_600,
    clicking: 0.11,
    label: "encuesta",
    text: "%name%, ¿qué tal tu pedido %order%? Dos preguntas, un minuto: %link% Gracias, Tienda Norte",
  },
  {
    day: 33,
    hour: "10:30",
    name: "VIP private sale",
    recipients: 860,
    clicking: 0.18,
    language: "en",
    label: "vip",
    text: "%name%, our private sale opens tonight at 20:00, for you and one guest. Your pass: %link%",
  },
  {
    day: 26,
    hour: "10:00",
    name: "Outlet de fin de semana",
    recipients: 5_400,
    clicking: 0.06,
    text: "Tienda Norte Outlet: este fin de semana, segunda unidad al 50 %. Abrimos de 10 a 22 h. Ver tiendas: %link%",
  },
  {
    day: 17,
    hour: "19:30",
    name: "Tu cesta te espera",
    recipients: 1_950,
    clicking: 0.13,
    label: "cesta",
    text: "%name%, dejaste algo en tu cesta. Te lo guardamos hasta mañana, con envío gratis: %link%",
  },
  {
    day: 8,
    hour: "09:00",
    name: "Envío gratis 48 h",
    recipients: 4_700,
    clicking: 0.07,
    text: "Envío gratis en Tienda Norte durante 48 horas, sin mínimo. Código NORTE48. %link%",
  },
];

/** The one that is under way when the sample is loaded. */
const UNDER_WAY: Campaign = {
  day: 0,
  hour: "",
  name: "Mañana empiezan las rebajas",
  recipients: 2_400,
  clicking: 0.09,
  label: "rebajas",
  text: "%name%, mañana empiezan las rebajas: hasta un 30 % en toda la tienda. %link%",
};

/** A shop's 90 days up to `now`: a dozen campaigns, the last one under way, and what its programs send day by day. */
export function planDemo(now: Date): AccountPlan {
  const since = new Date(now.getTime() - DAYS * 86_400_000);
  const today = localDay({ now, zone: ZONE });
  const past = CAMPAIGNS.map((each) => sendingOf(each, instantAt(plusDays(today, -each.day), each.hour)));
  // Begun two minutes ago, and slow enough to be seen on its way for some minutes after the start.
  const twoMinutesAgo = new Date(now.getTime() - 120_000);
  const underWay = { ...sendingOf(UNDER_WAY, justAccepted(twoMinutesAgo, UNDER_WAY.recipients)), pace: 7 };
  const campaigns = [...past, underWay];
  const inCampaigns = campaigns.reduce((sum, { recipients }) => sum + recipients, 0);
  const source: Source = {
    ...{ seed: "demo", shop: SHOP, speaks: ["es", "en", "es", "emoji"], zone: ZONE },
    senders: [{ sender: "TIENDA", weight: 1 }],
    ...{ since, now, people: PEOPLE, personalised: 0 },
  };
  return {
    ...{ name: SHOP, zone: ZONE, country: "ES", seed: 40, people: PEOPLE, since, messages: MESSAGES },
    countries: [
      { code: "ES", weight: 88 },
      { code: "PT", weight: 4 },
      { code: "FR", weight: 4 },
      { code: "GB", weight: 2 },
      { code: "MX", weight: 2 },
    ],
    sendings: () => inOrder(campaigns, singlesOf(source, MESSAGES - inCampaigns)),
  };
}

function sendingOf(campaign: Campaign, at: Date): Sending {
  const { name, recipients, language = "es", label = null, clicking, text } = campaign;
  return {
    ...{ seed: `demo|${name}`, at, campaign: name, recipients, first: Random.of(name).below(PEOPLE) },
    ...{ language, template: text, fills: {}, carriage: "template" },
    ...{ sender: label === "club" ? "CLUB NORTE" : "TIENDA", label, origin: "web", test: false },
    ...{ target: `https://www.example.com/tienda-norte/${label ?? "novedades"}`, clicking, pace: 40 },
  };
}

/** The instant of an hour of daytime in the shop's zone; clocks change at night. */
function instantAt(day: string, hour: string): Date {
  const asUtc = new Date(`${day}T${hour}:00Z`);
  const shown = new Date(`${asUtc.toLocaleString("sv-SE", { timeZone: ZONE }).replace(" ", "T")}Z`);
  return new Date(2 * asUtc.getTime() - shown.getTime());
}
