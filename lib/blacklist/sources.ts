/** How a number comes onto the list; the words for people are in the texts under `source.*`. */
export const SOURCES = ["hand", "import", "receipt", "link", "inbound", "api"] as const;
