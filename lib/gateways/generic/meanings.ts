import { type Meaning, STATUSES } from "@/lib/messages/status";

/** What a gateway's word can mean: a test never leaves the platform, so no gateway speaks of one. */
export const MEANINGS = STATUSES.filter((status): status is Meaning => status !== "test");
