import { eq, sql } from "drizzle-orm";
import { db } from "@/db";
import { inboundMessages } from "@/db/schema";
import type { Scope } from "@/lib/auth/scope";
import { recordInbound } from "@/lib/ingest/record-inbound";

const OUR_NUMBER = "34910000217";
const ANSWERS = [
  ...["Gracias!", "STOP", "¿A qué hora abren el sábado?", "BAJA", "Ok, ya lo he recogido", "Baja por favor"],
  ...[
    "Merci, à demain",
    "No me funciona el enlace 😕",
    "Perfecto, hasta mañana",
    "stop",
    "Os habéis equivocado de número",
  ],
  ...["¿Hay talla M?", "👍", "Quiero cambiar la cita al jueves"],
];

/** What some recipients of the sample's last weeks answered. Once: somebody who has left is not asked again. */
export async function addAnswers(scope: Scope, gatewayId: number, now: Date): Promise<void> {
  if ((await db.$count(inboundMessages, eq(inboundMessages.accountId, scope.accountId))) > 0) return;
  const { rows } = await db.execute<{ id: string; msisdn: string; at: string }>(sql`
    select id::text, msisdn, to_json(confirmed_at) #>> '{}' as at from messages
    where account_id = ${scope.accountId} and status = 'delivered'
      and sent_at between ${new Date(now.getTime() - 14 * 86_400_000).toISOString()} and ${new Date(now.getTime() - 6 * 3_600_000).toISOString()}
      and confirmed_at < ${new Date(now.getTime() - 3 * 3_600_000).toISOString()}
    order by md5(id::text) limit ${ANSWERS.length}`);
  await recordInbound(
    scope,
    rows.map(({ id, msisdn, at }, i) => ({
      gatewayId,
      inbound: { key: `sample:${id}`, from: msisdn, to: OUR_NUMBER, text: ANSWERS[i]! },
      raw: null,
      receivedAt: new Date(new Date(at).getTime() + (i + 1) * 11 * 60_000),
    })),
  );
}
