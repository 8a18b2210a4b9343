import { DxError, type DataType } from "@dx/core";
import { identifier, sql, type Sql } from "@dx/sql";
import type { Baseline, Check, Measure } from "../check.ts";
import type { Counter, CountForm } from "./count-form.ts";
import { judgeMeasure } from "./judge.ts";
import { readCount } from "./read-number.ts";
import type { RowConditionOptions } from "./row-condition.ts";
import { shiftOf } from "./shift-of.ts";
import { isNumeric, operand, valueSql } from "./value-sql.ts";

type Shift = Extract<Measure, { kind: "shift" }>;

/** The spread of a column against its baseline, as counts of one scan: one for each value or range. */
export function shiftForm(
  check: Extract<Check, { measure: object }>,
  { column, baseline, by, floor }: Shift,
  { typeOf, counter }: RowConditionOptions & { readonly counter: Counter },
): CountForm {
  const parts = partsOf(column, baseline, typeOf(column));
  const values = counter.where(sql`(${identifier(column)} is not null)`);
  return {
    asked: [counter.all, values, ...parts.map((part) => counter.where(part))],
    judge: ([rows, some, ...counts], judged) => {
      const considered = readCount(some);
      const shift = { counts: counts.map(readCount), considered };
      const observed =
        considered === 0
          ? null
          : shiftOf(shift, baseline, { by, ...(floor === undefined ? {} : { floor }) });
      return judgeMeasure(
        check,
        { rows: readCount(rows), considered, observed, mayBeNothing: false },
        judged,
      );
    },
  };
}

/** A condition for each value or range, then for what lies below and above all ranges. */
function partsOf(column: string, baseline: Baseline, type: DataType): readonly Sql[] {
  const value = operand(column, type);
  if ("values" in baseline)
    return baseline.values.map((one) => sql`(${value} = ${valueSql(one, type)})`);
  if (!isNumeric(type))
    throw new DxError("DX_QUALITY_TYPE", `ranges do not fit ${column}, which is ${type.kind}`, {
      hint: "give the values and their shares",
    });
  const edges = baseline.edges.map((edge) => valueSql(edge, { kind: "float64" }));
  const ranges = edges.slice(1).map((to, at) => {
    const last = at === edges.length - 2;
    return sql`(${value} >= ${edges[at] ?? to} and ${value} ${last ? sql`<=` : sql`<`} ${to})`;
  });
  const [first, last] = [edges[0] ?? sql`0`, edges.at(-1) ?? sql`0`];
  return [...ranges, sql`(${value} < ${first})`, sql`(${value} > ${last})`];
}
