import { isDxError, type Dialect, type Rows } from "@dx/core";
import { query, type Inquiry, type Plan } from "@dx/sql";
import { checkSuite } from "../check-suite.ts";
import type { Check, CheckResult, Suite } from "../check.ts";
import { readCount } from "../evaluate/read-number.ts";
import { groupBy } from "../internal/group-by.ts";
import { askPlan } from "../plan/ask-checks.ts";
import type { CheckPlan } from "../plan/check-plan.ts";
import { planChecks } from "../plan/plan-checks.ts";
import { listMutations, type ListMutationsOptions, type MutatedColumn } from "./list-mutations.ts";
import type { Mutation, MutationKind } from "./mutation.ts";
import { changedRows, planCopy, planMutation, planUnharmed } from "./plan-mutation.ts";

/** A database in which copies may be made and damaged. */
export interface MutationDatabase {
  /** Whose SQL it takes. */
  readonly dialect: Dialect;
  /** Answers an inquiry. */
  run<T>(inquiry: Inquiry<T>): Promise<T>;
  /** Carries out a plan. */
  apply(plan: Plan): Promise<unknown>;
}

/** How the kill rate of one table is measured. */
export interface KillRateOptions extends ListMutationsOptions {
  /** The table that is copied; it stays as it is. */
  readonly table: string;
  /** Its columns that may be damaged, and copied at all. */
  readonly columns: readonly MutatedColumn[];
  /** A schema for the copies. */
  readonly scratch: string;
  /** When, as ISO text. */
  readonly at: string;
  /** At most so many rows are copied; without it, all. */
  readonly rows?: number;
  /** Only these damages, by their ids; without it, all. */
  readonly only?: readonly string[];
  /** Is told of each damage that was judged. */
  readonly onMutant?: (done: number, of: number) => void;
}

/** What became of a damage. */
export interface JudgedMutation extends Mutation {
  /** Rows that it changes. */
  readonly changed: number;
  /** The checks that noticed it: that passed before, and do no more. */
  readonly noticedBy: readonly string[];
}

/** How many damages of a kind were noticed. */
export interface KillsOfKind {
  /** Tells it from others. */
  readonly kind: MutationKind;
  /** How many damages. */
  readonly damages: number;
  /** How many of them were noticed. */
  readonly noticed: number;
}

/** What the checks of a table notice. */
export interface KillRate {
  /** The table. */
  readonly table: string;
  /** What repeats it. */
  readonly seed: number;
  /** Rows of the copy. */
  readonly rows: number;
  /** Damages that changed something. */
  readonly damages: number;
  /** Of these, how many were noticed. */
  readonly noticed: number;
  /** Damages that changed nothing here, or whose values the column cannot hold; they do not count. */
  readonly withoutEffect: number;
  /** By kind of damage. */
  readonly byKind: readonly KillsOfKind[];
  /** What nothing noticed. */
  readonly survivors: readonly JudgedMutation[];
  /** All damages that count. */
  readonly judged: readonly JudgedMutation[];
  /** Checks that take part: they pass on the copy. */
  readonly checks: readonly string[];
  /** Checks that do not pass on the copy as it is: they can notice nothing, and take no part. */
  readonly blind: readonly string[];
  /** Checks that pass on the copy and fail on an unharmed copy of it: there should be none. */
  readonly falseAlarms: readonly string[];
}

/**
 * Measures what the checks of a table would notice: damages copies of it in many ways, none of which knows the checks,
 * and asks the checks of each copy. A damage is noticed if a check that passes on the unharmed copy does not pass any
 * more.
 * @example
 * ```ts
 * import { createRows } from "@dx/core";
 * import { measureKillRate, suiteOf } from "@dx/quality";
 * import { conduct, type Inquiry } from "@dx/sql";
 * const suite = suiteOf("shop", { orders: { price: "between 0 and 10" } });
 * // a database of `@dx/database`; here one that has nothing, so that no damage has an effect
 * const database = {
 *   dialect: "duckdb",
 *   run: async <T>(inquiry: Inquiry<T>): Promise<T> =>
 *     conduct(inquiry, async (questions) => questions.map(() => createRows([]))),
 *   apply: async () => undefined,
 * } as const;
 * const columns = [{ name: "price", type: { kind: "int64" } }] as const;
 * const options = { database, table: "orders", columns, scratch: "main", seed: 1, at: "2026-01-01" };
 * const { damages, blind } = await measureKillRate(suite, options);
 * if (damages !== 0 || blind.length !== 1) throw new Error();
 * ```
 */
