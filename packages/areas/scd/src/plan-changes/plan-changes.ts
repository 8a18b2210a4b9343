import { DxError, type TableName } from "@dx/core";
import { createPlan, sql, type Plan, type Statement } from "@dx/sql";
import type { ChangeSource } from "../change-source.ts";
import { createLog } from "./create-log.ts";
import { refuseChanges } from "./refuse-changes.ts";
import { meetHistory } from "./meet.ts";
import { gatherKnown, rebuildVersions } from "./rebuild.ts";
import { noteTimes } from "./stage-changes.ts";
import { prepareWork, workingTables, type PlanChangesOptions, type Work } from "./work.ts";
import { findMark, writeHistory } from "./write-history.ts";
import { writeLog } from "./write-log.ts";

/**
 * Plans what puts changes into a history, whatever their order: late ones go where they belong, and what was put in
 * before changes nothing. The result depends on what was seen, not on order or batches; `applyChanges` is its model.
 *
 * Three groups: the first makes working tables beside the history and refuses, by an error that has the code in its
 * message, what cannot be put in; the second changes the history and its log; the third removes the working
 * tables. A rerun after a kill begins anew. One plan at a time for each history.
 * @throws DxError `DX_SCD_SPEC`, `DX_SCD_SOURCE`
 * @example
 * ```ts
 * import { planChanges } from "@dx/scd";
 * import { formatPlan } from "@dx/sql";
 * const spec = { key: "id", tracked: "city", validFrom: "since", validTo: "until" };
 * const source = { kind: "delta", table: "customer_changes", sequence: "updated_at" } as const;
 * const plan = planChanges("dim_customer", source, { spec, loadedAt: "2025-03-17" });
 * if (plan.length !== 3 || !formatPlan(plan, "snowflake").includes("merge into")) throw new Error();
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 5
 */
export function planChanges(
  history: TableName,
  source: ChangeSource,
  options: PlanChangesOptions,
): Plan {
  const work = prepareWork(history, options);
  if (source.kind === "snapshots" && source.times.length === 0)
    throw new DxError("DX_SCD_SOURCE", "no times of snapshots", {
      path: ["times"],
      hint: "name the times that there are; the rows of all others are left out",
    });
  const workOut = [
    ...removeWork(work),
    createLog(work),
    noteTimes(work, source),
    ...meetHistory(work, source),
    ...gatherKnown(work),
    ...rebuildVersions(work),
    ...findMark(work),
    refuseChanges(work, source),
  ];
  return createPlan([
    workOut,
    [...writeHistory(work), ...writeLog(work, source)],
    [...removeWork(work)],
  ]);
}

function removeWork({ table }: Work): readonly Statement[] {
  return workingTables.map((name) => ({
    purpose: `remove the working table ${table(name).name}`,
    sql: sql`drop table if exists ${table(name)}`,
  }));
}
