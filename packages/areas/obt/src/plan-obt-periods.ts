import { DxError, relation, type TableName } from "@dx/core";
import { createPlan, identifier, isNotDistinct, joinSql, sql, type Plan, type Sql } from "@dx/sql";
import { nameColumns, periodName, type NamedObt } from "./obt-columns.ts";
import { periodOf, writeQuery } from "./obt-query.ts";
import type { ObtSpec } from "./obt-spec.ts";

/** Days or months of facts that may have changed: nothing else is read, and what no column tells of is not seen. */
export interface ChangedPeriods {
  /** Tells it from others. */
  readonly kind: "changed";
  /** A column of the fact, as a date of loading. */
  readonly changedBy: string;
  /** Facts whose column has at least this value, or no value: SQL of the column's type. */
  readonly since: Sql;
}

/**
 * Days or months whose rows are not those that the star gives now, whatever has changed: late facts, facts that are gone or have moved, attributes of
 * dimensions. All facts are read, and only what differs is written.
 */
export interface DifferentPeriods {
  /** Tells it from others. */
  readonly kind: "different";
}

/** Days, or months by their first days, of a range. */
export interface PeriodRange {
  /** Tells it from others. */
  readonly kind: "range";
  /** The first one: SQL of a date. */
  readonly from: Sql;
  /** The first one that is no longer in it. */
  readonly before: Sql;
}

/** Which days or months are made anew. */
export type ObtPeriods = ChangedPeriods | DifferentPeriods | PeriodRange;

/**
 * Plans what brings a wide table of days or months up to date: some days or months are deleted, and made anew of all their facts; all others
 * stay. Run twice, it changes nothing more.
 * @throws DxError `DX_OBT_SPEC` for a detailed table, and as `obtQuery`
 * @example
 * ```ts
 * import { planObtPeriods } from "@dx/obt";
 * import { sql } from "@dx/sql";
 * const spec = { fact: "fct_sale", factKey: "sale_id", measures: [{ column: "amount", rollUp: "sum" }], dimensions: [], level: { kind: "daily", time: "sold_at" } } as const;
 * const plan = planObtPeriods("obt_sale", spec, { kind: "changed", changedBy: "loaded_on", since: sql`date '2026-01-01'` });
 * if (plan.flat().length !== 2) throw new Error();
 * ```
 */
export function planObtPeriods(into: TableName, spec: ObtSpec, which: ObtPeriods): Plan {
  const { level } = spec;
  if (level.kind === "detail")
    throw new DxError("DX_OBT_SPEC", "a detailed wide table has no days or months", {
      path: ["level"],
      hint: "refresh it by planObtRefresh",
    });
  const named = nameColumns(spec);
  const table = relation(into);
  const me = table.name; // Redshift deletes from no alias
  const column = periodName(level);
  const isMeant = conditionOf(named, table, which);
  const facts = sql`select * from ${named.fact} as w where ${isMeant(periodOf(named))}`;
  const names = named.columns.map(({ name }) => identifier(name));
  return createPlan([
    [
      {
        purpose: `forget each ${column} ${purposes[which.kind]}`,
        sql: sql`delete from ${table} where ${isMeant(identifier(me, column))}`,
      },
      {
        purpose: `make each such ${column} of all its facts`,
        sql: sql`insert into ${table} (${names}) select ${names} from (${writeQuery(named, { facts })}) as n`,
      },
    ],
  ]);
}

const purposes: Readonly<Record<ObtPeriods["kind"], string>> = {
  changed: "in which facts may have changed",
  different: "that is not what the star gives now",
  range: "of the range",
};

/**
 * Whether a period is meant. What is meant after the first statement is what was meant before it: a period that was deleted because it differs still
 * differs, as long as it has facts.
 */
function conditionOf(named: NamedObt, table: TableName, which: ObtPeriods): (period: Sql) => Sql {
  switch (which.kind) {
    case "range":
      return (period) => sql`${period} >= ${which.from} and ${period} < ${which.before}`;
    case "changed": {
      const changed = identifier("w", which.changedBy);
      return among(
        sql`select distinct ${periodOf(named)} as period from ${named.fact} as w where ${changed} >= ${which.since} or ${changed} is null`,
      );
    }
    case "different":
      return among(differentPeriods(named, table));
  }
}

function among(periods: Sql): (period: Sql) => Sql {
  return (period) =>
    sql`exists (select 1 from (${periods}) as p where ${isNotDistinct(sql`p.period`, period)})`;
}

/** Rows that only one side has, or has more often: counted up on one, and down on the other. */
function differentPeriods(named: NamedObt, table: TableName): Sql {
  const names = named.columns.map(({ name }) => identifier(name));
  const [period = sql`null`] = names;
  const sides = joinSql(
    [
      sql`select ${names}, 1 as dx_side from (${writeQuery(named)}) as n`,
      sql`select ${names}, -1 as dx_side from ${relation(table)}`,
    ],
    " union all ",
  );
  const rows = sql`select ${period} as period from (${sides}) as s group by ${names} having sum(dx_side) <> 0`;
  return sql`select distinct period from (${rows}) as r`;
}
