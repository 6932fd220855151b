import type { Metadata } from "next";
import { Go } from "@/app/_ui/go";
import { Row, Rows } from "@/app/_ui/rows";
import { Section } from "@/app/_ui/section";
import { pageScopeWith } from "@/app/page-right";
import { RECEIVED_KINDS } from "@/lib/gateways/receivers";
import { pageTexts } from "@/lib/texts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: pageTexts(await pageScopeWith("manage"))("gateways.newTitle") };
}

/** Which kind of gateway, first. */
export default async function NewGatewayPage() {
  const t = pageTexts(await pageScopeWith("manage"));
  return (
    <Section title={t("gateways.newTitle")} intro={t("heard.newIntro")}>
      <Rows>
        {RECEIVED_KINDS.map((kind) => (
          <Row
            key={kind}
            told={
              <>
                <span className="font-medium">{t(`kind.${kind}`)}</span>
                <span className="block text-soft">{t(`kindTold.${kind}`)}</span>
              </>
            }
          >
            <Go
              href={`/settings/gateways/new/${kind}`}
              className="button"
              aria-label={t("heard.chooseKind", { kind: t(`kind.${kind}`) })}
            >
              {t("heard.choose")}
            </Go>
          </Row>
        ))}
      </Rows>
    </Section>
  );
}
