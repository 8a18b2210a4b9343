import {
  formatRelation,
  relation,
  type Column,
  type DataType,
  type Relation,
  type Rows,
} from "@dx/core";
import { comparable, identifier, joinSql, sql, type Sql, type SqlPiece } from "@dx/sql";
import type { Check, CheckResult, HowFound } from "../check.ts";
import type { FoundTables } from "../evaluate/column-types.ts";
import { countForm, countRowsOf, type Counter, type CountForm } from "../evaluate/count-form.ts";
import { eachOnce } from "../evaluate/each-once.ts";
import { groupsForm } from "../evaluate/groups-form.ts";
import { allThere, fromTable } from "../evaluate/from-table.ts";
import { askOne, isCounted, isSet, naiveForm, textOf, typesOf } from "../evaluate/naive-form.ts";
import type { TextOptions } from "../evaluate/naive-form.ts";
import type { RowConditionOptions } from "../evaluate/row-condition.ts";
import { setForm } from "../evaluate/set-form.ts";
import { askUnique } from "./ask-unique.ts";
import type { CheckProof, PlanStep } from "./check-plan.ts";
import { judgeProved, provedForm } from "./proved-form.ts";

type Asking<T> = Generator<readonly Sql[], T, readonly Rows[]>;

/** What a step is asked with. */
export interface StepOptions extends TextOptions {
  readonly tables: FoundTables;
}

/** Finds out the checks of a step; if that fails, each of them by its own query. */
export function* askStep(step: PlanStep, options: StepOptions): Asking<readonly CheckResult[]> {
  try {
    return yield* askTogether(step, options);
  } catch {
    const results: CheckResult[] = [];
    for (const check of step.checks) results.push(yield* askOne(check, options.tables, options));
    return results;
  }
}

function* askTogether(step: PlanStep, options: StepOptions): Asking<readonly CheckResult[]> {
  const [check] = step.checks;
  if (step.kind === "unique" && check !== undefined && isSet(check))
    return [yield* askUnique(check, { ...options, text: ownText(check, options) })];
  const figures = step.checks.map(({ id }) => step.proofs?.[id]?.figures);
  if (step.kind === "proved" && figures.every((one) => one !== undefined))
    return step.checks.flatMap((one, index) => {
      const known = figures[index];
      const judged = { how: "proved", sql: ownText(one, options) } as const;
      return known === undefined ? [] : [judgeProved(one, known, judged)];
    });
  const question = questionOf(step, options);
  if (question === undefined) {
    const results: CheckResult[] = [];
    for (const one of step.checks) results.push(yield* askOne(one, options.tables, options));
    return results;
  }
  const [rows] = yield [question.query];
  return question.read(rows?.columns ?? []);
}

/** What a step asks, and how its answer is read. */
export interface StepQuestion {
  readonly query: Sql;
  /** How many columns it gives. */
  readonly width: number;
  readonly read: (columns: readonly Column[]) => readonly CheckResult[];
}

/** The query of a step; `undefined` if its checks are asked one by one. */
export function questionOf(step: PlanStep, options: StepOptions): StepQuestion | undefined {
  const typeOf = typesOf(options.tables.get(step.table));
  const [check] = step.checks;
  switch (step.kind) {
    case "proved":
      if (step.checks.some(({ id }) => step.proofs?.[id]?.figures !== undefined)) return undefined;
      return fused(step, {
        ...options,
        typeOf,
        counter: countRowsOf,
        from: fromTable(headOf(step)),
      });
    case "fused":
      return fused(step, {
        ...options,
        typeOf,
        counter: countRowsOf,
        from: fromTable(headOf(step)),
      });
    case "dictionary":
      return dictionary(step, { ...options, typeOf });
    case "distinct":
      return distinct(step, { ...options, typeOf });
    case "unique":
    case "groups": {
      if (check === undefined || !isSet(check)) return undefined;
      const { query, judge, width } = setForm(check, { typeOf, grouped: true });
      return {
        query,
        width,
        read: (columns) => [judge(columns, { how: "scanned", sql: ownText(check, options) })],
      };
    }
    case "by-group":
      return byGroup(step, { ...options, typeOf });
    case "once":
      return once(step, options);
    case "alone":
    case "own":
    case "schema":
      return undefined;
  }
}

function headOf({ table, where }: PlanStep): { readonly table: string; readonly where?: string } {
  return where === null ? { table } : { table, where };
}

/** The SQL that gives the figure of one check, as it could be run alone. */
function ownText(check: Check, { tables, dialect, withSql }: StepOptions): string {
  if (!withSql) return "";
  return textOf(naiveForm(check, tables).query, dialect);
}

interface Fusing extends StepOptions {
  readonly typeOf: (column: string) => DataType;
  readonly counter: Counter;
  /** From where, behind the list of what is selected. */
  readonly from: Sql;
}

