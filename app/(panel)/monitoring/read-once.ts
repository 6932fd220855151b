import { notFound } from "next/navigation";
import { cache } from "react";
import type { Scope } from "@/lib/auth/scope";
import { AppError } from "@/lib/errors";

/** What a page is about, read once for its title and itself. Another account's does not exist either. */
export const readOnce = <T>(get: (scope: Scope, id: string) => Promise<T>) =>
  cache(async (scope: Scope, id: string): Promise<T> => {
    try {
      return await get(scope, id);
    } catch (error) {
      if (error instanceof AppError && error.outcome === "not-found") notFound();
      throw error;
    }
  });
