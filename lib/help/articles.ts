import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { notFound } from "@/lib/errors";
import { type Locale, textsOf } from "@/lib/texts";
import { type Article, wordsOf } from "./blocks";
import { insertsOf } from "./inserts";
import { readArticle } from "./markdown";

/** Every article, in the order they are read: a file of this name in articles/en and articles/es. */
export const SLUGS = [
  "results",
  "statuses",
  "clicks",
  "opt-out",
  "statistics",
  "files",
  "campaigns",
  "import-contacts",
  "clean-groups",
  "gateways",
  "api",
  "operate",
] as const;

// They change with the program only.
const read = new Map<Locale, Promise<Article[]>>();

/** All articles in a language; read once a process from the working folder, as the migrations are. */
export function listArticles(locale: Locale): Promise<Article[]> {
  let articles = read.get(locale);
  if (!articles) {
    const inserts = insertsOf(textsOf(locale));
    articles = Promise.all(
      SLUGS.map(async (slug) => {
        const file = join(process.cwd(), "lib", "help", "articles", locale, `${slug}.md`);
        return readArticle(slug, (await readFile(file, "utf8")).replaceAll("{locale}", locale), inserts);
      }),
    );
    // A file that could not be read is tried again.
    articles.catch(() => read.delete(locale));
    read.set(locale, articles);
  }
  return articles;
}

/** @throws AppError not-found */
export async function getArticle(locale: Locale, slug: string): Promise<Article> {
  const article = (await listArticles(locale)).find((each) => each.slug === slug);
  if (!article) throw notFound("Article");
  return article;
}

export const LONGEST_SEARCH = 100;

export type Found = { article: Article /** What stands around the first of the words. */; excerpt: string };

/**
 * Articles that hold every word that is asked, whatever its case and accents; those with it in the title first.
 * @param asked at most `LONGEST_SEARCH` characters of it count; none: nothing is found.
 */
export async function searchArticles(locale: Locale, asked: string): Promise<Found[]> {
  const words = folded(asked.slice(0, LONGEST_SEARCH)).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = (await listArticles(locale)).flatMap((article): (Found & { rank: number })[] => {
    const text = wordsOf(article);
    const searched = folded(text);
    if (!words.every((word) => searched.includes(word))) return [];
    const title = folded(article.title);
    const rank = words.filter((word) => title.includes(word)).length;
    return [{ article, excerpt: excerptAt(text, searched.indexOf(words[0]!)), rank }];
  });
  return found.sort((one, other) => other.rank - one.rank);
}

/** One unit a character, so that a place in it is the place of a character of the text. */
const folded = (text: string) =>
  Array.from(text, (letter) => letter.normalize("NFD").charAt(0).toLowerCase().charAt(0)).join("");

const AROUND = 90;

function excerptAt(text: string, place: number): string {
  const letters = Array.from(text);
  const [from, to] = [Math.max(0, place - AROUND), Math.min(letters.length, place + AROUND)];
  const cut = letters.slice(from, to).join("");
  // Whole words: one that was cut in two is left out.
  const begun = from > 0 ? cut.replace(/^\S{0,40}\s/, "") : cut;
  const whole = to < letters.length ? begun.replace(/\s\S{0,40}$/, "") : begun;
  const piece = whole.replace(/\s+/g, " ").trim();
  return `${from > 0 ? "… " : ""}${piece}${to < letters.length ? " …" : ""}`;
}
