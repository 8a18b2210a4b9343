import type { SqlParser } from "@dx/sql-parser";
import { impactWith, type ImpactReport } from "../impact/impact-of.ts";
import type { SchemaChange } from "../impact/schema-change.ts";
import { stitch } from "./build-lineage.ts";
import type { Lineage, LineageSource } from "./lineage.ts";
import { createMemory, type Memory } from "./reading.ts";

/**
 * Makes the lineage of sources again and again: statements whose text and tables are as they were, are not analysed again.
 * Each result equals that of {@link buildLineage}; texts that the last two calls did not have are forgotten.
 * @example
 * ```ts
 * import { LineageBuilder } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const script = (name: string, sql: string) => ({ kind: "script", name, sql, dialect: "duckdb" }) as const;
 * const builder = new LineageBuilder(await loadParser());
 * builder.build([script("1", "create table b as select x from a"), script("2", "create view c as select x from b")]);
 * builder.build([script("1", "create table b as select y as x from a"), script("2", "create view c as select x from b")]);
 * if (builder.analyzed !== 3) throw new Error(); // the second script reads the same column of the same table
 * ```
 */
export class LineageBuilder {
  readonly #memory: Memory;

  /** @param parser - of `loadParser` */
  constructor(parser: SqlParser) {
    this.#memory = createMemory(parser);
  }

  /** How many statements were analysed in all calls together. */
  get analyzed(): number {
    return this.#memory.analyzed;
  }

  /** As {@link buildLineage}. */
  build(sources: readonly LineageSource[]): Lineage {
    this.#memory.forget();
    return stitch(this.#memory, sources);
  }

  /**
   * As {@link impactOf}.
   * @throws DxError `DX_LINEAGE_CHANGE` if the table or column is not known, or the new name is taken
   */
  impactOf(sources: readonly LineageSource[], change: SchemaChange): ImpactReport {
    return impactWith(this.#memory, sources, change);
  }
}
