import type { TableSchema } from "@dx/core";
import type { Database } from "@dx/database";
import type { Terminal } from "../terminal/terminal.ts";
import type { ModelOptions } from "./read-model-options.ts";

/** What a part of a model is looked for in, and where it is shown. */
export interface Shown {
  /** Where the tables are. */
  readonly database: Pick<Database, "run">;
  /** Those that are looked at. */
  readonly tables: readonly TableSchema[];
  /** As given. */
  readonly options: ModelOptions;
  /** Stops it. */
  readonly signal: AbortSignal;
  /** Where it is shown. */
  readonly terminal: Terminal;
}
