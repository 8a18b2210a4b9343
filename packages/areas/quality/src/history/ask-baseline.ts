import { DxError, formatValue, getColumn, relation, valueAt, type DataType } from "@dx/core";
import { castAs, identifier, inquire, quantile, sql, type Inquiry } from "@dx/sql";
import type { Baseline, CheckValue } from "../check.ts";
import { isNumeric } from "../evaluate/value-sql.ts";
import { readNumber } from "../evaluate/read-number.ts";

/** How finely a spread is kept. */
export interface AskBaselineOptions {
  /** So many ranges of numbers with as many rows each, or so many of the most frequent other values; 10 without a word. */
  readonly parts?: number;
}

/**
 * Asks how the values of a column are spread now, to be kept as the baseline of a `shift`: numbers by ranges of equal weight, other values by
 * how often they come. NULL and NaN take no part.
 * @throws DxError `DX_QUALITY_BASELINE` if the column has no values, or `parts` is no number from 1 to 1000
 * @example
 * ```ts
 * import { askBaseline } from "@dx/quality";
 * const asked = askBaseline("orders", "price", { parts: 5 });
 * // `const baseline = await db.run(asked)`, then { measure: { kind: "shift", column: "price", baseline, by: "psi", floor: 0.001 }, bounds: { max: 0.2 } }
 * if (asked.name !== "baseline of orders.price") throw new Error();
 * ```
 */
export function askBaseline(
  table: string,
  column: string,
  { parts = 10 }: AskBaselineOptions = {},
): Inquiry<Baseline> {
  if (!Number.isInteger(parts) || parts < 1 || parts > 1000)
    throw new DxError("DX_QUALITY_BASELINE", `parts is ${parts}`, {
      path: ["parts"],
      hint: "give a whole number, 1 to 1000",
    });
  const name = identifier(column);
  return inquire(`baseline of ${table}.${column}`, function* () {
    const [head] = yield [sql`select ${name} from ${relation(table)} where 1 = 0`];
    const type: DataType = head?.columns[0] ?? { kind: "text" };
    if (!isNumeric(type)) {
      const groups = sql`select ${castAs(name, "text")} as one_value, count(*) as n, sum(count(*)) over () as n_all from ${relation(table)} where ${name} is not null group by ${name}`;
      const [rows] = yield [
        sql`select one_value, n, ${castAs(sql`n_all`, "float64")} as n_all from (${groups}) as value_groups order by n desc, one_value limit ${BigInt(parts)}`,
      ];
      if (rows === undefined || rows.count === 0) throw nothing(table, column);
      const texts = getColumn(rows, "one_value", "text");
      const counts = getColumn(rows, "n", "int64");
      const all = valueAt(getColumn(rows, "n_all", "float64"), 0) ?? 1;
      const weights = Array.from(
        { length: rows.count },
        (_, at) => Number(valueAt(counts, at) ?? 0n) / all,
      );
      const values = Array.from(
        { length: rows.count },
        (_, at): CheckValue => formatValue(texts, at) ?? "",
      );
      const others = Math.max(0, 1 - weights.reduce((sum, weight) => sum + weight, 0));
      return { values, weights, others: others < 1e-12 ? 0 : others };
    }
    const value = castAs(name, "float64");
    const kept = sql`select ${value} as one_value from ${relation(table)} where ${name} is not null and ${value} <> ${castAs(sql`'NaN'`, "float64")}`;
    const shares = Array.from({ length: parts + 1 }, (_, at) => at / parts);
    const asked = shares.map(
      (share, at) => sql`${quantile(sql`one_value`, share)} as ${identifier(`edge_${at}`)}`,
    );
    const [found] = yield [sql`select ${asked} from (${kept}) as kept_values`];
    const edges = (found?.columns ?? []).map(readNumber).filter((edge) => edge !== null);
    const rising = [...new Set(edges)];
    const [first] = rising;
    if (first === undefined) throw nothing(table, column);
    const ends = rising.length === 1 ? [first, first + Math.max(1, Math.abs(first))] : rising;
    const inside = ends.slice(1).map((to, at) => {
      const [from, isLast] = [ends[at] ?? to, at === ends.length - 2];
      const below = isLast ? sql`one_value <= ${to}` : sql`one_value < ${to}`;
      return sql`sum(case when one_value >= ${from} and ${below} then 1 else 0 end) as ${identifier(`part_${at}`)}`;
    });
    const [counted] = yield [
      sql`select count(*) as n_all, ${inside} from (${kept}) as kept_values`,
    ];
    const [all = 1, ...counts] = (counted?.columns ?? []).map((one) => readNumber(one) ?? 0);
    return { edges: ends, weights: counts.map((count) => count / all) };
  });
}

function nothing(table: string, column: string): DxError {
  return new DxError("DX_QUALITY_BASELINE", `${table}.${column} has no values`, {
    hint: "take a column, or a time, that has some",
  });
}
