import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StreamedFile } from "@/lib/dataset/file-response";
import { PAPER, SOFT } from "@/lib/dataset/pdf/colors";
import { PdfDocument } from "@/lib/dataset/pdf/document";
import { code, heading, list, note, paragraph, picture, table } from "@/lib/dataset/pdf/flow";
import type { Span } from "@/lib/dataset/pdf/lines";
import { PDF_TYPE } from "@/lib/dataset/pdf/list";
import { paperOf } from "@/lib/dataset/pdf/paper";
import { type Formats, formatsOf, type Reader } from "@/lib/format";
import { publicUrl } from "@/lib/public-url";
import { textsOf } from "@/lib/texts";
import type { Article, Block, Inline } from "./blocks";

/** An article on paper; its links lead to this installation, its pictures are read from public/. */
export async function articlePdf(article: Article, reader: Reader, now: Date): Promise<StreamedFile> {
  const t = textsOf(reader.locale);
  const formats: Formats = formatsOf(reader);
  const pdf = new PdfDocument({
    title: article.title,
    language: reader.locale,
    author: t("brand.name"),
    now,
    paper: paperOf(reader.formats),
    head: [article.title, `${t("brand.name")} · ${t("help.title")}`],
    foot: t("pdf.made", { time: formats.time(now), zone: reader.zone }),
    numbered: { of: (page, pages) => t("pdf.pageOf", { page: formats.integer(page), pages: formats.integer(pages) }) },
  });
  heading(pdf, 1, article.title, { mark: 1 });
  paragraph(pdf, [{ text: article.summary, color: SOFT }], { size: 11.5, after: 12 });
  for (const block of article.blocks) await drawBlock(pdf, block);
  const bytes = pdf.end();
  return {
    name: `${article.slug}-${reader.locale}.pdf`,
    type: PDF_TYPE,
    chunks: (async function* () {
      yield bytes;
    })(),
  };
}

async function drawBlock(pdf: PdfDocument, block: Block): Promise<void> {
  switch (block.kind) {
    case "heading":
      return heading(pdf, block.level, block.text, { mark: block.level === 2 ? 1 : 2 });
    case "paragraph":
      return paragraph(pdf, block.inlines.map(spanOf));
    case "note":
      return note(pdf, block.inlines.map(spanOf));
    case "list":
      return list(
        pdf,
        block.items.map((item) => item.map(spanOf)),
        block.ordered,
      );
    case "code":
      return code(pdf, block.text);
    case "image": {
      // Without one of its pictures a tutorial still is one.
      const bytes = await readFile(join(process.cwd(), "public", block.src)).catch(() => null);
      return bytes ? picture(pdf, bytes, block.alt) : paragraph(pdf, [{ text: block.alt, color: SOFT }], { size: 8 });
    }
    case "table": {
      const columns = block.head.map((cell) => ({
        heading: cell.map(({ text }) => text).join(""),
        align: "start" as const,
        most: Number.POSITIVE_INFINITY,
      }));
      const rows = block.rows.map((row) => row.map((cell) => ({ spans: cell.map(spanOf) })));
      return table(pdf, columns, rows);
    }
  }
}

function spanOf(inline: Inline): Span {
  switch (inline.kind) {
    case "strong":
      return { text: inline.text, look: "strong" };
    case "em":
      return { text: inline.text, look: "slanted" };
    case "code":
      return { text: inline.text, look: "code" };
    case "link":
      return { text: inline.text, href: publicUrl(inline.href), color: PAPER.accent };
    case "text":
      return { text: inline.text };
  }
}
