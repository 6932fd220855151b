import { customType, timestamp } from "drizzle-orm/pg-core";

/** An instant: milliseconds, with zone, as a Date in TypeScript. Days are chosen when asked, never stored. */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: "date" });

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
