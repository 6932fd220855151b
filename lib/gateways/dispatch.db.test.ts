import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql } from "drizzle-orm";
import pg from "pg";
import { expect, onTestFinished, test, vi } from "vitest";
import { db } from "@/db";
import { accounts, callbacks, gatewayMinutes, gateways, messages, outbox, receipts } from "@/db/schema";
import { createAccount } from "@/db/testing";
import { makeScope, type Scope } from "@/lib/auth/scope";
import { acceptMessages } from "@/lib/ingest/accept-messages";
import { addGateway } from "./add-gateway";
import { dispatch } from "./dispatch";
import { resumeDispatch } from "./resume";

const clock = () => new Date();
const base = "http://acuse.example";

/** An account whose Kannel is a server of the test's own on loopback. */
async function accountWith(smsbox: RequestListener) {
  const server = createServer(smsbox);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const scope = await createAccount({ ackUrl: "https://client.example/" });
  const config = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, username: "u", password: "p" };
  const gateway = await db.transaction((tx) =>
    addGateway(tx, scope, { kind: "kannel", name: "Kannel", config, errors: {} }),
  );
  return { scope, gateway, worker: makeScope(scope.account, { kind: "worker" }) };
}

const send = (scope: Scope, to: readonly string[], validityMinutes: number | null = null) =>
  acceptMessages(
    scope,
    {
      ...{
        origin: "api",
        subid: null,
        label: null,
        campaign: null,
        test: false,
        allowDuplicates: false,
        validityMinutes,
      },
      messages: to.map((each) => ({
        to: each,
        text: "Hola",
        parameters: null,
        sender: "Shop",
        ucs2: false,
        reference: null,
      })),
    },
    new Date(),
  );
const stored = (scope: Scope) =>
  db.select().from(messages).where(eq(messages.accountId, scope.accountId)).orderBy(messages.id);
const handed = ({ accountId }: Scope) =>
  db
    .select({ handed: gatewayMinutes.handed, unsure: gatewayMinutes.unsure })
    .from(gatewayMinutes)
    .where(eq(gatewayMinutes.accountId, accountId));
const waiting = (scope: Scope) => db.select().from(outbox).where(eq(outbox.accountId, scope.accountId));

test("what waits is handed over once, with an address for its receipts", async () => {
  const asked: URL[] = [];
  const { scope, gateway, worker } = await accountWith((request, response) => {
    asked.push(new URL(request.url!, base));
    response.writeHead(202).end("0: Accepted for delivery");
  });
  const { messages: sent } = await send(scope, ["34600111222", "34600111223"]);
  await dispatch(worker, gateway.id, base, clock);
  await dispatch(worker, gateway.id, base, clock);
  expect(asked.map(({ searchParams }) => searchParams.get("to")).sort()).toEqual(["+34600111222", "+34600111223"]);
  expect(asked[0]!.searchParams.get("dlr-url")).toContain(`${base}/receipts/`);
  expect(asked.map(({ searchParams }) => /ref=([^&]+)/.exec(searchParams.get("dlr-url")!)?.[1]).sort()).toEqual(
    sent.map(({ id }) => id).sort(),
  );
  expect(await waiting(scope)).toEqual([]);
  expect((await stored(scope)).every(({ status, handedAt }) => status === "processed" && handedAt !== null)).toBe(true);
  expect((await handed(scope)).every(({ unsure }) => unsure === 0)).toBe(true);
});

