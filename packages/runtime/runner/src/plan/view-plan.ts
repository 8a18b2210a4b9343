import type { Source } from "@dx/core";
import type { Database } from "@dx/database";
import { formatSql, renderSql, type Plan } from "@dx/sql";
import { hashText } from "../journal/chain.ts";
import { toText } from "../journal/journal.ts";
import { estimateRows } from "./estimate-rows.ts";
import type { PlanView, StatementView } from "./plan-view.ts";

/** What a plan is of. */
export interface PlanOf {
  readonly flow: string;
  readonly name: string;
  readonly script: string;
  readonly sources: readonly Source[];
  /** Left out of the hash: when the run began, and its scratch schema. */
  readonly now: string;
  readonly scratch: string;
}

/** A plan as people see it; asks the database how many rows each statement would touch. */
export async function viewPlan(plan: Plan, database: Database, of: PlanOf): Promise<PlanView> {
  const { dialect } = database;
  const estimates = await estimateRows(plan, database);
  const numbered = plan.flatMap((group, index) => group.map((one) => ({ one, group: index + 1 })));
  const statements = numbered.map(({ one, group }, index): StatementView => {
    const { purpose, sql, destroys } = one;
    const text = formatSql(renderSql(sql, dialect).text, dialect);
    const view = { group, purpose, sql: text, estimatedRows: estimates[index] ?? null };
    return destroys === undefined ? view : Object.assign(view, { destroys });
  });
  return {
    name: of.name,
    hash: hashPlan(plan, database, of),
    dialect,
    statements,
    destroys: statements.flatMap(({ destroys }) => destroys ?? []),
    script: of.script,
  };
}

/** As `hash` of {@link PlanView} says. */
export function hashPlan(plan: Plan, { dialect }: Database, of: PlanOf): string {
  const statements = plan.map((group) =>
    group.map(({ purpose, sql, destroys }) => [
      purpose,
      renderSql(sql, dialect).text,
      destroys ?? null,
    ]),
  );
  const { flow, name, sources, now, scratch } = of;
  const prints = sources.map((one) => [one.name, one.fingerprint]);
  const text = toText([flow, name, dialect, prints, statements]);
  return hashText(text.replaceAll(scratch, "dx_scratch").replaceAll(timeForms(now), "now")).slice(
    0,
    16,
  );
}

/** The forms in which a time, as ISO text in UTC, stands in SQL. */
function timeForms(now: string): RegExp {
  const [date = "", time = ""] = now.replace("Z", "").split("T");
  const [clock = "", fraction = ""] = time.split(".");
  const fine = fraction.replace(/0+$/, "");
  const rest = fine === "" ? String.raw`(?:\.0+)?` : String.raw`\.${fine}0*`;
  return new RegExp(`${date}[ T]${clock}${rest}(?:Z|\\+00(?::?00)?)?`, "g");
}
