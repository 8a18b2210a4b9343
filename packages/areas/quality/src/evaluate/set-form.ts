import { relation, type DataType } from "@dx/core";
import { countIf, identifier, joinSql, sql, type Sql } from "@dx/sql";
import type { CheckResult, SetRule } from "../check.ts";
import { consideredRows, namesOf } from "./considered-rows.ts";
import { allThere, fromTable } from "./from-table.ts";
import { judgeRows, type Judged } from "./judge.ts";
import { orderQuery } from "./order-query.ts";
import { readCount } from "./read-number.ts";
import { total, type SetCheck, type SetForm } from "./set-check.ts";
import { scoreQuery } from "./score-query.ts";
import { valuesForm } from "./values-form.ts";

/** How the query is written. */
export interface SetFormOptions {
  readonly typeOf: (column: string) => DataType;
  /** Whether values are grouped before they are looked up; the answers are the same. */
  readonly grouped: boolean;
}

/** The form of a check that looks at rows beside others. */
export function setForm(check: SetCheck, { typeOf, grouped }: SetFormOptions): SetForm {
  const { rule } = check;
  switch (rule.kind) {
    case "unique":
      return uniqueForm(check, rule);
    case "references":
      return {
        query: (grouped ? lookUpGroups : lookUpRows)(check, rule),
        judge: judgeOf(check),
        width: 3,
      };
    case "increasing":
    case "steps":
    case "ranges":
      return { query: orderQuery(check, rule, typeOf), judge: judgeOf(check), width: 3 };
    case "determines":
      return {
        query: (grouped ? groupTwice : countValues)(check, rule),
        judge: judgeOf(check),
        width: 3,
      };
    case "z-score":
    case "fences":
      return { query: scoreQuery(check, rule, typeOf), judge: judgeOf(check), width: 3 };
    case "contains":
    case "most-common":
    case "extreme":
      return valuesForm(check, rule, typeOf);
  }
}

function judgeOf(check: SetCheck): SetForm["judge"] {
  return ([rows, considered, failed], judged) =>
    judgeRows(
      check,
      { rows: readCount(rows), considered: readCount(considered), failed: readCount(failed) },
      judged,
    );
}

const sumIf = (condition: Sql): Sql =>
  sql`coalesce(sum(case when ${condition} then n else 0 end), 0)`;
type Unique = Extract<SetRule, { kind: "unique" }>;

function uniqueForm(check: SetCheck, { columns, leaveOut }: Unique): SetForm {
  const groups = sql`select count(*) as n ${fromTable(check, consideredRows(columns, leaveOut))} group by ${namesOf(columns)}`;
  return {
    query: sql`select ${total(check)}, coalesce(sum(n), 0) as n_considered, ${sumIf(sql`n > 1`)} as n_failed,
  ${countIf(sql`n > 1`)} as n_repeated, ${countIf(sql`n = 1`)} as n_once, count(*) as n_values
from (${groups}) as value_groups`,
    width: 6,
    judge: ([rows, considered, failed, repeated, once, values], judged) =>
      judgeUnique(
        check,
        {
          rows: readCount(rows),
          considered: readCount(considered),
          failed: readCount(failed),
          repeated: readCount(repeated),
          once: readCount(once),
          values: readCount(values),
        },
        judged,
      ),
  };
}

/** What is counted of the groups of equal values. */
export interface UniqueCounts {
  readonly rows: number;
  readonly considered: number;
  /** Rows whose value comes more than once. */
  readonly failed: number;
  /** Values that come more than once. */
  readonly repeated: number;
  /** Values that come once. */
  readonly once: number;
  /** Different values. */
  readonly values: number;
}

/**
 * The result of `unique`, with all meanings of duplicates: the repeated values of dbt, the rows of Great
 * Expectations, the excess rows of Soda, and three shares of Deequ.
 */
export function judgeUnique(
  check: SetCheck,
  { rows, considered, failed, repeated, once, values }: UniqueCounts,
  judged: Judged,
): CheckResult {
  const shares: Readonly<Record<string, number>> =
    considered === 0
      ? {}
      : {
          uniqueness: once / considered,
          distinctness: values / considered,
          uniqueValueRatio: once / values,
        };
  const figures = {
    duplicatedValues: repeated,
    duplicatedRows: failed,
    excessRows: considered - values,
    ...shares,
  };
  return judgeRows(check, { rows, considered, failed, figures }, judged);
}

type References = Extract<SetRule, { kind: "references" }>;

function lookUpRows(check: SetCheck, { columns, table, referenced }: References): Sql {
  const there = allThere(columns);
  const child = sql`select ${namesOf(columns)} ${fromTable(check, there)}`;
  const same = columns.map(
    (name, index) =>
      sql`${identifier("parent", referenced[index] ?? "")} = ${identifier("child", name)}`,
  );
  return sql`select ${total(check)}, (select count(*) ${fromTable(check, there)}) as n_considered,
  (select count(*) from (${child}) as child
   where not exists (select 1 from ${relation(table)} as parent where ${joinSql(same, " and ")})) as n_failed`;
}

function lookUpGroups(check: SetCheck, { columns, table, referenced }: References): Sql {
  const keys = columns.map(
    (name, index) => sql`${identifier(name)} as ${identifier(`k_${index}`)}`,
  );
  const child = sql`select ${keys}, count(*) as n ${fromTable(check, allThere(columns))} group by ${namesOf(columns)}`;
  const same = columns.map(
    (_, index) =>
      sql`${identifier("parent", referenced[index] ?? "")} = ${identifier("child", `k_${index}`)}`,
  );
  // an anti join: `exists` among what is selected is asked by Postgres for each group anew
  const orphans = sql`select n from (${child}) as child where not exists (select 1 from ${relation(table)} as parent where ${joinSql(same, " and ")})`;
  return sql`select ${total(check)}, (select count(*) ${fromTable(check, allThere(columns))}) as n_considered,
  (select coalesce(sum(n), 0) from (${orphans}) as orphans) as n_failed`;
}

type Determines = Extract<SetRule, { kind: "determines" }>;

function countValues(check: SetCheck, { columns, column }: Determines): Sql {
  const rows = fromTable(check, allThere([...columns, column]));
  const groups = sql`select count(*) as n, count(distinct ${identifier(column)}) as n_values ${rows} group by ${namesOf(columns)}`;
  return sql`select ${total(check)}, coalesce(sum(n), 0) as n_considered, ${sumIf(sql`n_values > 1`)} as n_failed from (${groups}) as value_groups`;
}

function groupTwice(check: SetCheck, { columns, column }: Determines): Sql {
  const rows = fromTable(check, allThere([...columns, column]));
  const keys = columns.map(
    (name, index) => sql`${identifier(name)} as ${identifier(`k_${index}`)}`,
  );
  const all = sql`select ${keys}, count(*) as n ${rows} group by ${namesOf(columns)}, ${identifier(column)}`;
  const places = columns.map((_, index) => identifier(`k_${index}`));
  const groups = sql`select sum(n) as n, count(*) as n_values from (${all}) as pairs group by ${sql`${places}`}`;
  return sql`select ${total(check)}, coalesce(sum(n), 0) as n_considered, ${sumIf(sql`n_values > 1`)} as n_failed from (${groups}) as value_groups`;
}
