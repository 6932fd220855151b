import type { Metadata } from "next";
import Link from "next/link";
import { openApi } from "@/lib/api/openapi";
import { callsOf } from "@/lib/api/reference";
import { pagePerson } from "@/lib/auth/session";
import { publicUrl } from "@/lib/public-url";
import { textsOf } from "@/lib/texts";
import { CallSection } from "./_parts/call";
import { Properties } from "./_parts/properties";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await pagePerson()).locale)("apiReference.title") };
}

/** The native API as its own description tells it, readable without any other program. */
export default async function ApiReferencePage() {
  const t = textsOf((await pagePerson()).locale);
  const described = openApi(publicUrl(""));
  const calls = callsOf(described);
  const schemas = Object.entries(described.components.schemas);
  return (
    <main id="content" className="page">
      <p className="print:hidden">
        <Link href="/help" prefetch={false}>
          {t("help.back")}
        </Link>
      </p>
      <div className="article-frame">
        <article className="article">
          <h1>{t("apiReference.title")}</h1>
          <p className="article-summary">{t("apiReference.intro")}</p>
          <p>
            <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>
          </p>
          <div lang="en">
            {calls.map((call) => (
              <CallSection key={call.operation.operationId} t={t} call={call} server={described.servers[0]!.url} />
            ))}
            <h2 id="schemas">{t("apiReference.schemas")}</h2>
            {schemas.map(([name, schema]) => (
              <section key={name} aria-labelledby={`schema-${name}`}>
                <h3 id={`schema-${name}`}>{name}</h3>
                <Properties t={t} schema={schema} />
              </section>
            ))}
          </div>
        </article>
        <nav aria-label={t("apiReference.contents")} className="article-contents">
          <h2>{t("apiReference.contents")}</h2>
          <ol>
            {calls.map(({ operation: { operationId, summary } }) => (
              <li key={operationId}>
                <a href={`#${operationId}`}>{summary}</a>
              </li>
            ))}
            <li>
              <a href="#schemas">{t("apiReference.schemas")}</a>
            </li>
          </ol>
        </nav>
      </div>
    </main>
  );
}
