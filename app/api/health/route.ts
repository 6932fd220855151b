import { reachDatabase } from "@/lib/health";
import { respond } from "@/lib/http";

/** For whoever watches the application: 200 while it answers and its database does, else 503. */
export const GET = () =>
  respond(async () => {
    await reachDatabase();
    return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
  });

export const dynamic = "force-dynamic";
