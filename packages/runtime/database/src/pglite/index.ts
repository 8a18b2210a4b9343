export { pgliteDatabase } from "./pglite-database.ts";

export type { Pglite } from "./pglite-wire.ts";
