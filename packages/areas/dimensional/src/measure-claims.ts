import { relation, type Claim, type SameRowsCheck } from "@dx/core";
import { sql, type Sql } from "@dx/sql";
import { claimId } from "./claim-id.ts";
import { factRows, inRows } from "./fact-rows.ts";
import { sourceOf, tableOf } from "./load-options.ts";
import { membersInSource, membersInStar, written, type Members } from "./members.ts";
import type { DimensionalModel, FactKey, FactTable, Measure } from "./model.ts";
import type { ReconcileOptions } from "./reconcile.ts";
import { rollUpOf } from "./roll-up.ts";

/** A measure of a fact. */
export interface MeasureOf {
  /** Whose it is. */
  readonly fact: FactTable;
  /** Itself. */
  readonly measure: Measure;
}

/** One side of a comparison: its rows, as `f`, and how they get the members of a role. */
interface Side {
  readonly table: Sql;
  readonly column: string;
  readonly members: (key: FactKey) => Members;
}

/** Claims that a measure, by its own roll-up, is in the star what it is in the source: in total, and for every member of each role. */
export function measureClaims(
  model: DimensionalModel,
  { fact: given, measure: own }: MeasureOf,
  options: ReconcileOptions,
): readonly Claim<Sql>[] {
  const fact = inRows(given);
  const measure = fact.measures.find(({ name }) => name === own.name) ?? own;
  const rows = factRows(given, options);
  const plain = own.allocation === undefined ? sourceOf(fact.source, options) : rows;
  const source: Side = {
    table: plain,
    column: measure.source,
    members: (key) => membersInSource(model, key, options),
  };
  const star: Side = {
    table: sql`${relation(tableOf(fact.name, options))}`,
    column: measure.name,
    members: (key) => membersInStar(model, key, options),
  };
  const { text } = rollUpOf(measure, "f", measure.name);
  const compare = (key: FactKey | null): SameRowsCheck<Sql> => {
    const theirs = key === null ? source : { ...source, table: rows };
    const [left, right] = [theirs, star].map((side) => rolledUp(fact, measure, { side, key }));
    const columns = [...new Set([...(left?.columns ?? []), ...(right?.columns ?? [])])];
    const members = columns.filter((name) => name.startsWith("member"));
    return {
      kind: "same-rows",
      left: left?.query ?? sql``,
      right: right?.query ?? sql``,
      key: members.length === 0 ? ["counted"] : members,
      columns,
    };
  };
  const about = { subject: `${fact.name}.${measure.name}`, about: "result" } as const;
  return [
    {
      id: claimId(fact.name, measure.name, "total"),
      statement: `${measure.name} of ${fact.name}: ${text} equals the source's, exactly.`,
      ...about,
      check: compare(null),
    },
    ...Array.from(fact.keys, (key): Claim<Sql> => ({
      id: claimId(fact.name, measure.name, "by", key.role),
      statement: `${measure.name} of ${fact.name}: for each ${key.role}, ${text} equals the source's, exactly.`,
      ...about,
      check: compare(key),
    })),
  ];
}

/** A measure rolled up, for the members of one role or in total; of the last day, but where days are told apart anyhow. */
function rolledUp(
  fact: FactTable,
  measure: Measure,
  { side, key }: { readonly side: Side; readonly key: FactKey | null },
): { readonly query: Sql; readonly columns: readonly string[] } {
  const rolled = rollUpOf(measure, "f", side.column).columns;
  const members = key === null ? { join: sql``, columns: {} } : side.members(key);
  const grouped = Object.values(members.columns);
  const end = grouped.length === 0 ? sql`` : sql` group by ${grouped}`;
  const columns = { ...members.columns, ...rolled };
  return {
    query: sql`select ${written(columns)} from ${lastDay(fact, measure, { side, key })} as f${members.join}${end}`,
    columns: Object.keys(columns),
  };
}

/** The rows that a roll-up is of. */
function lastDay(
  fact: FactTable,
  { rollUp }: Measure,
  { side, key }: { readonly side: Side; readonly key: FactKey | null },
): Sql {
  const date =
    rollUp.kind === "last" ? fact.keys.find(({ role }) => role === rollUp.role) : undefined;
  if (date === undefined || date.role === key?.role) return side.table;
  const { join, columns } = side.members(date);
  const day = columns["member"] ?? sql`null`;
  return sql`(select f.* from ${side.table} as f${join}
    where ${day} = (select max(${day}) from ${side.table} as f${join}))`;
}
