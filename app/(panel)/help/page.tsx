import type { Metadata } from "next";
import Link from "next/link";
import { pagePerson } from "@/lib/auth/session";
import { LONGEST_SEARCH, listArticles, searchArticles } from "@/lib/help/articles";
import { knownLocale, textsOf } from "@/lib/texts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await pagePerson()).locale)("help.title") };
}

export default async function HelpPage({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const { locale: given } = await pagePerson();
  const locale = knownLocale(given);
  const t = textsOf(locale);
  const asked = [(await searchParams).q ?? ""].flat()[0]!.trim().slice(0, LONGEST_SEARCH);
  const found = await searchArticles(locale, asked);
  const articles = await listArticles(locale);
  return (
    <main id="content" className="page">
      <h1>{t("help.title")}</h1>
      <p className="mt-1 text-soft">{t("help.intro")}</p>
      <search>
        <form method="get" className="mt-5 flex max-w-xl items-end gap-3">
          <label className="field grow">
            <span className="field-label">{t("help.search")}</span>
            <input className="input" type="search" name="q" defaultValue={asked} maxLength={LONGEST_SEARCH} />
          </label>
          <button type="submit" className="button">
            {t("help.searchButton")}
          </button>
        </form>
      </search>
      {asked !== "" && (
        <section className="mt-6" aria-live="polite">
          <h2>{found.length > 0 ? t("help.found", { count: found.length, words: asked }) : t("help.nothingFound")}</h2>
          {found.length === 0 && <p className="mt-1 text-soft">{t("help.nothingFoundText")}</p>}
          <ul className="mt-3 grid max-w-3xl gap-4">
            {found.map(({ article, excerpt }) => (
              <li key={article.slug}>
                <Link href={`/help/${article.slug}`} prefetch={false} className="font-semibold">
                  {article.title}
                </Link>
                <p className="text-soft">{excerpt}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <h2 className="mt-8">{t("help.articles")}</h2>
      <ol className="mt-3 grid gap-3 md:grid-cols-2 xl:grid-cols-3">
        {articles.map(({ slug, title, summary }) => (
          <li key={slug} className="card p-4">
            <Link href={`/help/${slug}`} prefetch={false} className="font-semibold">
              {title}
            </Link>
            <p className="mt-1 text-soft">{summary}</p>
          </li>
        ))}
      </ol>
      <p className="mt-6">
        <Link href="/help/reference" prefetch={false}>
          {t("apiReference.title")}
        </Link>
      </p>
    </main>
  );
}
