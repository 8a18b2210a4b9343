import { DxError, toObjects, type Rows } from "@dx/core";
import {
  identifier,
  oldestOpenTransaction,
  query,
  rowTransaction,
  sql,
  transactionHorizon,
  type Query,
  type Sql,
} from "@dx/sql";
import type { XidCursor, XidState } from "./cursor.ts";

/** What a source says of its transactions before it is read. */
export interface Horizon {
  /** As of {@link XidState}. */
  readonly system: string;
  /** The lowest transaction that was not over. */
  readonly xmin: bigint;
  /** The first that was not begun. */
  readonly xmax: bigint;
}

/** The lowest time at which a transaction began that is open; asked in a transaction of its own, before the horizon. */
export const readLow: Query<string | null> = query("low", oldestOpenTransaction(), (rows) =>
  textOf(rows, "low"),
);

/** Which transactions are over; asked before the rows are. */
export const readHorizon: Query<Horizon> = query("horizon", transactionHorizon(), (rows) => ({
  system: textOf(rows, "system") ?? "",
  xmin: BigInt(textOf(rows, "xmin") ?? 0),
  xmax: BigInt(textOf(rows, "xmax") ?? 0),
}));

function textOf(rows: Rows, name: string): string | null {
  return toObjects(rows, "text")[0]?.[name]?.value ?? null;
}

/**
 * The condition on rows that earlier readings did not see: written by a transaction that was not over, or not begun, and
 * that was not read since. A row's subtransaction has a higher number than its transaction, so that it is never below
 * what was open.
 * @param table - as the query calls it
 * @throws DxError `DX_PIPELINE_BACKWARDS` for a state of another cluster, or of later transactions than there are
 */
export function xidWindow(
  { changedAt }: XidCursor,
  table: string,
  { state, horizon }: { readonly state: XidState | undefined; readonly horizon: Horizon },
): Sql | undefined {
  if (state === undefined) return undefined;
  if (state.system !== horizon.system || BigInt(state.xmin) > horizon.xmax)
    throw new DxError("DX_PIPELINE_BACKWARDS", "the source is another database, or was restored", {
      path: ["cursor"],
      hint: "its transactions are numbered anew: read it whole once, by mode replace",
    });
  const xid = rowTransaction(table);
  const unread =
    state.read.length === 0
      ? sql``
      : sql` and ${xid} not in (${state.read.map((one) => BigInt(one))})`;
  const newer =
    changedAt === undefined || state.low === null
      ? sql``
      : sql`${identifier(table, changedAt)} >= ${instant(state.low)} and `;
  return sql`${newer}${xid} >= ${BigInt(state.xmin)}${unread}`;
}

function instant(text: string): Sql {
  return { kind: "sql", pieces: [{ kind: "literal", type: { kind: "instant" }, text }] };
}

/**
 * The state after a reading: of the transactions from the new horizon on, those that were read, now or before.
 * @param found - the transactions of the rows that were read
 * @example
 * ```ts
 * import { nextXidState } from "@dx/pipeline";
 * const horizon = { system: "s", xmin: 12n, xmax: 20n };
 * const state = { kind: "xid-window", system: "s", xmin: "7", read: ["9", "13"], low: null } as const;
 * const next = nextXidState({ state, horizon, low: null, found: [11n, 15n] });
 * if (next.read.join() !== "13,15" || next.xmin !== "12") throw new Error();
 * ```
 */
export function nextXidState({
  state,
  horizon,
  low,
  found,
}: {
  readonly state: XidState | undefined;
  readonly horizon: Horizon;
  readonly low: string | null;
  readonly found: readonly bigint[];
}): XidState {
  const all = new Set([...(state?.read ?? []).map(BigInt), ...found]);
  const read = [...all].filter((one) => one >= horizon.xmin).toSorted((a, b) => (a < b ? -1 : 1));
  return {
    kind: "xid-window",
    system: horizon.system,
    xmin: String(horizon.xmin),
    read: read.map(String),
    low,
  };
}
