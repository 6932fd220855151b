import type { NextRequest } from "next/server";
import { invalid, notFound } from "@/lib/errors";
import { LEAVING, readRules } from "@/lib/groups/clear-rules";

/** What a file of those who would leave is asked for. @throws AppError invalid, not-found. */
export async function readAsked(request: NextRequest, params: Promise<{ id: string }>) {
  const { id } = await params;
  if (!/^\d{1,15}$/.test(id)) throw notFound("Group");
  const given = request.nextUrl.searchParams;
  const { rules, unreadable } = readRules(given);
  const list = given.get("list");
  const reason = LEAVING.find((each) => each === list) ?? null;
  if (list !== null && reason === null) unreadable.push("list");
  if (unreadable.length > 0) throw invalid(`Cannot be read: ${unreadable.join(", ")}.`);
  return { groupId: Number(id), rules, reason };
}
