import { DxError, findNamed, nearest, toNames, type Names, type TableName } from "@dx/core";
import type { Contract } from "../contract/contract.ts";
import type { ColumnRange } from "../extract/backfill.ts";
import type { Cursor } from "../extract/cursor.ts";
import type { TypedColumn } from "../schema/typed-column.ts";

/** How rows become rows of a target. */
export interface LoadSpec {
  /** The target's table; it is made if it is not there. */
  readonly table: TableName;
  /** `append` adds; `replace` has the source's rows and no others; `merge` writes by the key. */
  readonly mode: "append" | "replace" | "merge";
  /** What tells rows apart; `merge` needs it. */
  readonly key?: Names;
  /**
   * How a merge writes: `upsert` (without a word) changes rows in place, `delete-insert` takes them out and puts them in
   * anew, `insert-only` lets rows that are there be.
   */
  readonly merge?: "upsert" | "delete-insert" | "insert-only";
  /** How `replace` writes: the same table emptied and filled (without a word), or a new one in its place. */
  readonly replace?: "in-place" | "swap";
  /** Whether `merge` takes out rows whose keys the source does not have any more; without a word, it does not. */
  readonly deletes?: "ignore" | "by-keys";
  /** What is new in the source; without it, all of it is read. */
  readonly cursor?: Cursor;
  /**
   * Only rows in a span of a column are read, as for a backfill: `replace` takes the target's rows in it out, and no
   * others; `deletes` too are looked for in it only. It moves no cursor.
   */
  readonly range?: ColumnRange;
  /** What a source may bring that the target does not have yet. */
  readonly contract?: Contract;
}

/**
 * Tests a load before anything is read.
 * @throws DxError `DX_PIPELINE_LOAD` for options that do not go together
 */
export function requireLoad(spec: LoadSpec): void {
  if (spec.key !== undefined) toNames(spec.key, "key");
  const broken = rules.find(({ breaks }) => breaks(spec));
  if (broken === undefined) return;
  const { name, hint } = broken;
  throw new DxError("DX_PIPELINE_LOAD", `mode ${spec.mode}: ${broken.message}`, {
    path: [name],
    hint,
  });
}

interface Rule {
  readonly name: keyof LoadSpec;
  readonly breaks: (spec: LoadSpec) => boolean;
  readonly message: string;
  readonly hint: string;
}

const rules: readonly Rule[] = [
  {
    name: "mode",
    breaks: ({ mode }) => !["append", "replace", "merge"].includes(mode),
    message: "there is no such mode",
    hint: "append, replace or merge",
  },
  {
    name: "key",
    breaks: ({ mode, key }) => mode === "merge" && key === undefined,
    message: "a merge needs a key",
    hint: "name what tells rows apart",
  },
  {
    name: "merge",
    breaks: ({ mode, merge }) => mode !== "merge" && merge !== undefined,
    message: "it does not merge",
    hint: "leave `merge` out, or take the mode merge",
  },
  {
    name: "replace",
    breaks: ({ mode, replace }) => mode !== "replace" && replace !== undefined,
    message: "it does not replace",
    hint: "leave `replace` out, or take the mode replace",
  },
  {
    name: "deletes",
    breaks: ({ mode, deletes }) => mode !== "merge" && deletes === "by-keys",
    message: "it cannot tell deletes",
    hint: "take the mode merge; replace keeps no other rows anyway",
  },
  {
    name: "cursor",
    breaks: ({ mode, cursor }) => mode === "replace" && cursor !== undefined,
    message: "it reads all rows",
    hint: "leave the cursor out, or take the mode merge",
  },
  {
    name: "cursor",
    breaks: ({ mode, cursor }) =>
      mode === "append" && cursor?.kind === "column" && cursor.nulls === "include",
    message: "rows without a cursor would be appended each time",
    hint: "take the mode merge",
  },
  {
    name: "range",
    breaks: ({ range, cursor }) => range !== undefined && cursor !== undefined,
    message: "a range and a cursor exclude each other",
    hint: "backfill by the range, and go on by the cursor",
  },
  {
    name: "range",
    breaks: ({ range, replace }) => range !== undefined && replace === "swap",
    message: "a swap replaces all rows, not those of a range",
    hint: "leave `replace` out",
  },
];

/**
 * The names of a key as its columns are called.
 * @throws DxError `DX_PIPELINE_LOAD` for one that is not there
 */
export function keyColumns(key: Names, columns: readonly TypedColumn[]): readonly TypedColumn[] {
  return toNames(key, "key").map((name) => {
    const found = findNamed(columns, name);
    if (found !== undefined) return found;
    const near = nearest(
      name,
      columns.map((one) => one.name),
    );
    throw new DxError("DX_PIPELINE_LOAD", `no column is called ${name}`, {
      path: ["key", name],
      hint: `${near === undefined ? "" : `did you mean ${near}? `}there are ${columns.map((one) => one.name).join(", ")}`,
    });
  });
}
