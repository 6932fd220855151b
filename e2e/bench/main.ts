import { parseArgs } from "node:util";
import { closeDatabase } from "@/db";
import { migrate } from "@/db/migrate";
import { readEnv } from "@/lib/env";
import { startEmbedded } from "@/lib/server/embedded-postgres";
import { startApplication } from "./application";
import { benchData, benchDirectory } from "./bench-data";
import { campaigns } from "./campaigns";
import { files } from "./files";
import { groups } from "./groups";
import { imports } from "./import";
import { messages } from "./messages";
import { monitoring } from "./monitoring";
import { pdf } from "./pdf";
import { receipts } from "./receipts";
import { redirect } from "./redirect";
import { statistics } from "./statistics";

/*
 * `npm run bench -- [monitoring] [export] [messages] [receipts] [redirect] [statistics] [pdf] [groups]
 * [campaigns] [import] [--messages 1000000]`:
 * measures of the built application on an embedded database of their own, which is kept for the next time. Each is at least five runs
 * beside a baseline of the same moment, told as median (least–most), and ends with one line `bench NAME: measured M, goal G, ok|short`.
 */

const NAMES = [
  "monitoring",
  "export",
  "messages",
  "receipts",
  "redirect",
  "statistics",
  "pdf",
  "groups",
  "campaigns",
  "import",
] as const;
/** Those of the large account. */
const LARGE = ["monitoring", "export", "statistics", "pdf", "campaigns"] as const;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { messages: { type: "string", default: "1000000" } },
});
const unknown = positionals.filter((name) => !NAMES.some((each) => each === name));
const amount = Number(values.messages);
if (unknown.length > 0 || !Number.isInteger(amount) || amount < 10_000) {
  console.error(`npm run bench -- [${NAMES.join("] [")}] [--messages N, at least 10000]`);
  process.exit(1);
}
const asked = positionals.length > 0 ? NAMES.filter((name) => positionals.includes(name)) : NAMES;

const database = await startEmbedded({ dataDir: benchDirectory(readEnv().ACUSE_DATA) });
const leave = (signal: NodeJS.Signals) =>
  void database.stop().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, leave);
try {
  process.env.DATABASE_URL = database.url;
  await migrate(database.url, new Date());
  const data = asked.some((name) => LARGE.some((each) => each === name)) ? await benchData(amount) : null;
  const application = await startApplication(database.url);
  try {
    for (const name of asked) {
      if (name === "monitoring") await monitoring(data!, application);
      if (name === "export") await files(data!, application);
      if (name === "messages") await messages(application);
      if (name === "receipts") await receipts(application);
      if (name === "groups") await groups();
      if (name === "campaigns") await campaigns(data!, application);
      if (name === "import") await imports(database.url);
      if (name === "redirect") await redirect(application);
      if (name === "statistics") await statistics(data!);
      if (name === "pdf") await pdf(data!, application);
    }
  } finally {
    await application.stop();
  }
} finally {
  await closeDatabase();
  await database.stop();
}
process.exit();
