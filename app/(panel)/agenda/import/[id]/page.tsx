import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { Go } from "@/app/_ui/go";
import { Icon } from "@/app/_ui/icon";
import { pageScopeWith } from "@/app/page-right";
import { AppError } from "@/lib/errors";
import { formatsOf } from "@/lib/format";
import { getImport } from "@/lib/imports/queries";
import { pageTexts } from "@/lib/texts";
import { IMPORT } from "../paths";
import { Ended } from "./_parts/ended";
import { Report } from "./_parts/report";
import { Running } from "./_parts/running";
import { SetUp } from "./_parts/set-up";

type Asked = { params: Promise<{ id: string }> };

// The title and the page ask for the same import.
const read = cache(async (id: string) => {
  const scope = await pageScopeWith("manage");
  const found = await getImport(scope, id).catch((error: unknown) => {
    if (error instanceof AppError && error.outcome === "not-found") notFound();
    throw error;
  });
  return { scope, found };
});

export async function generateMetadata({ params }: Asked): Promise<Metadata> {
  const { scope, found } = await read((await params).id);
  return { title: found.name || pageTexts(scope)("imports.pasted") };
}

export default async function OneImportPage({ params }: Asked) {
  const { scope, found } = await read((await params).id);
  const now = new Date();
  const t = pageTexts(scope);
  const given = { t, formats: formatsOf(scope, now), found, scope };
  return (
    <>
      <Go href={IMPORT} className="inline-flex items-center gap-1 print:hidden">
        <Icon name="left" />
        {t("imports.back")}
      </Go>
      <h2 className="mt-1 mb-4 text-lg wrap-anywhere">{found.name || t("imports.pasted")}</h2>
      {found.state === "draft" && <SetUp {...given} />}
      {(found.state === "waiting" || found.state === "running") && <Running {...given} now={now} />}
      {found.state === "done" && <Report {...given} />}
      {(found.state === "failed" || found.state === "cancelled") && <Ended {...given} />}
    </>
  );
}
