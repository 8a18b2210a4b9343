import { getColumn, valueAt, type Rows } from "@dx/core";
import { identifier, joinSql, sql, type Sql } from "@dx/sql";
import type { Check, CheckResult, FailingRows } from "../check.ts";
import { groupBy } from "../internal/group-by.ts";
import type { FoundTables } from "../evaluate/column-types.ts";
import { countForm } from "../evaluate/count-form.ts";
import { fromTable } from "../evaluate/from-table.ts";
import { isCounted, typesOf } from "../evaluate/naive-form.ts";
import { readCount } from "../evaluate/read-number.ts";

type Asking<T> = Generator<readonly Sql[], T, readonly Rows[]>;

/** What is looked at. */
export interface FailingRowsOptions {
  readonly checks: readonly Check[];
  readonly results: readonly CheckResult[];
  readonly tables: FoundTables;
}

/**
 * How many rows fail at least one rule for rows, and which they fail together: one scan for each table that has such
 * rows. A check that no row fails takes no part, so the counts are exact.
 */
export function* askFailingRows({
  checks,
  results,
  tables,
}: FailingRowsOptions): Asking<readonly FailingRows[]> {
  const byId = new Map(results.map((result) => [result.id, result]));
  const failed = checks.filter(
    (check) => "rule" in check && isCounted(check) && (byId.get(check.id)?.failed ?? 0) > 0,
  );
  const all: FailingRows[] = [];
  for (const group of groupBy(failed, ({ table, where }) =>
    JSON.stringify([table, where ?? null]),
  ).values()) {
    const [first] = group;
    if (first === undefined) continue;
    const rows = byId.get(first.id)?.rows ?? 0;
    const found = yield* askMasks(group, tables);
    all.push({ table: first.table, where: first.where ?? null, rows, ...found });
  }
  return all;
}

const bits = 62;
const most = 50n;

/** Each row as numbers whose bits say which checks it fails, counted. */
function* askMasks(
  checks: readonly Check[],
  tables: FoundTables,
): Asking<Pick<FailingRows, "failing" | "together">> {
  const [first] = checks;
  if (first === undefined) return { failing: 0, together: [] };
  const options = { typeOf: typesOf(tables.get(first.table)), lowered: true };
  const failing = checks
    .filter((check) => isCounted(check))
    .map((check) => countForm(check, options).failing ?? sql`(1 = 0)`);
  const words = Array.from({ length: Math.ceil(failing.length / bits) }, (_, word) => {
    const parts = failing
      .slice(word * bits, (word + 1) * bits)
      .map((condition, bit) => sql`case when ${condition} then ${2n ** BigInt(bit)} else 0 end`);
    return sql`${joinSql(parts, " + ")} as ${identifier(`mask_${word}`)}`;
  });
  const names = words.map((_, word) => identifier(`mask_${word}`));
  const masks = sql`select ${words} ${fromTable(first, [sql`(${joinSql(failing, " or ")})`])}`;
  const groups = sql`select ${names}, count(*) as n from (${masks}) as masks group by ${sql`${names}`}`;
  const [rows] = yield [
    sql`select ${names}, n, sum(n) over () as n_all from (${groups}) as mask_groups order by n desc, ${names} limit ${most}`,
  ];
  if (rows === undefined || rows.count === 0) return { failing: 0, together: [] };
  const together = Array.from({ length: rows.count }, (_, index) => ({
    checks: checks
      .filter((_check, place) => {
        const column = getColumn(rows, `mask_${Math.floor(place / bits)}`, "int64");
        const mask = valueAt(column, index) ?? 0n;
        return ((mask >> BigInt(place % bits)) & 1n) === 1n;
      })
      .map(({ id }) => id),
    rows: Number(valueAt(getColumn(rows, "n", "int64"), index) ?? 0n),
  }));
  return { failing: readCount(rows.columns.at(-1)), together };
}
