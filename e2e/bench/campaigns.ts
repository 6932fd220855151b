import { sql } from "drizzle-orm";
import { db } from "@/db";
import { type CampaignQuery, campaignDataset } from "@/lib/campaigns/dataset";
import { getCampaign } from "@/lib/campaigns/detail";
import { listCampaigns } from "@/lib/campaigns/queries";
import { columnsOf, readQuery } from "@/lib/dataset/dataset";
import type { Application } from "./application";
import type { BenchData } from "./bench-data";
import { milliseconds, repeat, report, round, type Series, seriesOf, table, tell } from "./measure";

const MOST_MS = 150;
const MOST_ADDED_MS = 40;
const QUESTIONS = ["", "&state=running", "&sort=delivered", "&sort=deliveredRate", "&name=a"];

/** The list of campaigns over a year in its orders, and the page of the largest campaign: SQL alone, then as pages. */
export async function campaigns(data: BenchData, application: Application): Promise<void> {
  const cookie = await application.signIn(data.ownerId);
  const get = async (path: string) => {
    const answer = await fetch(`${application.url}${path}`, { headers: { cookie }, redirect: "manual" });
    if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}.`);
    await answer.text();
  };
  const { rows } = await db.execute<{ id: number; recipients: number; all: number }>(sql`
    select id, recipients, count(*) over ()::integer as all from campaigns where account_id = ${data.scope.accountId}
    order by recipients desc, id limit 1`);
  const { id, recipients, all } = rows[0]!;
  const told: string[][] = [];
  const slowest: Series[] = [];
  const added: Series[] = [];
  const measure = async (name: string, path: string, work: () => Promise<unknown>) => {
    const alone = seriesOf(await repeat(() => milliseconds(work)));
    const differences = await repeat(
      async () => (await milliseconds(() => get(path))) - (await milliseconds(work)),
      11,
    );
    const page = seriesOf(differences);
    told.push([name, tell(alone), tell(page)]);
    slowest.push(alone);
    added.push(page);
  };
  for (const more of QUESTIONS) {
    const query = queryOf(data, more);
    const columns = columnsOf(campaignDataset, query).map(({ key }) => key);
    const search = `period=${data.period}${more}`;
    await measure(`list ${more || "newest first"}`, `/campaigns?${search}`, () =>
      listCampaigns(data.scope, query, columns),
    );
  }
  await measure(`campaign of ${recipients}`, `/campaigns/${id}`, () => getCampaign(data.scope, id));
  table(["milliseconds", `SQL, ${all} campaigns, ${data.messages} messages`, "the page adds"], told);
  const most = Math.max(...slowest.map(({ median }) => median));
  const page = Math.max(...added.map(({ median }) => median));
  report("campaigns", `${round(most)} ms at most`, `${MOST_MS} ms`, most <= MOST_MS);
  report("campaigns-page", `${round(page)} ms added by the page`, `${MOST_ADDED_MS} ms`, page <= MOST_ADDED_MS);
}

const queryOf = (data: BenchData, more: string): CampaignQuery =>
  readQuery(campaignDataset, new URLSearchParams(`period=${data.period}${more}`), {
    now: new Date(),
    zone: data.scope.zone,
  }).query;