/** Aggregates of many checks in one query, each of them once. */
function fused(step: PlanStep, { typeOf, counter, from, ...options }: Fusing): StepQuestion {
  const scanned: HowFound = step.kind === "dictionary" ? "dictionary" : "scanned";
  const forms = step.checks.flatMap((check) => {
    const proof = step.proofs?.[check.id];
    const form = formOf(check, proof, { typeOf, lowered: true }, counter);
    const how: HowFound = proof === undefined ? scanned : "proved";
    return form === undefined ? [] : [{ check, form, how }];
  });
  const { asked, places } = eachOnce(forms.map(({ form }) => form.asked));
  const named = asked.map((one, index) => sql`${one} as ${identifier(`figure_${index}`)}`);
  return {
    query: sql`select ${named} ${from}`,
    width: named.length,
    read: (columns) =>
      forms.map(({ check, form, how }, index) =>
        form.judge(
          (places[index] ?? []).map((at) => columns[at]),
          { how, sql: ownText(check, options) },
        ),
      ),
  };
}

// oxlint-disable-next-line max-params -- a check, why it holds, and how others are counted
function formOf(
  check: Check,
  proof: CheckProof | undefined,
  options: RowConditionOptions,
  counter: Counter,
): CountForm | undefined {
  if (proof !== undefined && "rule" in check) return provedForm(check, proof, options);
  return isCounted(check) ? countForm(check, options, counter) : undefined;
}

const often = sql`dx_rows`;
const weighed: Counter = {
  all: sql`coalesce(sum(${often}), 0)`,
  where: (condition) => sql`coalesce(sum(case when ${condition} then ${often} else 0 end), 0)`,
};

/** The checks of one column on each of its different values, by code points where it is text. */
function dictionary(
  step: PlanStep,
  options: StepOptions & { readonly typeOf: Fusing["typeOf"] },
): StepQuestion {
  const { column = "" } = step;
  const type = options.typeOf(column);
  const name = identifier(column);
  const value = type.kind === "text" ? sql`${comparable({ sql: name, type })} as ${name}` : name;
  const from = sql`from (select ${value}, count(*) as ${often} ${fromTable(headOf(step))} group by 1) as value_groups`;
  const typeOf = (): DataType => (type.kind === "text" ? { kind: "text" } : type);
  return fused(step, { ...options, typeOf, counter: weighed, from });
}

function distinct(
  step: PlanStep,
  options: StepOptions & { readonly typeOf: Fusing["typeOf"] },
): StepQuestion {
  const { column = "", checks } = step;
  const head = headOf(step);
  const groups = sql`select count(*) as n ${fromTable(head, allThere([column]))} group by ${identifier(column)}`;
  return {
    query: sql`select (select count(*) ${fromTable(head)}) as n_rows, coalesce(sum(n), 0) as n_values, count(*) as n_distinct from (${groups}) as value_groups`,
    width: 3,
    read: (columns) =>
      checks
        .filter((check) => isCounted(check))
        .map((check) =>
          countForm(check, { typeOf: options.typeOf, lowered: true }).judge(columns, {
            how: "scanned",
            sql: ownText(check, options),
          }),
        ),
  };
}

/** Aggregates of many checks for each group of rows, each of them once. */
function byGroup(
  { checks }: PlanStep,
  options: StepOptions & { readonly typeOf: Fusing["typeOf"] },
): StepQuestion {
  const counted = checks.filter((check) => isCounted(check));
  const { typeOf } = options;
  const form = groupsForm(counted, counted[0]?.groupBy ?? [], { typeOf, lowered: true });
  return {
    query: form.query,
    width: 0,
    read: (columns) => form.read(columns, (check) => ownText(check, options)),
  };
}

/** Several steps on the rows of a table that are read once, as one query. */
function once(step: PlanStep, options: StepOptions): StepQuestion {
  const parts = (step.steps ?? []).flatMap((one) => questionOf(one, options) ?? []);
  const rows = relation("dx_rows");
  const from = parts.map(
    ({ query }, index) =>
      sql`(${withTable(query, relation(step.table), rows)}) as ${identifier(`step_${index}`)}`,
  );
  const starts = parts.map((_, index) =>
    parts.slice(0, index).reduce((sum, { width }) => sum + width, 0),
  );
  const columns =
    step.columns === undefined ? sql`*` : sql`${step.columns.map((name) => identifier(name))}`;
  return {
    query: sql`with dx_rows as (select ${columns} from ${relation(step.table)})
select * from ${joinSql(from, " cross join ")}`,
    width: parts.reduce((sum, { width }) => sum + width, 0),
    read: (found) =>
      parts.flatMap(({ read, width }, index) => {
        const start = starts[index] ?? 0;
        return read(found.slice(start, start + width));
      }),
  };
}

/** SQL in which another table stands for one. */
function withTable(query: Sql, table: Relation, instead: Relation): Sql {
  const key = formatRelation(table);
  const replace = (piece: SqlPiece): SqlPiece => {
    if (piece.kind === "relation") return formatRelation(piece) === key ? instead : piece;
    if (piece.kind === "call") return { ...piece, given: piece.given.map(replace) };
    return piece.kind === "sql" ? { ...piece, pieces: piece.pieces.map(replace) } : piece;
  };
  return { ...query, pieces: query.pieces.map(replace) };
}
