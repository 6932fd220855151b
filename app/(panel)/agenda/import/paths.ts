export const IMPORT = "/agenda/import";
