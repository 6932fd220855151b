import type { DownloadTexts } from "@/app/_ui/downloads";
import type { Texts } from "@/lib/texts";

/** What is said while a file comes. */
export const downloadTexts = (t: Texts): DownloadTexts => ({
  title: t("download.title"),
  starting: t.raw("download.starting"),
  running: t.raw("download.running"),
  done: t.raw("download.done"),
  broken: t.raw("download.broken"),
  refused: t.raw("download.refused"),
  cancelled: t.raw("download.cancelled"),
  stop: t("download.stop"),
  again: t("download.again"),
  dismiss: t("download.dismiss"),
});
