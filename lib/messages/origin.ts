/** How a message came in. */
export const ORIGINS = ["api", "web", "import"] as const;
export type Origin = (typeof ORIGINS)[number];