test("a refused message is rejected and costs nothing; its neighbours go", async () => {
  const { scope, gateway, worker } = await accountWith((request, response) => {
    const bad = request.url!.includes("34600111222");
    response
      .writeHead(bad ? 400 : 202)
      .end(bad ? "Number(s) has/have been denied by white- and/or black-lists." : "0: Accepted for delivery");
  });
  await send(scope, ["34600111222", "34600111223"]);
  await dispatch(worker, gateway.id, base, clock);
  const [refused, taken] = await stored(scope);
  expect(refused).toMatchObject({ status: "rejected", reason: "filtered", credits: "0.0000" });
  expect(taken).toMatchObject({ status: "processed", credits: "1.0000" });
  expect(await db.$count(receipts, eq(receipts.accountId, scope.accountId))).toBe(1);
  // A client hears that the gateway has the one, and of the other nothing but that it failed.
  const calls = await db.select().from(callbacks).where(eq(callbacks.accountId, scope.accountId));
  expect(calls.map(({ url }) => /acklevel=(\w+)&msisdn=(\d+)/.exec(url)!.slice(1).join(" ")).sort()).toEqual([
    "error 34600111222",
    "gateway 34600111223",
  ]);
});

test("a gateway that is away is tried again later, and its trouble is told", async () => {
  const { scope, gateway, worker } = await accountWith(() => {});
  // Nobody listens there, nor is anybody given that port meanwhile.
  const config = { ...(gateway.config as object), url: "http://127.0.0.1:1/" };
  await db.update(gateways).set({ config }).where(eq(gateways.accountId, scope.accountId));
  await send(scope, ["34600111222"]);
  const tried = clock();
  await dispatch(worker, gateway.id, base, () => tried);
  const [row] = await waiting(scope);
  expect(row).toMatchObject({ attempts: 1, handingAt: null });
  expect(row!.dueAt.getTime()).toBeGreaterThan(tried.getTime());
  const [troubled] = await db.select().from(gateways).where(eq(gateways.accountId, scope.accountId));
  expect(troubled!.trouble).not.toBeNull();
  expect((await stored(scope))[0]).toMatchObject({ status: "processed", handedAt: null });
});

test("what may have been taken is never sent again", async () => {
  let asked = 0;
  const { scope, gateway, worker } = await accountWith((request) => {
    asked++;
    request.socket.destroy();
  });
  await send(scope, ["34600111222"]);
  await dispatch(worker, gateway.id, base, clock);
  await dispatch(worker, gateway.id, base, clock);
  expect(asked).toBe(1);
  expect(await waiting(scope)).toEqual([]);
  expect((await stored(scope))[0]).toMatchObject({ status: "processed" });
  expect(await handed(scope)).toEqual([{ handed: 1, unsure: 1 }]);
});

test("what a crash cut off while handing over is never sent again", async () => {
  let asked = 0;
  const { scope, gateway, worker } = await accountWith((_, response) => {
    asked++;
    response.writeHead(202).end("0: Accepted for delivery");
  });
  await send(scope, ["34600111222"]);
  await db
    .update(outbox)
    .set({ handingAt: new Date(Date.now() - 10 * 60_000) })
    .where(eq(outbox.accountId, scope.accountId));
  await dispatch(worker, gateway.id, base, clock);
  expect(asked).toBe(0);
  expect(await waiting(scope)).toEqual([]);
  expect((await stored(scope))[0]!.handedAt).not.toBeNull();
  expect(await handed(scope)).toEqual([{ handed: 1, unsure: 1 }]);
});

const laterJobs = async (scope: Scope, gatewayId: number) => {
  const key = `dispatch:${scope.accountId}:${gatewayId}:later`;
  const { rows } = await db.execute<{ run_at: string }>(
    sql`select run_at from graphile_worker.jobs where key = ${key}`,
  );
  return rows.map(({ run_at }) => new Date(run_at));
};

test("what is due by another machine's clock and not yet by ours is looked at again a moment later", async () => {
  let asked = 0;
  const { scope, gateway, worker } = await accountWith((_, response) => {
    asked++;
    response.writeHead(202).end("0: Accepted for delivery");
  });
  const behind = new Date(Date.now() - 500);
  await send(scope, ["34600111222"]);
  expect(await dispatch(worker, gateway.id, base, () => behind)).toBe(false);
  expect(asked).toBe(0);
  expect(await laterJobs(scope, gateway.id)).toEqual([new Date(behind.getTime() + 1_000)]);
});

