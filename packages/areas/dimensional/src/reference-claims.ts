import { relation, type Claim } from "@dx/core";
import { identifier, joinSql, sql, type Sql } from "@dx/sql";
import { claimId } from "./claim-id.ts";
import { factRows, inRows } from "./fact-rows.ts";
import { columnsOf, sourceOf, tableOf } from "./load-options.ts";
import { membersInSource, membersInStar, written } from "./members.ts";
import type { DimensionalModel, FactKey, FactTable } from "./model.ts";
import type { ReconcileOptions } from "./reconcile.ts";
import { keyOf } from "./star-columns.ts";

/** A reference of a fact. */
export interface Reference {
  /** Whose it is. */
  readonly fact: FactTable;
  /** Itself. */
  readonly key: FactKey;
}

/** Claims about a reference: it is never NULL, leads to a member that is there, and to the one that the source names. */
export function referenceClaims(
  model: DimensionalModel,
  { fact, key: given }: Reference,
  options: ReconcileOptions,
): readonly Claim<Sql>[] {
  const { name, source } = fact;
  const key = inRows({ ...fact, keys: [given] }).keys[0] ?? given;
  const { column, role, dimension } = key;
  const table = relation(tableOf(name, options));
  const from = fact.headers === undefined ? sourceOf(source, options) : factRows(fact, options);
  const own = identifier("f", column);
  const target = identifier("d", keyOf(model, dimension).key);
  const theirs = membersInSource(model, key, options);
  const mine = membersInStar(model, key, options);
  const members = Object.keys(theirs.columns);
  const codes = columnsOf("f", key.source);
  const isJunk = model.dimensions.some((one) => one.name === dimension && one.kind === "junk");
  const known = isJunk ? sql`1 = 1` : allKnown(codes);
  const most = options.mostOrphans ?? 0;
  const counted = { counted: sql`count(*)` };
  const grouped = Object.values(mine.columns);
  return [
    {
      id: claimId(name, role, "resolves"),
      statement: `${column} of ${name} is never NULL, and each of its values is a member of ${dimension}.`,
      subject: name,
      about: "result",
      check: {
        kind: "no-rows",
        violations: sql`select ${own}, count(*) as counted from ${table} as f
          left join ${relation(tableOf(dimension, options))} as d on ${target} = ${own}
          where ${target} is null group by ${own}`,
        population: sql`select ${own} from ${table} as f`,
      },
    },
    {
      id: claimId(name, role, "orphans"),
      statement: `${most === 0 ? "Every row" : `At least ${100 - most * 100} % of the rows`} of ${source} that has ${given.source.join(", ")} ${most === 0 ? "finds its" : "find their"} member of ${dimension}.${whyOf(model, fact, column)}`,
      subject: source,
      about: "source",
      check: {
        kind: "share",
        violations: sql`select ${codes} from ${from} as f${theirs.join} where ${known} and ${theirs.found} is null`,
        population: sql`select ${codes} from ${from} as f where ${known}`,
        atMost: most,
      },
    },
    {
      id: claimId(name, role, "members"),
      statement: `For each ${role}, ${name} has as many rows as ${source}, those without one included.`,
      subject: name,
      about: "result",
      check: {
        kind: "same-rows",
        left: sql`select ${written({ ...theirs.columns, ...counted })} from ${from} as f${theirs.join} group by ${Object.values(theirs.columns)}`,
        right: sql`select ${written({ ...mine.columns, ...counted })} from ${table} as f${mine.join} group by ${grouped}`,
        key: members,
        columns: [...members, "counted"],
      },
    },
  ];
}

/** Why it was taken for a reference. */
function whyOf({ decisions }: DimensionalModel, { name }: FactTable, column: string): string {
  const found = decisions.find((one) => one.about === "key" && one.subject === `${name}.${column}`);
  return found === undefined ? "" : ` It is a reference because ${found.reason}.`;
}

function allKnown(codes: readonly Sql[]): Sql {
  const known = codes.map((code) => sql`${code} is not null`);
  return joinSql(known, " and ");
}
