import type { NextRequest } from "next/server";
import { requireScope } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { FieldError } from "@/lib/fields";
import { respond } from "@/lib/http";
import { readUpload } from "@/lib/imports/read-upload";
import { storeFile } from "@/lib/imports/store";
import { IMPORT } from "../paths";

/** What the form sends becomes a draft, and the reader goes on to it; what was wrong is told at the form. */
export const POST = (request: NextRequest): Promise<Response> =>
  respond(async () => {
    const scope = await requireScope();
    try {
      const id = await readUpload(request, ({ name, file }) => storeFile(scope, name, file, new Date()));
      return goTo(`${IMPORT}/${id}`);
    } catch (error) {
      const fault = error instanceof FieldError ? error.fields.file : error instanceof AppError ? error.key : undefined;
      if (!fault || (error instanceof AppError && error.outcome === "forbidden")) throw error;
      return goTo(`${IMPORT}?fault=${fault}`);
    }
  });

/** Relative: the address under which we are reached is nobody's to guess. */
const goTo = (location: string) => new Response(null, { status: 303, headers: { location } });