test("what a crash cut off a moment ago has its time to be told so, though nothing else is sent", async () => {
  const { scope, gateway, worker } = await accountWith(() => {});
  await send(scope, ["34600111222"]);
  const cutAt = new Date(Date.now() - 30_000);
  await db.update(outbox).set({ handingAt: cutAt }).where(eq(outbox.accountId, scope.accountId));
  await dispatch(worker, gateway.id, base, clock);
  expect(await laterJobs(scope, gateway.id)).toEqual([new Date(cutAt.getTime() + 120_000)]);
});

test("what is not begun when the process ends waits for the next one", async () => {
  const stopping = new AbortController();
  const asked: string[] = [];
  const { scope, gateway, worker } = await accountWith((request, response) => {
    asked.push(new URL(request.url!, base).searchParams.get("to")!);
    stopping.abort();
    setTimeout(() => response.writeHead(202).end("0: Accepted for delivery"), 100);
  });
  await send(
    scope,
    Array.from({ length: 25 }, (_, i) => `346001112${10 + i}`),
  );
  expect(await dispatch(worker, gateway.id, base, clock, undefined, stopping.signal)).toBe(true);
  const begun = asked.length;
  expect(begun).toBeLessThan(25);
  expect((await waiting(scope)).map(({ handingAt, attempts }) => ({ handingAt, attempts }))).toEqual(
    new Array(25 - begun).fill({ handingAt: null, attempts: 0 }),
  );
  expect((await stored(scope)).filter(({ handedAt }) => handedAt !== null)).toHaveLength(begun);
  expect(await dispatch(worker, gateway.id, base, clock)).toBe(false);
  expect(asked).toHaveLength(25);
  expect(new Set(asked).size).toBe(25);
  expect(await waiting(scope)).toEqual([]);
});

test("what became of messages is written down though the database is away just then", async () => {
  let asked = 0;
  const query = pg.Client.prototype.query;
  const { scope, gateway, worker } = await accountWith((_, response) => {
    // From the gateway's answer on, until it has been tried twice.
    let refused = 0;
    const refusing = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (
      this: pg.Client,
      ...given: never[]
    ) {
      if (++refused > 2) refusing.mockRestore();
      else throw Object.assign(new Error("away"), { code: "ECONNREFUSED" });
      return (query as (...all: never[]) => never).apply(this, given);
    } as never);
    asked++;
    response.writeHead(503).end();
  });
  await send(scope, ["34600111222"]);
  await dispatch(worker, gateway.id, base, clock);
  expect(asked).toBe(1);
  expect(await waiting(scope)).toMatchObject([{ attempts: 1, handingAt: null }]);
});

test("nothing of a suspended account is handed over; when it is resumed, what waited is", async () => {
  let asked = 0;
  const { scope, gateway, worker } = await accountWith((_, response) => {
    asked++;
    response.writeHead(202).end("0: Accepted for delivery");
  });
  await send(scope, ["34600111222"]);
  const suspend = (suspendedAt: Date | null) =>
    db.update(accounts).set({ suspendedAt }).where(eq(accounts.id, scope.accountId));
  await suspend(new Date());
  await dispatch(worker, gateway.id, base, clock);
  expect([asked, (await waiting(scope)).length]).toEqual([0, 1]);
  await suspend(null);
  await db.execute(sql`select graphile_worker.remove_job(${`dispatch:${scope.accountId}:${gateway.id}`})`);
  await resumeDispatch(worker);
  const { rows } = await db.execute(
    sql`select from graphile_worker.jobs where key = ${`dispatch:${scope.accountId}:${gateway.id}`}`,
  );
  expect(rows).toHaveLength(1);
  await dispatch(worker, gateway.id, base, clock);
  expect([asked, (await waiting(scope)).length]).toEqual([1, 0]);
});

/** A clock that only the dispatcher's own waiting moves. */
function ownClock() {
  let now = Date.now() + 60_000; // what is accepted meanwhile is due
  const pause = async (ms: number) => {
    now += ms;
  };
  return { now: () => new Date(now), pause };
}

