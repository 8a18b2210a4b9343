import type { Dialect } from "@dx/core";

/** How checks are written for a tool. */
export interface ExportOptions {
  /** The engine that the tool will ask: what names fold to, and in whose SQL it is said what the tool has no words for. */
  readonly dialect: Dialect;
}

/** How a tool's checks are read. */
export interface ImportOptions {
  /** The engine that they were written for. */
  readonly dialect: Dialect;
  /** The table that they are about, where the document does not say. */
  readonly table?: string;
  /** The suite's name; without one, the document's own. */
  readonly name?: string;
  /** When ages are judged, as ISO text: tools take the clock's time, and dx reads no clock. Without it, checks of age are dropped, or judged at a time that a loss names. */
  readonly now?: string;
  /** A column by which the rows are in order, for checks of tools that know an order of rows. */
  readonly rowOrder?: string;
}
