import { inquire, type Inquiry } from "@dx/sql";
import { checkSuite } from "../check-suite.ts";
import type { Check, Suite } from "../check.ts";
import { groupBy } from "../internal/group-by.ts";
import { findTables, type FoundTables } from "../evaluate/column-types.ts";
import { isCounted, isSet, naiveForm } from "../evaluate/naive-form.ts";
import { askFacts } from "../facts/ask-facts.ts";
import type { CheckPlan, PlanStep } from "./check-plan.ts";
import {
  chooseDictionaries,
  noDictionaries,
  type Chosen,
  type KnownTables,
} from "./choose-dictionaries.ts";
import { pick, proofsOf, provedStep, type Proofs } from "./plan-proofs.ts";
import { readOnce, whyCostly } from "./read-once.ts";
import { stepOf } from "./step-of.ts";
import { isDistinct, valueColumn } from "./value-column.ts";
import { weightOf } from "./weights.ts";

/** What helps the planner. */
export interface PlanChecksOptions {
  /** How many different values columns have, by tables and columns; what is missing is guessed from the first rows. */
  readonly known?: KnownTables;
  /**
   * Tables whose rows are costly to read, as views of files: each is read once, whatever is asked of it, and kept for as long as
   * that takes. Without a word, it is found out: views that read files or join, and tables elsewhere.
   */
  readonly costly?: readonly string[];
}

/**
 * Plans how the checks of a suite are found out with little work: one scan for what is counted, each different value
 * once where a column has few, uniqueness by a bitmap, distinct values apart. What the table's definition or the footers of its
 * Parquet files prove is not looked at. Asks for the columns of the tables and what is declared of them, and for the first
 * rows where it does not know how many different values there are; nothing else.
 * @throws DxError `DX_QUALITY_SUITE` as `checkSuite` says, when it is called
 * @example
 * ```ts
 * import { createRows } from "@dx/core";
 * import { explainPlan, planChecks, suiteOf } from "@dx/quality";
 * import { conduct } from "@dx/sql";
 * const suite = suiteOf("shop", { orders: { id: ["unique", "not null"], state: "in (paid, open)" } });
 * // `await db.run(planChecks(suite))`; here no table answers, and so each check is asked alone
 * const plan = await conduct(planChecks(suite), async (questions) => questions.map(() => createRows([])));
 * if (explainPlan(plan, "duckdb").some(({ kind }) => kind !== "alone")) throw new Error();
 * ```
 */
export function planChecks(
  suite: Suite,
  { known = {}, costly }: PlanChecksOptions = {},
): Inquiry<CheckPlan> {
  checkSuite(suite);
  return inquire(`plan of ${suite.name}`, function* () {
    const tables = yield* findTables(suite);
    const sound = suite.checks.filter((check) => fits(check, tables));
    const alone = suite.checks.filter((check) => !sound.includes(check));
    const facts = yield* askFacts(tables);
    const readingOnce = whyCostly(facts, costly);
    const steps: PlanStep[] = [];
    for (const checks of byDomain(sound)) {
      const proofs = proofsOf(checks, tables, facts);
      const counted = checks.filter(
        (check) => isCounted(check) && !isOwn(check) && proofs[check.id] === undefined,
      );
      // beside reading such rows, what dictionaries save is little, and looking for them is another read
      const dictionaries = readingOnce.has(checks[0]?.table ?? "")
        ? noDictionaries
        : yield* chooseDictionaries(counted, { tables, known, facts });
      steps.push(...stepsOf(checks, proofs, dictionaries));
    }
    steps.push(
      ...alone.map((check): PlanStep => {
        const reason = "it cannot be evaluated as it is";
        return stepOf("alone", [check], { weight: 0, reason });
      }),
    );
    const asked = [...readingOnce].reduce(
      (all, [table, why]) => readOnce(all, table, why),
      steps as readonly PlanStep[],
    );
    const weightOneByOne = sound.reduce((sum, check) => sum + weightOf(check) + scan, 0);
    return { suite, steps: asked, weightOneByOne, tables };
  });
}

/** What it costs for each row to look at it at all. */
const scan = 1;

function fits(check: Check, tables: FoundTables): boolean {
  try {
    naiveForm(check, tables);
    return true;
  } catch {
    return false;
  }
}

