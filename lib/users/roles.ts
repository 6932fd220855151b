import { z } from "zod";
import { ROLES } from "@/lib/auth/scope";

/** A role as a form gives it. */
export const roleForm = z.object({ role: z.enum(ROLES, "unknown-role") });
