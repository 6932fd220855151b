import { sql } from "drizzle-orm";
import { db } from "@/db";
import { runPrepared } from "@/db/prepared";

/** Where a link leads, and the message it is in. */
export type Target = { url: string; messageId: string };

/** Those of the account's codes that it has. */
export async function readTargets(accountId: number, codes: readonly string[]): Promise<Map<string, Target>> {
  const { rows } = await runPrepared<Target & { code: string }>(
    db,
    sql`
    select links.code, links.message_id as "messageId", link_targets.url
    from links join link_targets on link_targets.account_id = links.account_id and link_targets.id = links.target_id
    where links.account_id = ${accountId} and links.code = any(${sql.param(codes)}::text[])`,
  );
  return new Map(rows.map(({ code, messageId, url }) => [code, { messageId, url }]));
}

type Waiting = {
  promise: Promise<Target | null>;
  resolve: (target: Target | null) => void;
  reject: (error: unknown) => void;
};
type Asked = Map<string, Waiting>;

/**
 * Where short links lead. A link never leads elsewhere later, so those asked for last stay in memory; the others are
 * looked up together, one question of an account at a time.
 */
export class Targets {
  private readonly known = new Map<string, Target>();
  private readonly asked = new Map<number, Asked>();

  constructor(
    private readonly read: typeof readTargets = readTargets,
    private readonly most = { known: 100_000, together: 500 },
  ) {}

  /** @returns null for a code that the account does not have. @throws what the database throws, for an unknown code. */
  async find(accountId: number, code: string): Promise<Target | null> {
    const name = `${accountId} ${code}`;
    const known = this.known.get(name);
    const target = known ?? (await this.ask(accountId, code));
    if (target === null) return null;
    // The oldest stand first: what is asked for again goes to the end.
    if (known !== undefined) this.known.delete(name);
    else if (this.known.size >= this.most.known) this.known.delete(this.known.keys().next().value!);
    this.known.set(name, target);
    return target;
  }

  private ask(accountId: number, code: string): Promise<Target | null> {
    let asked = this.asked.get(accountId);
    if (!asked) {
      asked = new Map();
      this.asked.set(accountId, asked);
      setImmediate(() => void this.answer(accountId));
    }
    const waiting = asked.get(code) ?? newWaiting();
    asked.set(code, waiting);
    return waiting.promise;
  }

  private async answer(accountId: number): Promise<void> {
    const asked = this.asked.get(accountId)!;
    while (asked.size > 0) {
      const batch = [...asked].slice(0, this.most.together);
      for (const [code] of batch) asked.delete(code);
      try {
        const found = await this.read(
          accountId,
          batch.map(([code]) => code),
        );
        for (const [code, { resolve }] of batch) resolve(found.get(code) ?? null);
      } catch (error) {
        for (const [, { reject }] of batch) reject(error);
      }
    }
    this.asked.delete(accountId);
  }
}

function newWaiting(): Waiting {
  const waiting = {} as Waiting;
  waiting.promise = new Promise((resolve, reject) => Object.assign(waiting, { resolve, reject }));
  return waiting;
}
