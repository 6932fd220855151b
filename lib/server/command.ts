import { closeDatabase } from "@/db";
import { migrate } from "@/db/migrate";
import { readEnv } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { withDatabase } from "./database";
import { StartFault } from "./start-fault";

/**
 * Runs a command of the terminal on the application's database, whether that runs or not, migrated. What the one who
 * typed it can mend is told in one line; then, and after a bug, the exit code is 1.
 */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    const env = environment();
    await withDatabase({ databaseUrl: env.DATABASE_URL, dataFolder: env.ACUSE_DATA }, async (url) => {
      process.env.DATABASE_URL = url;
      await migrate(url, new Date());
      await work().finally(closeDatabase);
    });
  } catch (error) {
    console.error(isMendable(error) ? error.message : error);
    process.exitCode = 1;
  }
}

function isMendable(error: unknown): error is Error {
  if (error instanceof AppError || error instanceof StartFault) return true;
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

function environment() {
  try {
    return readEnv();
  } catch (error) {
    throw new StartFault((error as Error).message);
  }
}
