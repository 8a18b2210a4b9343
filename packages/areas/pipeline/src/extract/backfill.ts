import { DxError, findNamed, formatPlainValue, parsePlainValue, type DataType } from "@dx/core";
import { identifier, sql, type Sql } from "@dx/sql";
import { parseDuration } from "../gates/parse-duration.ts";
import type { TypedColumn } from "../schema/typed-column.ts";
import { cursorKind, valueLiteral } from "./column-window.ts";

/** Rows whose column lies in a span. */
export interface ColumnRange {
  /** Whole numbers, decimals, dates, timestamps or instants. */
  readonly column: string;
  /** The first value. */
  readonly from: string | number | bigint;
  /** The first value that is no longer in it. */
  readonly to: string | number | bigint;
}

/**
 * The condition on rows in a range.
 * @param of - what the query calls them
 * @throws DxError `DX_PIPELINE_RANGE` for values that are none of the column's type, or a span that is empty
 */
export function inRange(
  { column, from, to }: ColumnRange,
  columns: readonly TypedColumn[],
  of?: string,
): Sql {
  const found = findNamed(columns, column);
  if (found === undefined)
    throw new DxError("DX_PIPELINE_RANGE", `no column is called ${column}`, {
      path: ["range", "column"],
      hint: `there are ${columns.map(({ name }) => name).join(", ")}`,
    });
  const kind = cursorKind({ kind: "column", column }, found.type);
  const [first, end] = [read(kind, "from", from), read(kind, "to", to)];
  if (orderOf(kind, first) >= orderOf(kind, end))
    throw new DxError(
      "DX_PIPELINE_RANGE",
      `the range of ${column} ends at ${end}, before it begins`,
      {
        path: ["range", "to"],
        hint: "`to` is the first value that is no longer in it",
      },
    );
  const name = of === undefined ? identifier(found.name) : identifier(of, found.name);
  return sql`${name} >= ${valueLiteral(kind, first)} and ${name} < ${valueLiteral(kind, end)}`;
}

type Kind = ReturnType<typeof cursorKind>;

function read(kind: Kind, field: "from" | "to", value: string | number | bigint): string {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was read as that kind
    return formatPlainValue(kind, parsePlainValue(kind, String(value)) as never);
  } catch {
    throw new DxError("DX_PIPELINE_RANGE", `${JSON.stringify(String(value))} is no ${kind}`, {
      path: ["range", field],
      hint:
        kind === "instant" ? "write 2026-01-31T00:00:00Z" : "write a value of the column's type",
    });
  }
}

/** Values of a type by their size, as far as ranges need it. */
function orderOf(kind: Kind, text: string): number | bigint {
  if (kind === "decimal") return Number(text);
  return parsePlainValue(kind, text);
}

/** A span of a backfill. */
export interface BackfillWindow {
  /** The first value, as canonical text. */
  readonly from: string;
  /** The first value that is no longer in it. */
  readonly to: string;
}

/**
 * The windows of a backfill, one after the other, none of which is longer than a step: of days and times by a span as
 * `1 day` or `6 hours`, by `1 month`; of whole numbers by a number. They are whole, half open, and without gaps.
 * @throws DxError `DX_PIPELINE_RANGE` for an empty span, or more than 100,000 windows
 * @example
 * ```ts
 * import { backfillWindows } from "@dx/pipeline";
 * const months = backfillWindows({ kind: "date" }, { from: "2026-01-15", to: "2026-03-01", step: "1 month" });
 * if (months.map(({ from }) => from).join() !== "2026-01-15,2026-02-01") throw new Error();
 * ```
 */
export function backfillWindows(
  type: DataType,
  { from, to, step }: Omit<ColumnRange, "column"> & { readonly step: string | number | bigint },
): readonly BackfillWindow[] {
  const kind = cursorKind({ kind: "column", column: "column" }, type);
  const [first, end] = [read(kind, "from", from), read(kind, "to", to)];
  const windows: BackfillWindow[] = [];
  for (let at = first; orderOf(kind, at) < orderOf(kind, end);) {
    const after = next(kind, at, step);
    const stop = orderOf(kind, after) < orderOf(kind, end) ? after : end;
    windows.push({ from: at, to: stop });
    at = stop;
    if (windows.length > mostWindows)
      throw new DxError("DX_PIPELINE_RANGE", `there are more than ${mostWindows} windows`, {
        path: ["range", "step"],
        hint: "take a longer step",
      });
  }
  if (windows.length > 0) return windows;
  throw new DxError("DX_PIPELINE_RANGE", `the range ends at ${end}, before it begins`, {
    path: ["range", "to"],
    hint: "`to` is the first value that is no longer in it",
  });
}

const mostWindows = 100_000;

function next(kind: Kind, at: string, step: string | number | bigint): string {
  if (kind === "date" || kind === "timestamp" || kind === "instant") {
    const months = /^\s*(\d{1,3})\s*months?\s*$/i.exec(String(step))?.[1];
    if (months !== undefined && Number(months) > 0) return nextMonth(kind, at, Number(months));
    const micros = parseDuration(String(step));
    if (micros === 0n || (kind === "date" && micros % 86_400_000_000n !== 0n))
      throw noStep(step, "a span of whole days");
    if (kind === "date")
      return formatPlainValue(
        "date",
        parsePlainValue("date", at) + Number(micros / 86_400_000_000n),
      );
    return formatPlainValue(kind, parsePlainValue(kind, at) + micros);
  }
  if (!/^[1-9]\d*$/.test(String(step))) throw noStep(step, "a whole number above 0");
  if (kind === "decimal") {
    const { unscaled, scale } = parsePlainValue("decimal", at);
    return formatPlainValue("decimal", {
      unscaled: unscaled + BigInt(step) * 10n ** BigInt(scale),
      scale,
    });
  }
  return String(BigInt(at) + BigInt(step));
}

function noStep(step: string | number | bigint, wanted: string): DxError {
  return new DxError("DX_PIPELINE_RANGE", `the step ${String(step)} is not ${wanted}`, {
    path: ["range", "step"],
  });
}

/** The first day of a month that comes so many months later. */
function nextMonth(kind: "date" | "timestamp" | "instant", at: string, months: number): string {
  const [year = 0, month = 1] = at.split("-").map(Number);
  const count = year * 12 + (month - 1) + months;
  const day = `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}-01`;
  return kind === "date" ? day : `${day} 00:00:00.000000${kind === "instant" ? "Z" : ""}`;
}
