import type { DataType, PlainObject } from "@dx/core";
import type { Reading } from "./kinds-of-text.ts";
import { createSeen, lookAt, typeOfSeen, type SeenValues } from "./seen-values.ts";

/** A column that records have. */
export interface InferredColumn {
  /** Its name. */
  readonly name: string;
  /** The narrowest type of all its values. */
  readonly type: DataType;
  /** Whether a record lacks it, or has NULL. */
  readonly nullable: boolean;
}

/** How values are read. */
export interface InferSchemaOptions {
  /**
   * What becomes of text: `dates` (without a word) makes dates and times of it where all of a column are such; `all`
   * numbers and booleans too, as of CSV, where each value is written as dx writes it; `none` leaves it.
   */
  readonly text?: Reading;
}

/**
 * The columns of records, in one pass, in the order in which they come, so that no value loses anything: whole numbers
 * beyond 2 ** 53 must come as `bigint` or text, and become int64 or a decimal; whole and broken numbers together are
 * float64 only while none is beyond 2 ** 53, else text; text with leading zeros stays text. Objects and lists are
 * JSON. A column without a value is text.
 * @example
 * ```ts
 * import { inferSchema } from "@dx/pipeline";
 * const records = [{ id: 1, day: "2026-01-31", zip: "01067" }, { id: 2n ** 60n, day: null }];
 * const types = inferSchema(records, { text: "all" }).map(({ type }) => type.kind);
 * if (types.join() !== "int64,date,text") throw new Error();
 * ```
 */
export function inferSchema(
  records: Iterable<PlainObject>,
  { text = "dates" }: InferSchemaOptions = {},
): readonly InferredColumn[] {
  const seen = new Map<string, SeenValues>();
  let count = 0;
  for (const record of records) {
    count += 1;
    for (const [name, value] of Object.entries(record)) {
      const column = seen.get(name) ?? createSeen();
      seen.set(name, column);
      if (value !== null && value !== undefined) lookAt(column, value, text);
    }
  }
  return [...seen].map(([name, column]) => ({
    name,
    type: typeOfSeen(column),
    nullable: column.values < count,
  }));
}
