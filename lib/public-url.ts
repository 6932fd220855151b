import { readEnv } from "./env";

/** A path of ours as others reach it: under PUBLIC_URL, which the launcher sets to its own address when nobody did. */
export const publicUrl = (path: string): string => new URL(path, readEnv().PUBLIC_URL ?? "http://localhost:3000").href;
