import type { NextRequest } from "next/server";
import { requirePerson } from "@/lib/auth/session";
import { fileResponse } from "@/lib/dataset/file-response";
import { getArticle } from "@/lib/help/articles";
import { articlePdf } from "@/lib/help/pdf";
import { respond } from "@/lib/http";
import { knownLocale } from "@/lib/texts";

/** The article as the page shows it to its reader, in his language. */
export const GET = (request: NextRequest, { params }: { params: Promise<{ slug: string }> }): Promise<Response> =>
  respond(async () => {
    const { locale: given, formats, scope } = await requirePerson();
    const locale = knownLocale(given);
    const article = await getArticle(locale, (await params).slug);
    const reader = { locale, formats, zone: scope?.zone ?? "UTC" };
    return fileResponse(request, () => articlePdf(article, reader, new Date()));
  });