/** Checks of the same rows. */
function byDomain(checks: readonly Check[]): readonly (readonly Check[])[] {
  return [
    ...groupBy(checks, ({ table, where }) => JSON.stringify([table, where ?? null])).values(),
  ];
}

const mostAggregates = 300;

function stepsOf(
  checks: readonly Check[],
  proofs: Proofs,
  { columns: dictionaries, isSmall }: Chosen,
): readonly PlanStep[] {
  const steps: PlanStep[] = [];
  const left = new Set(checks);
  const take = (chosen: readonly Check[]): readonly Check[] => {
    for (const one of chosen) left.delete(one);
    return chosen;
  };
  const proved = take(checks.filter(({ id }) => proofs[id] !== undefined));
  const isCountless = ({ id }: Check): boolean => proofs[id]?.figures !== undefined;
  steps.push(...provedStep(proved.filter(isCountless), proofs));
  const counting = proved.filter((check) => !isCountless(check));
  steps.push(...groupedSteps(take([...left].filter((one) => one.groupBy !== undefined))));
  for (const check of take([...left].filter((one) => isOwn(one))))
    steps.push(
      stepOf("own", [check], {
        weight: scan + weightOf(check),
        reason: "no aggregate over the rows gives its figure",
      }),
    );
  const schema = take([...left].filter((check) => "schema" in check));
  if (schema.length > 0)
    steps.push(stepOf("schema", schema, { weight: 0, reason: "the columns are known already" }));
  for (const [column, { share, distinct, group }] of dictionaries) {
    const chosen = take([...left].filter((check) => valueColumn(check) === column));
    const each = chosen.reduce((sum, check) => sum + weightOf(check), 0);
    steps.push(
      stepOf("dictionary", chosen, {
        column,
        weight: scan + group + share * each,
        reason: `about ${distinct} different values: each is looked at once, not in each row`,
      }),
    );
  }
  const distinct = isSmall ? [] : [...left].filter((check) => isDistinct(check));
  for (const [column, chosen] of groupBy(distinct, (check) => valueColumn(check) ?? ""))
    steps.push(
      stepOf("distinct", take(chosen), {
        column,
        weight: scan + 150,
        reason: "different values are counted apart: beside other aggregates they are slower",
      }),
    );
  for (const check of [...left].filter((one) => isSet(one)))
    steps.push(setStep(take([check])[0] ?? check));
  const rest = [...left].filter((check) => isCounted(check));
  if (rest.length === 0) return [...steps, ...provedStep(counting, proofs)];
  for (let from = 0; from < rest.length; from += mostAggregates / 3) {
    const chosen = rest.slice(from, from + mostAggregates / 3);
    const beside = from === 0 ? counting : [];
    const shown = {
      weight: scan + chosen.reduce((sum, check) => sum + weightOf(check), 0),
      reason: "one scan for all of them",
    };
    const fused = stepOf("fused", [...beside, ...chosen], shown);
    steps.push(beside.length === 0 ? fused : { ...fused, proofs: pick(proofs, beside) });
  }
  return steps;
}

/** One step for all checks that are judged for the same groups. */
function groupedSteps(checks: readonly Check[]): readonly PlanStep[] {
  return [...groupBy(checks, (check) => JSON.stringify(check.groupBy)).values()].map((chosen) =>
    stepOf("by-group", chosen, {
      weight: scan + 20 + chosen.reduce((sum, check) => sum + weightOf(check), 0),
      reason: `one scan for all that are judged for each ${chosen[0]?.groupBy?.join(", ") ?? ""}`,
    }),
  );
}

/** Whether a check is asked by a query of its own in any plan. */
function isOwn(check: Check): boolean {
  return check.groupBy !== undefined || ("measure" in check && !isCounted(check));
}

function setStep(check: Check): PlanStep {
  const isUnique = "rule" in check && check.rule.kind === "unique";
  return stepOf(isUnique ? "unique" : "groups", [check], {
    weight: scan + (isUnique ? 10 : weightOf(check) / 2),
    reason: isUnique
      ? "a bitmap where the engine has one and the values are whole numbers near each other, else groups"
      : "equal values are looked at once",
  });
}
