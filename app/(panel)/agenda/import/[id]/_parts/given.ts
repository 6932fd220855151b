import type { Scope } from "@/lib/auth/scope";
import type { Formats } from "@/lib/format";
import type { Import } from "@/lib/imports/queries";
import type { Texts } from "@/lib/texts";

export type Given = { t: Texts; formats: Formats; found: Import; scope: Scope };
