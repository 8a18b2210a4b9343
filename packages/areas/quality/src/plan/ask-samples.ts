import { parseName, relation, toObjects, type DataType, type Json, type Rows } from "@dx/core";
import { verbatimSql, identifier, joinSql, sql, type Sql } from "@dx/sql";
import type { Check } from "../check.ts";
import type { FoundTables } from "../evaluate/column-types.ts";
import { columnsOf } from "../evaluate/columns-of.ts";
import { consideredRows } from "../evaluate/considered-rows.ts";
import { countForm } from "../evaluate/count-form.ts";
import { allThere, fromTable } from "../evaluate/from-table.ts";
import { isCounted, isSet, typesOf } from "../evaluate/naive-form.ts";
import { orderedRows } from "../evaluate/order-query.ts";
import { scoreFails } from "../evaluate/score-query.ts";
import type { SetCheck } from "../evaluate/set-check.ts";

/** Which rows that fail are shown. */
export interface SampleOptions {
  /** At most so many for each check that failed. */
  readonly rows: number;
  /** Columns that are shown beside those of the check, by tables, as their keys. */
  readonly beside?: Readonly<Record<string, readonly string[]>>;
  /** Columns whose values are never shown, as those of persons. */
  readonly never?: readonly string[];
}

type Asking<T> = Generator<readonly Sql[], T, readonly Rows[]>;

/** Some of the rows that fail a check: its columns only, in their order, so that the same rows come again. */
export function* askSample(
  check: Check,
  tables: FoundTables,
  { rows, beside = {}, never = [] }: SampleOptions,
): Asking<readonly Json[]> {
  if (rows <= 0) return [];
  const hidden = new Set(never.map((name) => parseName(name).text.toLowerCase()));
  const isShown = (name: string): boolean => !hidden.has(parseName(name).text.toLowerCase());
  const wanted = [...new Set([...(beside[check.table] ?? []), ...columnsOf(check)])];
  const shown = wanted.filter((name) => isShown(name));
  const question = questionOf(check, shown, tables);
  if (question === undefined || shown.length === 0) return [];
  const [found] = yield [sql`${question} limit ${BigInt(rows)}`];
  return found === undefined ? [] : toObjects(found, "text");
}

function questionOf(check: Check, shown: readonly string[], tables: FoundTables): Sql | undefined {
  const names = sql`${shown.map((name) => identifier(name))}`;
  const places = sql`${shown.map((_, index) => sql`${position(index)}`)}`;
  const typeOf = typesOf(tables.get(check.table));
  if (isSet(check)) return ofSet(check, { names, places, shown, typeOf });
  if (!isCounted(check)) return undefined;
  const { failing } = countForm(check, { typeOf, lowered: true });
  if (failing === undefined) return undefined;
  return sql`select ${names} ${fromTable(check, [failing])} order by ${places}`;
}

/** The place of a column in what is selected. */
function position(index: number): Sql {
  return verbatimSql(String(index + 1));
}

interface Shown {
  readonly names: Sql;
  readonly places: Sql;
  readonly shown: readonly string[];
  readonly typeOf: (column: string) => DataType;
}

function ofSet(check: SetCheck, { names, places, shown, typeOf }: Shown): Sql | undefined {
  const { rule } = check;
  const own = shown.filter((name) => columnsOf(check).includes(name));
  if (own.length < columnsOf(check).length) return undefined;
  const columns = sql`${own.map((name) => identifier(name))}`;
  switch (rule.kind) {
    case "unique":
      return sql`select ${columns}, count(*) as n_rows ${fromTable(check, consideredRows(own, rule.leaveOut))} group by ${columns} having count(*) > 1 order by n_rows desc, ${columns}`;
    case "references": {
      const same = rule.columns.map(
        (name, index) =>
          sql`${identifier("parent", rule.referenced[index] ?? "")} = ${identifier("child", name)}`,
      );
      const child = sql`select ${names} ${fromTable(check, allThere(rule.columns))}`;
      return sql`select * from (${child}) as child where not exists (select 1 from ${relation(rule.table)} as parent where ${joinSql(same, " and ")}) order by ${places}`;
    }
    case "increasing":
    case "steps":
    case "ranges":
      return orderedSample(check, rule, { names: columns, typeOf });
    case "z-score":
    case "fences": {
      const there = fromTable(check, [...allThere(own), scoreFails(check, rule, typeOf)]);
      return sql`select ${columns} ${there} order by ${columns}`;
    }
    case "contains":
    case "most-common":
    case "extreme":
      return undefined;
    case "determines": {
      const keys = sql`${rule.columns.map((name) => identifier(name))}`;
      const value = identifier(rule.column);
      return sql`select ${keys}, count(distinct ${value}) as n_values, min(${value}) as one_value, max(${value}) as other_value ${fromTable(check, allThere(own))} group by ${keys} having count(distinct ${value}) > 1 order by n_values desc, ${keys}`;
    }
  }
}

/** Rows that do not follow the one before as they should, with what stood before them. */
function orderedSample(
  check: SetCheck,
  rule: Parameters<typeof orderedRows>[1],
  { names, typeOf }: { readonly names: Sql; readonly typeOf: (column: string) => DataType },
): Sql {
  const { rows, fails } = orderedRows(check, rule, typeOf, [names]);
  return sql`select * from (${rows}) as in_order where ${fails} order by ${names}`;
}
