import { setImmediate as breathe } from "node:timers/promises";
import { drizzle } from "drizzle-orm/node-postgres";
import type { ClientBase } from "pg";
import { pool } from "@/db";
import { CopyBuffer } from "@/db/copy";
import { ensurePartitions } from "@/db/migrate";
import * as schema from "@/db/schema";
import { hashOfText } from "@/lib/ingest/store-texts";
import { rebuildWithin } from "@/lib/messages/counts";
import { Ids } from "./ids";
import { indexesLast } from "./indexes-last";
import { type Account, type Made, messagesOf } from "./message";
import type { Sending } from "./sendings";

/** Messages that are made while those before them are copied. */
const CHUNK = 10_000;
/** Messages after which the connection gets its turn: what is copied goes out while the next are made. */
const BREATH = 200;

export type LoadOptions = {
  /** false: messages are as their receipts have made them, but the receipts themselves are left out. */
  receipts: boolean;
  /** What the network has yet to say waits for the simulator, so that messages go on after the end of the data. */
  queue: boolean;
  /** Faster where most rows will be the account's own; until it is loaded nobody else can read or write messages. */
  indexesLast?: boolean;
  /** @param messages loaded so far. */
  progress?(messages: number): void;
};

/**
 * Loads the messages of an account that has none, with their texts, campaigns, receipts, links, clicks and counts. All
 * of it in one transaction: whatever happens, the account is whole or empty, and counts and rows agree.
 *
 * @returns how many messages.
 */
export async function loadAccount(account: Account, options: LoadOptions): Promise<number> {
  await ensurePartitions(pool(), account.plan.since, account.now);
  const client = await pool().connect();
  try {
    return await drizzle(client, { schema, casing: "snake_case" }).transaction(async (tx) => {
      const load = () => new Loader(client, account, options).load();
      const messages = await (options.indexesLast ? indexesLast(client, load) : load());
      await rebuildWithin(tx, account.accountId);
      return messages;
    });
  } finally {
    client.release();
  }
}

class Loader {
  private readonly rows = {
    texts: new CopyBuffer(schema.texts),
    campaigns: new CopyBuffer(schema.campaigns),
    messages: new CopyBuffer(schema.messages),
    receipts: new CopyBuffer(schema.receipts),
    targets: new CopyBuffer(schema.linkTargets),
    links: new CopyBuffer(schema.links),
    clicks: new CopyBuffer(schema.clicks),
    coming: new CopyBuffer(schema.simulatedReceipts),
  };
  private readonly ids = { texts: new Ids("texts"), campaigns: new Ids("campaigns"), targets: new Ids("link_targets") };
  private readonly texts = new Map<string, number>();
  private readonly targets = new Map<string, number>();

  constructor(
    private readonly client: ClientBase,
    private readonly account: Account,
    private readonly options: LoadOptions,
  ) {}

  async load(): Promise<number> {
    let loaded = 0;
    let copying = Promise.resolve();
    for (const sending of this.account.plan.sendings()) {
      let campaignId: number | null = null;
      for (const made of messagesOf(this.account, sending)) {
        // One message needs one id of each at most.
        if (loaded % CHUNK === 0) await Promise.all(Object.values(this.ids).map((ids) => ids.reserve(CHUNK)));
        made.message.textId = this.textOf(made);
        if (sending.campaign !== null) campaignId ??= this.addCampaign(sending, sending.campaign, made);
        made.message.campaignId = campaignId;
        this.add(made);
        loaded++;
        if (loaded % BREATH === 0) await breathe();
        if (loaded % CHUNK === 0) {
          await copying;
          copying = this.copy();
          // Its failure is met at the next await; until then it is no unhandled one.
          copying.catch(() => {});
          this.options.progress?.(loaded);
        }
      }
    }
    await copying;
    await this.copy();
    return loaded;
  }

  /** Tables have no keys to each other, so what one buffer has taken in meanwhile does no harm to the next. */
  private async copy(): Promise<void> {
    for (const rows of Object.values(this.rows)) await rows.flush(this.client);
  }

  private textOf({ text, alone }: Made): number {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    const id = this.ids.texts.next();
    if (!alone) this.texts.set(text, id);
    this.rows.texts.add({ accountId: this.account.accountId, id, hash: hashOfText(text), body: text });
    return id;
  }

  private addCampaign(sending: Sending, name: string, { message }: Made): number {
    const id = this.ids.campaigns.next();
    const { accountId, sentAt, sender, textId, subid, label, origin } = message;
    const common = { accountId, sentAt, sender, textId, subid, label, origin };
    this.rows.campaigns.add({ ...common, id, name, recipients: sending.recipients, createdBy: null, archivedAt: null });
    return id;
  }

  private add({ message, receipts, clicks, link, coming }: Made): void {
    const { accountId, sentAt, id } = message;
    this.rows.messages.add(message);
    if (this.options.receipts) for (const receipt of receipts) this.rows.receipts.add(receipt);
    for (const click of clicks) this.rows.clicks.add(click);
    if (link)
      this.rows.links.add({ accountId, code: link.code, targetId: this.targetOf(link.url), sentAt, messageId: id });
    if (!this.options.queue) return;
    const { gatewayId } = this.account;
    for (const { dueAt, receipt } of coming) {
      const { reference } = receipt;
      this.rows.coming.add({ accountId, dueAt, gatewayId, key: `${reference}:${receipt.key}`, reference, receipt });
    }
  }

  private targetOf(url: string): number {
    let id = this.targets.get(url);
    if (id === undefined) {
      id = this.ids.targets.next();
      this.targets.set(url, id);
      this.rows.targets.add({ accountId: this.account.accountId, id, hash: hashOfText(url), url });
    }
    return id;
  }
}
