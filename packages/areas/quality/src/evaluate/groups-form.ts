import { formatValue, type Column } from "@dx/core";
import { comparable, identifier, sql, type Sql } from "@dx/sql";
import type { CheckResult, Outcome } from "../check.ts";
import { countForm, type CountedCheck } from "./count-form.ts";
import { eachOnce } from "./each-once.ts";
import { fromTable } from "./from-table.ts";
import type { RowConditionOptions } from "./row-condition.ts";

/** Checks for each group of rows, as one query with a row for each group. */
export interface GroupsForm {
  readonly query: Sql;
  /** One result for each check, with its SQL. */
  readonly read: (
    columns: readonly Column[],
    textOf: (check: CountedCheck) => string,
  ) => readonly CheckResult[];
}

/** The form of checks of the same rows that are judged for each group by itself, each aggregate once. */
export function groupsForm(
  checks: readonly CountedCheck[],
  groupBy: readonly string[],
  { typeOf, lowered }: RowConditionOptions,
): GroupsForm {
  const [first] = checks;
  const { asked, places } = eachOnce(
    checks.map((check) => countForm(check, { typeOf, lowered }).asked),
  );
  const keys = groupBy.map((name) => {
    const [value, type] = [identifier(name), typeOf(name)];
    return type.kind === "text" ? comparable({ sql: value, type }) : value;
  });
  const named = [
    ...keys.map((key, index) => sql`${key} as ${identifier(`group_${index}`)}`),
    ...asked.map((one, index) => sql`${one} as ${identifier(`figure_${index}`)}`),
  ];
  const order = sql`${keys}`;
  return {
    query: sql`select ${named} ${fromTable(first ?? { table: "" })} group by ${order} order by ${order}`,
    read: (columns, textOf) => {
      const names = Array.from({ length: columns[0]?.values.length ?? 0 }, (_, row) =>
        groupBy.map((name, at) => `${name}=${shown(columns[at], row)}`).join(", "),
      );
      const figures = columns.slice(groupBy.length);
      return checks.map((check, index) => {
        const { judge } = countForm(check, { typeOf, lowered });
        const own = (places[index] ?? []).map((at) => figures[at]);
        const text = textOf(check);
        const groups = names.map((name, row) => ({
          name,
          result: judge(
            own.map((column) => (column === undefined ? column : rowOf(column, row))),
            { how: "scanned", sql: text },
          ),
        }));
        return worstOf(check, groups, text);
      });
    },
  };
}

interface Group {
  readonly name: string;
  readonly result: CheckResult;
}

const order: readonly Outcome[] = ["pass", "warn", "fail", "error"];
const mostNamed = 5;

/** The result of all groups: the worst of them, whose figure it shows; the rows of all of them are counted. */
function worstOf(check: CountedCheck, groups: readonly Group[], text: string): CheckResult {
  const rank = ({ result }: Group): number => order.indexOf(result.outcome);
  const [worst] = groups.toSorted((one, other) => rank(other) - rank(one));
  if (worst === undefined)
    return {
      id: check.id,
      outcome: "pass",
      observed: null,
      failed: "rule" in check ? 0 : null,
      considered: 0,
      rows: 0,
      isVacuous: true,
      how: "scanned",
      sql: text,
      figures: { groups: 0, groupsThatPass: 0 },
    };
  const total = (of: (result: CheckResult) => number | null): number | null =>
    groups.some(({ result }) => of(result) === null)
      ? null
      : groups.reduce((sum, { result }) => sum + (of(result) ?? 0), 0);
  const bad = groups.filter(({ result }) => result.outcome !== "pass");
  const named = bad.slice(0, mostNamed).map(({ name }) => name);
  const more = bad.length > mostNamed ? ` and ${bad.length - mostNamed} more` : "";
  return {
    ...worst.result,
    failed: total(({ failed }) => failed),
    considered: total(({ considered }) => considered),
    rows: total(({ rows }) => rows),
    isVacuous: groups.every(({ result }) => result.isVacuous),
    figures: { groups: groups.length, groupsThatPass: groups.length - bad.length },
    ...(bad.length === 0
      ? {}
      : { detail: `${bad.length} of ${groups.length} groups: ${named.join("; ")}${more}` }),
  };
}

/** One row of a column, as a column. */
function rowOf(column: Column, row: number): Column {
  const { values, validity } = column;
  const one = values.slice(row, row + 1);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same column with one of its rows
  const cut = { ...column, values: one } as unknown as Column;
  if (validity === undefined) return cut;
  return { ...cut, validity: validity.slice(row, row + 1) };
}

function shown(column: Column | undefined, row: number): string {
  return (column === undefined ? null : formatValue(column, row)) ?? "NULL";
}
