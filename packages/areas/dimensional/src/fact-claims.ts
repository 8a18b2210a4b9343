import { relation, type Claim } from "@dx/core";
import { identifier, joinSql, sql, type Sql } from "@dx/sql";
import { claimId } from "./claim-id.ts";
import { columnsOf, sourceOf, tableOf } from "./load-options.ts";
import type { FactTable } from "./model.ts";
import type { ReconcileOptions } from "./reconcile.ts";

/** Claims about a fact as a whole: its grain in source and star, and that it has as many rows. */
export function factClaims(fact: FactTable, options: ReconcileOptions): readonly Claim<Sql>[] {
  const { name, source, grain } = fact;
  const from = sourceOf(source, options);
  const table = relation(tableOf(name, options));
  const inStar = columnsOf(
    "f",
    grain.key.map((column) => column.name),
  );
  const inSource = columnsOf(
    "f",
    grain.key.map((column) => column.source),
  );
  const text = grain.key.map((column) => column.source).join(", ");
  return [
    {
      id: claimId(name, "grain-of-source"),
      statement: `The declared grain is unique: ${grain.sentence}, told apart in ${source} by ${text}, which is never NULL.`,
      subject: source,
      about: "source",
      check: unique(sql`${from}`, inSource),
    },
    {
      id: claimId(name, "grain"),
      statement: `${name} has ${grain.sentence}: its key is unique and never NULL.`,
      subject: name,
      about: "result",
      check: unique(sql`${table}`, inStar),
    },
    {
      id: claimId(name, "rows"),
      statement: `${name} has as many rows as ${source}.`,
      subject: name,
      about: "result",
      check: {
        kind: "same-rows",
        left: sql`select count(*) as counted from ${from} as f`,
        right: sql`select count(*) as counted from ${table} as f`,
        key: ["counted"],
        columns: ["counted"],
      },
    },
  ];
}

function unique(
  table: Sql,
  columns: readonly Sql[],
): {
  readonly kind: "no-rows";
  readonly violations: Sql;
  readonly population: Sql;
} {
  const missing = joinSql(
    columns.map((column) => sql`${column} is null`),
    " or ",
  );
  return {
    kind: "no-rows",
    violations: sql`select ${columns}, count(*) as ${identifier("counted")} from ${table} as f group by ${columns} having count(*) > 1 or ${missing}`,
    population: sql`select ${columns} from ${table} as f`,
  };
}
