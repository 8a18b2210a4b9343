import {
  createColumn,
  createRows,
  DxError,
  findNamed,
  formatValue,
  type Column,
  type DataType,
  type Dialect,
  type Rows,
} from "@dx/core";
import { protect } from "../internal/fold-columns.ts";
import { foldName } from "@dx/sql";
import type { TypedColumn } from "../schema/typed-column.ts";
import { readAs } from "./read-as.ts";
import type { Rejected } from "./contract.ts";
import { variantName, type CheckedColumn } from "./judge-schema.ts";

/** How rows are held against a target's columns. */
export interface ConformOptions {
  /** The columns of the target, as they will be. */
  readonly target: readonly TypedColumn[];
  /** What is looked at value by value. */
  readonly checked: readonly CheckedColumn[];
  /** The target's. */
  readonly dialect: Dialect;
  /** How many rows came before. */
  readonly before?: number;
}

/** Rows that fit, and what did not. */
export interface Conformed {
  /** With the checked columns in the target's types, new ones that are not taken left out. */
  readonly rows: Rows;
  /** What the contract did not let in. */
  readonly rejected: readonly Rejected[];
}

/**
 * Holds rows against a contract; a value fits if its canonical text is one of the target's type.
 * @throws DxError `DX_PIPELINE_CONTRACT` for the first value that does not fit and may not be discarded
 */
export function conformRows(
  rows: Rows,
  { target, checked, dialect, before = 0 }: ConformOptions,
): Conformed {
  if (checked.length === 0) return { rows, rejected: [] };
  const rejected: Rejected[] = [];
  const gone = new Set<number>();
  const columns = rows.columns.flatMap((column): readonly Column[] => {
    const name = protect(foldName(column.name, dialect), dialect);
    const rule = findNamed(checked, name);
    if (rule === undefined) return [column];
    const type = rule.reason === "type" ? findNamed(target, name)?.type : undefined;
    const { otherwise } = rule;
    const apart = new Set<number>();
    const values = readAll(column, type, (index, value) => {
      if (otherwise === "refuse") throw refused({ name, type, value, row: before + index + 1 });
      if (otherwise === "row") gone.add(index);
      if (otherwise === "variant") apart.add(index);
      else
        rejected.push({
          row: before + index + 1,
          column: name,
          reason: rule.reason,
          discarded: otherwise,
          value,
          record: writeRecord(rows, index),
        });
    });
    if (type === undefined) return [];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value was read as the type
    const own = createColumn(column.name, type, values as never);
    return otherwise === "variant" ? [own, variantOf(column, apart)] : [own];
  });
  const kept = createRows(columns, rows.count);
  return { rows: gone.size === 0 ? kept : withoutRows(kept, gone), rejected };
}

/** A column with the values of another one that do not fit there, and no others. */
function variantOf(column: Column, apart: ReadonlySet<number>): Column {
  const validity = Uint8Array.from({ length: column.values.length }, (_, index) =>
    apart.has(index) ? 1 : 0,
  );
  const name = variantName(column.name, column.kind);
  if (ArrayBuffer.isView(column.values)) return { ...column, name, validity };
  const listed: readonly unknown[] = column.values;
  const values = listed.map((value, index) => (apart.has(index) ? value : null));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same values of the same kind
  return { ...column, name, values } as Column;
}

function readAll(
  column: Column,
  type: DataType | undefined,
  onMisfit: (index: number, text: string) => void,
): readonly unknown[] {
  return Array.from({ length: column.values.length }, (_, index) => {
    const text = formatValue(column, index);
    if (text === null) return null;
    const value = type === undefined ? undefined : readAs(text, type);
    if (value !== undefined) return value;
    onMisfit(index, text);
    return null;
  });
}

function refused({
  name,
  type,
  value,
  row,
}: {
  readonly name: string;
  readonly type: DataType | undefined;
  readonly value: string;
  readonly row: number;
}): DxError {
  return new DxError(
    "DX_PIPELINE_CONTRACT",
    `row ${row}: ${JSON.stringify(value)} does not fit ${name}, which is ${type?.kind ?? "new"}`,
    {
      path: [name, row],
      hint: "nothing was loaded: correct the source, or let `types` of the contract be discard_row or discard_value",
    },
  );
}

/** A row as a JSON object of canonical texts. */
function writeRecord({ columns }: Rows, index: number): string {
  return JSON.stringify(
    Object.fromEntries(columns.map((one) => [one.name, formatValue(one, index)])),
  );
}

/** Rows without those at some places, from 0. */
export function withoutRows({ columns, count }: Rows, gone: ReadonlySet<number>): Rows {
  const kept = Array.from({ length: count }, (_, index) => index).filter(
    (index) => !gone.has(index),
  );
  const cut = columns.map((column): Column => {
    const picked = kept.map((index) => column.values[index]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same values of the same kind
    const values = (
      ArrayBuffer.isView(column.values)
        ? Reflect.construct(column.values.constructor, [picked])
        : picked
    ) as never;
    const mask = column.validity;
    const made = { ...column, values };
    return mask === undefined
      ? made
      : { ...made, validity: Uint8Array.from(kept, (index) => mask[index] ?? 0) };
  });
  return createRows(cut, kept.length);
}
