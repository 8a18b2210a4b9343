import { DxError, parseDate } from "@dx/core";
import type { Database } from "@dx/database";
import {
  newestValue,
  planObt,
  planObtBackfill,
  planObtPeriods,
  planObtRefresh,
  type ObtSpec,
} from "@dx/obt";
import { typedLiteral, type Plan, type Sql } from "@dx/sql";
import type { Inputs } from "./inputs.ts";

/** What is made, and how. */
export interface Loaded {
  readonly table: string;
  readonly spec: ObtSpec;
  readonly inputs: Inputs;
  /** Whether what is there is brought up to date. */
  readonly isRefresh: boolean;
}

const times: ReadonlySet<string> = new Set(["date", "timestamp", "instant"]);

/**
 * Refuses days of a detailed table that nothing tells.
 * @throws DxError `DX_FLOW_OBT`
 */
export function refuseBackfill(
  { backfill, changedBy, aggregationLevel }: Inputs,
  columns: readonly { readonly name: string; readonly type: string }[],
): void {
  if (backfill === undefined || aggregationLevel !== "detail") return;
  const column = columns.find(({ name }) => name.toLowerCase() === changedBy?.toLowerCase());
  if (column !== undefined && times.has(column.type)) return;
  throw new DxError("DX_FLOW_OBT", "nothing says of which day a fact is", {
    path: ["backfill"],
    hint: "name a date or time of the fact as changedBy",
  });
}

/** Plans the table anew, or what is new in it: single facts, days or months that differ, or the range that is asked for. */
export async function planLoad(
  target: Database,
  { table, spec, inputs: { backfill, changedBy }, isRefresh }: Loaded,
): Promise<Plan> {
  const isDetail = spec.level.kind === "detail";
  if (!isRefresh) return planObt(table, spec);
  if (backfill !== undefined)
    return planObtBackfill(table, spec, {
      ...(changedBy === undefined ? {} : { column: changedBy }),
      from: dayOf(backfill.from),
      before: dayOf(backfill.before),
    });
  if (!isDetail) return planObtPeriods(table, spec, { kind: "different" });
  const since = changedBy === undefined ? null : await target.run(newestValue(table, changedBy));
  return since === null || changedBy === undefined
    ? planObt(table, spec)
    : planObtRefresh(table, spec, { changedBy, since });
}

const dayOf = (text: string): Sql => typedLiteral("date", parseDate(text));