const pacedUntil = async ({ accountId }: Scope) =>
  (await db.select().from(gateways).where(eq(gateways.accountId, accountId)))[0]!.pacedUntil!;

test("a gateway with a pace gets so many a second, also from the process after this one", async () => {
  const time = ownClock();
  const began = time.now().getTime();
  const asked: number[] = [];
  const { scope, gateway, worker } = await accountWith((_, response) => {
    asked.push(time.now().getTime() - began);
    response.writeHead(202).end("0: Accepted for delivery");
  });
  await db.update(gateways).set({ perSecond: 10 }).where(eq(gateways.accountId, scope.accountId));
  const to = Array.from({ length: 25 }, (_, i) => `346001112${10 + i}`);
  await send(scope, to);
  expect(await dispatch(worker, gateway.id, base, time.now, time.pause)).toBe(false);
  expect(asked).toHaveLength(25);
  expect(time.now().getTime() - began).toBeGreaterThanOrEqual(2_300);
  expect((await pacedUntil(scope)).getTime() - began).toBeGreaterThanOrEqual(2_500);

  // As a killed process would leave it: its second is spent.
  const spentUntil = new Date(time.now().getTime() + 3_000);
  await db.update(gateways).set({ pacedUntil: spentUntil }).where(eq(gateways.accountId, scope.accountId));
  await send(scope, ["34600111299"]);
  await dispatch(worker, gateway.id, base, time.now, time.pause);
  expect(asked[25]).toBeGreaterThanOrEqual(spentUntil.getTime() - began);

  // As a clock that has been put back leaves it.
  const hourAhead = new Date(time.now().getTime() + 3_600_000);
  await db.update(gateways).set({ pacedUntil: hourAhead }).where(eq(gateways.accountId, scope.accountId));
  await send(scope, ["34600111298"]);
  const putBackAt = time.now().getTime();
  await dispatch(worker, gateway.id, base, time.now, time.pause);
  expect(asked[26]).toBeLessThanOrEqual(putBackAt - began + 1_000);
  expect((await pacedUntil(scope)).getTime()).toBeLessThanOrEqual(putBackAt + 1_000);
});

test("a long queue is left after a few seconds for others to have their turn, and goes on from there", async () => {
  const time = ownClock();
  let asked = 0;
  const { scope, gateway, worker } = await accountWith((_, response) => {
    asked++;
    response.writeHead(202).end("0: Accepted for delivery");
  });
  await db.update(gateways).set({ perSecond: 2 }).where(eq(gateways.accountId, scope.accountId));
  await send(
    scope,
    Array.from({ length: 20 }, (_, i) => `346001112${10 + i}`),
  );
  expect(await dispatch(worker, gateway.id, base, time.now, time.pause)).toBe(true);
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(20);
  while (await dispatch(worker, gateway.id, base, time.now, time.pause));
  expect(asked).toBe(20);
  const [minutes] = await db.select().from(gatewayMinutes).where(eq(gatewayMinutes.accountId, scope.accountId));
  expect(minutes!.gatewayId).toBe(gateway.id);
});

test("a message's own validity reaches Kannel, what is left of it; one that ran out while it waited is not sent", async () => {
  const asked: string[] = [];
  const { scope, gateway, worker } = await accountWith((request, response) => {
    asked.push(new URL(request.url!, base).searchParams.get("validity")!);
    response.writeHead(202).end("0: Accepted for delivery");
  });
  await send(scope, ["34600111222"], 120);
  await send(scope, ["34600111223"], 30);
  await send(scope, ["34600111224"]);
  const later = new Date(Date.now() + 45 * 60_000);
  await dispatch(worker, gateway.id, base, () => later);
  expect(asked.sort()).toEqual([String(72 * 60 - 45), "75"]);
  expect(await stored(scope)).toMatchObject([
    { status: "processed", credits: "1.0000" },
    { status: "expired", reason: "expired", credits: "0.0000", handedAt: null },
    { status: "processed", credits: "1.0000" },
  ]);
  expect(await waiting(scope)).toEqual([]);
});
