import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Icon } from "@/app/_ui/icon";
import { pagePerson } from "@/lib/auth/session";
import { listArticles } from "@/lib/help/articles";
import { knownLocale, textsOf } from "@/lib/texts";
import { Blocks } from "../_parts/blocks";

type Asked = { params: Promise<{ slug: string }> };

async function read({ params }: Asked) {
  const locale = knownLocale((await pagePerson()).locale);
  const { slug } = await params;
  const articles = await listArticles(locale);
  const place = articles.findIndex((each) => each.slug === slug);
  return { t: textsOf(locale), article: articles[place] ?? notFound(), next: articles[place + 1] };
}

export async function generateMetadata(asked: Asked): Promise<Metadata> {
  return { title: (await read(asked)).article.title };
}

export default async function ArticlePage(asked: Asked) {
  const { t, article, next } = await read(asked);
  const sections = article.blocks.filter((block) => block.kind === "heading" && block.level === 2);
  return (
    <main id="content" className="page">
      <p className="flex flex-wrap items-center justify-between gap-3 print:hidden">
        <Link href="/help" prefetch={false}>
          {t("help.back")}
        </Link>
        <a href={`/help/${article.slug}/pdf`} download className="button">
          <Icon name="download" />
          {t("help.pdf")}
        </a>
      </p>
      <div className="article-frame">
        <article className="article">
          <h1>{article.title}</h1>
          <p className="article-summary">{article.summary}</p>
          <Blocks t={t} blocks={article.blocks} />
          {next && (
            <p className="mt-8 print:hidden">
              <Link href={`/help/${next.slug}`} prefetch={false}>
                {t("help.next", { title: next.title })}
              </Link>
            </p>
          )}
        </article>
        {sections.length > 1 && (
          <nav aria-label={t("help.contents")} className="article-contents">
            <h2>{t("help.contents")}</h2>
            <ol>
              {sections.map(
                (block) =>
                  block.kind === "heading" && (
                    <li key={block.id}>
                      <a href={`#${block.id}`}>{block.text}</a>
                    </li>
                  ),
              )}
            </ol>
          </nav>
        )}
      </div>
    </main>
  );
}
