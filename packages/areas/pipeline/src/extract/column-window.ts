import { DxError, formatPlainValue, parsePlainValue, type DataType } from "@dx/core";
import { identifier, sql, typedLiteral, type Sql } from "@dx/sql";
import type { ReadFrom } from "../records/record-source.ts";
import type { ColumnCursor, ColumnState } from "./cursor.ts";

const kinds = ["int32", "int64", "decimal", "date", "timestamp", "instant"] as const;
type CursorKind = (typeof kinds)[number];

/** What is to be read. */
export interface Extraction {
  /** The condition on the source's rows; without it, all are read. */
  readonly where?: Sql;
  /** From where on rows of the target may be read again; without it, there are none. */
  readonly rereadFrom?: Sql;
}

/**
 * The kind of a cursor's column.
 * @throws DxError `DX_PIPELINE_CURSOR` for text, floats and what else has no one order in all engines
 */
export function cursorKind({ column }: ColumnCursor, { kind }: DataType): CursorKind {
  const found = kinds.find((one) => one === kind);
  if (found !== undefined) return found;
  throw new DxError("DX_PIPELINE_CURSOR", `the cursor ${column} is ${kind}`, {
    path: ["cursor", column],
    hint: "take whole numbers, decimals, dates, timestamps or instants; text and floats have no one order in all engines",
  });
}

/**
 * What is to be read after a state: at its value too, or only above it, and what has no value as the cursor says
 * (`refuse` reads it, so that it is seen). Without a state, everything.
 * @throws DxError `DX_PIPELINE_CURSOR` for a state of another column or type
 */
export function columnWindow(
  cursor: ColumnCursor,
  type: DataType,
  state: ColumnState | undefined,
): Extraction {
  const kind = cursorKind(cursor, type);
  const column = identifier(cursor.column);
  const { start = "closed", nulls = "refuse", lag = 0 } = cursor;
  if (state === undefined) return nulls === "skip" ? { where: sql`${column} is not null` } : {};
  if (state.column !== cursor.column)
    throw new DxError(
      "DX_PIPELINE_CURSOR",
      `the table was read by ${state.column}, not by ${cursor.column}`,
      {
        path: ["cursor"],
        hint: "read it whole once, by mode replace",
      },
    );
  const from = valueLiteral(kind, shift(kind, state.value, lag));
  const above =
    start === "open" && lag === 0 ? sql`${column} > ${from}` : sql`${column} >= ${from}`;
  return {
    where: nulls === "skip" ? above : sql`(${above} or ${column} is null)`,
    ...(start === "open" && lag === 0 ? {} : { rereadFrom: from }),
  };
}

/** From which value on is read after a state. */
export function startOfWindow(cursor: ColumnCursor, state: ColumnState): ReadFrom {
  const kind = kinds.find((one) => one === state.type) ?? "int64";
  return { value: shift(kind, state.value, cursor.lag ?? 0), kind };
}

/** A cursor's value in SQL. */
export function valueLiteral(kind: CursorKind, text: string): Sql {
  const piece = { kind: "literal", type: { kind }, text } as const;
  if (kind === "decimal") {
    const value = parsePlainValue("decimal", text);
    return typedLiteral({ kind, precision: 38, scale: value.scale }, value);
  }
  return { kind: "sql", pieces: [piece] };
}

function shift(kind: CursorKind, text: string, lag: number): string {
  if (lag === 0) return text;
  switch (kind) {
    case "int32":
    case "int64":
      return String(BigInt(text) - BigInt(lag));
    case "decimal": {
      const { unscaled, scale } = parsePlainValue("decimal", text);
      return formatPlainValue("decimal", {
        unscaled: unscaled - BigInt(lag) * 10n ** BigInt(scale),
        scale,
      });
    }
    case "date":
      return formatPlainValue("date", parsePlainValue("date", text) - lag);
    default:
      return formatPlainValue(kind, parsePlainValue(kind, text) - BigInt(lag));
  }
}

/** Whether one value of a cursor is lower than another, by all of their digits. */
function isLower(kind: string, one: string, other: string): boolean {
  const found = kinds.find((known) => known === kind) ?? "int64";
  if (found !== "decimal")
    return BigInt(parsePlainValue(found, one)) < BigInt(parsePlainValue(found, other));
  const [left, right] = [parsePlainValue("decimal", one), parsePlainValue("decimal", other)];
  return left.unscaled * 10n ** BigInt(right.scale) < right.unscaled * 10n ** BigInt(left.scale);
}

/**
 * The state after a reading: the greatest value that was read, never lower than before; nothing read moves nothing.
 * @param greatest - of the rows that were read, `null` if there is none
 * @throws DxError `DX_PIPELINE_BACKWARDS` if the source's own greatest value lies before the state's, and that is refused
 * @example
 * ```ts
 * import { nextColumnState } from "@dx/pipeline";
 * const state = { kind: "column", column: "n", type: "int64", value: "9007199254740993" } as const;
 * if (nextColumnState(state, { greatest: null, inSource: null })?.value !== state.value) throw new Error();
 * const next = nextColumnState(state, { greatest: "9007199254740995", inSource: null });
 * if (next?.value !== "9007199254740995") throw new Error();
 * ```
 */
export function nextColumnState(
  state: ColumnState,
  {
    greatest,
    inSource,
    backwards = "refuse",
  }: {
    readonly greatest: string | null;
    readonly inSource: string | null;
    readonly backwards?: "refuse" | "keep";
  },
): ColumnState {
  if (backwards === "refuse" && inSource !== null && isLower(state.type, inSource, state.value))
    throw new DxError(
      "DX_PIPELINE_BACKWARDS",
      `${state.column} was read up to ${state.value}, and now ends at ${inSource}`,
      {
        path: ["cursor", state.column],
        hint: "if the source was restored, read it whole by mode replace; if newest rows may be deleted, say `backwards: keep` or look for deletes",
      },
    );
  if (greatest === null || isLower(state.type, greatest, state.value)) return state;
  return { ...state, value: greatest };
}
