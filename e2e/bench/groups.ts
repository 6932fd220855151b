import { sql } from "drizzle-orm";
import { db } from "@/db";
import { createAccount, createMessages } from "@/db/testing";
import type { Scope } from "@/lib/auth/scope";
import { addContacts, contactsOf } from "@/lib/contacts/add-contacts";
import { contactDataset } from "@/lib/contacts/dataset";
import { listContacts } from "@/lib/contacts/queries";
import { reckonContacts } from "@/lib/contacts/reckon-contacts";
import { columnsOf, readQuery } from "@/lib/dataset/dataset";
import { clearGroup, undoClear } from "@/lib/groups/clear";
import { previewClear } from "@/lib/groups/clear-preview";
import { USUAL } from "@/lib/groups/clear-rules";
import { combineGroups, createGroupOf, deleteGroup } from "@/lib/groups/commands";
import { milliseconds, repeat, report, round, seriesOf, table, tell } from "./measure";

/** A tenth of the group is sent to; one in ten of these fails. */
const SHARE = 10;

/** A group of a million: its pages, a union with half of it, and its Clear after a sending to 100 000 of it. */
export async function groups(members = 1_000_000): Promise<void> {
  const scope = await createAccount({ name: "Groups" });
  const now = new Date();
  const numbers = (from: number, to: number) =>
    sql`select (34600000000 + n)::text as msisdn from generate_series(${from}::bigint, ${to}::bigint) as n`;
  const added = await milliseconds(() =>
    db.transaction((tx) =>
      addContacts(
        tx,
        scope,
        sql`select msisdn, 'ES' as country, 'Ana' as name, '{}'::jsonb as fields from (${numbers(1, members)}) as given`,
        now,
      ),
    ),
  );
  const all = await milliseconds(() => createGroupOf(scope, "all", contactsOf(scope, numbers(1, members)), now));
  const { id: half } = await createGroupOf(scope, "half", contactsOf(scope, numbers(1, members / 2)), now);
  const { rows } = await db.execute<{ id: number }>(sql`
    select id from groups where account_id = ${scope.accountId} and name = 'all'`);
  const group = rows[0]!.id;
  const reckoned = await milliseconds(() => reckonContacts(scope, now));
  const kept = await milliseconds(() => sendTo(scope, members / SHARE, now));
  await db.execute(sql`analyze contacts, group_members, messages`);

  const first = await pages(scope, group, null);
  const middle = await pages(scope, group, members / 2);
  let made = 0;
  const unions = await repeat(async (run) => {
    const taken = await milliseconds(async () => {
      made = (await combineGroups(scope, { how: "union", ids: [half, group], name: `union ${run}` }, now)).id;
    });
    await deleteGroup(scope, made);
    return taken;
  }, 5);
  const previews = await repeat(() => milliseconds(() => previewClear(scope, group, USUAL, now)));
  const preview = await previewClear(scope, group, USUAL, now);
  const clears = await repeat(async () => {
    let clear = 0;
    const cleared = await milliseconds(async () => {
      clear = await clearGroup(scope, group, USUAL, preview.fingerprint, now);
    });
    return { cleared, undone: await milliseconds(() => undoClear(scope, clear, now)) };
  });
  const [union, look] = [seriesOf(unions), seriesOf(previews)];
  const [apply, undo] = [seriesOf(clears.map((each) => each.cleared)), seriesOf(clears.map((each) => each.undone))];
  table(
    ["milliseconds", `group of ${members}`],
    [
      ["contacts added (once)", round(added, 0)],
      ["made members (once)", round(all, 0)],
      ["reckoned from no messages (once)", round(reckoned, 0)],
      [`${members / SHARE} messages through the door, contacts kept (once)`, round(kept, 0)],
      ["first page", tell(first)],
      ["page in the middle", tell(middle)],
      ["union with half of it", tell(union, 0)],
      [`preview of a Clear (${preview.leaving} leave)`, tell(look, 0)],
      ["the Clear", tell(apply, 0)],
      ["its undoing", tell(undo, 0)],
    ],
  );
  const page = Math.max(first.median, middle.median);
  report("groups-page", `${round(page)} ms`, "150 ms", page <= 150);
  report("groups-union", `${round(union.median / 1_000)} s`, "20 s", union.median <= 20_000);
  report(
    "groups-clear",
    `preview ${round(look.median / 1_000)} s, Clear ${round(apply.median / 1_000)} s`,
    "5 s and 10 s",
    look.median <= 5_000 && apply.median <= 10_000,
  );
}

async function pages(scope: Scope, group: number, before: number | null) {
  const dataset = contactDataset([]);
  const { query } = readQuery(dataset, new URLSearchParams({ group: String(group) }), {
    now: new Date(),
    zone: scope.zone,
  });
  const { rows } = await db.execute<{ id: string }>(sql`
    select contact_id::text as id from group_members where account_id = ${scope.accountId} and group_id = ${group}
    order by contact_id desc offset ${before ?? 0} limit 1`);
  const asked = before === null ? query : { ...query, page: { after: { at: rows[0]!.id, id: rows[0]!.id } } };
  const columns = columnsOf(dataset, query).map(({ key }) => key);
  return seriesOf(await repeat(() => milliseconds(() => listContacts(scope, dataset, asked, columns))));
}

async function sendTo(scope: Scope, sent: number, now: Date): Promise<void> {
  for (let start = 0; start < sent; start += 5_000)
    await createMessages(
      scope,
      Array.from({ length: 5_000 }, (_, i) => ({
        msisdn: String(34600000001 + start + i),
        sentAt: new Date(now.getTime() - 60_000 + start / 100),
        ...(i % 10 === 0 ? { status: "non-deliverable" as const, reason: "absent" } : { status: "delivered" as const }),
      })),
    );
}
