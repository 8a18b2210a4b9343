import { valueAt, type Column, type Rows } from "@dx/core";
import { castAs, canCountIntegers, countIntegers, identifier, sql, type Sql } from "@dx/sql";
import type { CheckResult } from "../check.ts";
import { fromTable } from "../evaluate/from-table.ts";
import { typesOf } from "../evaluate/naive-form.ts";
import { readCount } from "../evaluate/read-number.ts";
import type { SetCheck } from "../evaluate/set-check.ts";
import { judgeUnique, setForm } from "../evaluate/set-form.ts";
import type { StepOptions } from "./ask-step.ts";

type Asking<T> = Generator<readonly Sql[], T, readonly Rows[]>;

const wholeKinds = new Set(["int32", "int64"]);
const mostBits = 2n ** 31n;

/** By a bitmap first, where the engine has one: it tells whether there is any duplicate, and groups tell how many. */
export function* askUnique(
  check: SetCheck,
  { tables, dialect, text }: StepOptions & { readonly text: string },
): Asking<CheckResult> {
  const typeOf = typesOf(tables.get(check.table));
  const judged = { how: "scanned", sql: text } as const;
  const [column, ...others] = check.rule.kind === "unique" ? check.rule.columns : [];
  const isWhole = isPlain(check) && column !== undefined && wholeKinds.has(typeOf(column).kind);
  if (isWhole && others.length === 0 && canCountIntegers(dialect)) {
    const counted = yield* askBitmap(check, column);
    if (counted?.values === counted?.considered && counted !== undefined)
      return judgeUnique(
        check,
        { ...counted, failed: 0, repeated: 0, once: counted.values },
        judged,
      );
  }
  const { query, judge } = setForm(check, { typeOf, grouped: true });
  const [rows] = yield [query];
  return judge(rows?.columns ?? [], judged);
}

/** Whether rows with NULL are not considered, as the bitmap does not. */
function isPlain({ rule }: SetCheck): boolean {
  return rule.kind === "unique" && (rule.leaveOut ?? "any-null") === "any-null";
}

interface Counted {
  readonly rows: number;
  readonly considered: number;
  readonly values: number;
}

/** Counts different whole numbers by a bitmap; `undefined` if they lie too far apart, or cannot all be different. */
function* askBitmap(check: SetCheck, column: string): Asking<Counted | undefined> {
  const name = identifier(column);
  const [least, most] = [sql`min(${name})`, sql`max(${name})`].map((end) => castAs(end, "int64"));
  if (least === undefined || most === undefined) return undefined;
  const [ends] = yield [
    sql`select count(*) as n_rows, count(${name}) as n_considered, ${least} as n_least, ${most} as n_most ${fromTable(check)}`,
  ];
  const [rows, considered] = [readCount(ends?.columns[0]), readCount(ends?.columns[1])];
  const [from, to] = [wholeAt(ends?.columns[2]), wholeAt(ends?.columns[3])];
  if (from === null || to === null) return undefined;
  const bits = to - from + 1n;
  if (bits < BigInt(considered) || bits > BigInt(considered) * 64n || bits >= mostBits)
    return undefined;
  const [found] = yield [
    sql`select ${countIntegers(name, from, to)} as n_values ${fromTable(check)}`,
  ];
  return { rows, considered, values: readCount(found?.columns[0]) };
}

function wholeAt(column: Column | undefined): bigint | null {
  const value = column === undefined ? null : valueAt(column, 0);
  return typeof value === "bigint" ? value : null;
}