export async function measureKillRate(
  suite: Suite,
  options: KillRateOptions & { readonly database: MutationDatabase },
): Promise<KillRate> {
  checkSuite(suite);
  const { database, table, columns, scratch, at, rows, seed } = options;
  const [copy, mutant] = [`${scratch}.dx_copy`, `${scratch}.dx_mutant`];
  const checks = retarget(suite.checks, table, mutant);
  const { dialect } = database;
  const planOf = async (asked: readonly Check[]): Promise<CheckPlan> =>
    database.run(planChecks({ name: suite.name, checks: asked }));
  const ask = async (plan: CheckPlan): Promise<readonly CheckResult[]> =>
    (await database.run(askPlan(plan, { at, dialect, withFailingRows: false, withSql: false })))
      .results;
  await database.apply(planCopy(table, copy, { columns, ...(rows === undefined ? {} : { rows }) }));
  await database.apply(planUnharmed(copy, mutant, columns));
  const before = checks.length === 0 ? [] : await ask(await planOf(checks));
  const passing = new Set(before.filter(({ outcome }) => outcome === "pass").map(({ id }) => id));
  const taking = checks.filter(({ id }) => passing.has(id));
  await database.apply(planUnharmed(copy, mutant, columns));
  const plan = taking.length === 0 ? undefined : await planOf(taking);
  const again = plan === undefined ? [] : await ask(plan);
  const asked = async ({ kind }: Mutation): Promise<readonly CheckResult[]> => {
    if (plan === undefined) return [];
    return ask(kind === "lost column" || kind === "changed type" ? await planOf(taking) : plan);
  };
  const judged: JudgedMutation[] = [];
  const { only } = options;
  const mutations = listMutations(columns, options).filter(
    ({ id }) => only === undefined || only.includes(id),
  );
  for (const [index, mutation] of mutations.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- all use the same table, one after the other
    const changed = await database.run(
      query("changed rows", changedRows(mutation, copy, columns), readFirst),
    );
    options.onMutant?.(index + 1, mutations.length);
    if (changed === 0) continue;
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (!(await canApply(database, planMutation(mutation, { copy, into: mutant, columns }))))
      continue;
    // oxlint-disable-next-line no-await-in-loop -- as above
    const after = await asked(mutation);
    const noticedBy = after.filter(({ outcome }) => outcome !== "pass").map(({ id }) => id);
    judged.push({ ...mutation, changed, noticedBy });
  }
  const size = before.find((result) => result.rows !== null)?.rows ?? 0;
  return {
    ...countKills(judged),
    table,
    seed,
    rows: size,
    withoutEffect: mutations.length - judged.length,
    checks: [...passing],
    blind: before.filter(({ outcome }) => outcome !== "pass").map(({ id }) => id),
    falseAlarms: again.filter(({ outcome }) => outcome !== "pass").map(({ id }) => id),
  };
}

/** Whether a plan can be carried out: some damages are values that a type does not hold. */
async function canApply(database: MutationDatabase, plan: Plan): Promise<boolean> {
  try {
    await database.apply(plan);
    return true;
  } catch (error) {
    if (isDxError(error, "DX_DATABASE_STATEMENT")) return false;
    throw error;
  }
}

function countKills(
  judged: readonly JudgedMutation[],
): Pick<KillRate, "damages" | "noticed" | "byKind" | "survivors" | "judged"> {
  const isNoticed = ({ noticedBy }: JudgedMutation): boolean => noticedBy.length > 0;
  const byKind = [...groupBy(judged, ({ kind }) => kind)].map(([kind, same]) => ({
    kind,
    damages: same.length,
    noticed: same.filter(isNoticed).length,
  }));
  return {
    damages: judged.length,
    noticed: judged.filter(isNoticed).length,
    byKind,
    survivors: judged.filter((one) => !isNoticed(one)),
    judged,
  };
}

/** The checks of a table, asked of another. */
function retarget(checks: readonly Check[], from: string, to: string): readonly Check[] {
  return checks
    .filter(({ table }) => table === from)
    .map((check) => Object.assign({}, check, { table: to }));
}

function readFirst(rows: Rows): number {
  return readCount(rows.columns[0]);
}
