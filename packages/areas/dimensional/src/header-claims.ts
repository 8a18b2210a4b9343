import { relation, type Claim, type DataType } from "@dx/core";
import { castAs, identifier, joinSql, sql, type Sql } from "@dx/sql";
import { claimId } from "./claim-id.ts";
import { columnsOf, sourceOf, tableOf } from "./load-options.ts";
import type { FactTable, Measure, OuterTable } from "./model.ts";
import type { ReconcileOptions } from "./reconcile.ts";

/** Claims about what a fact takes from headers: each row has one header at most, and shares of a header's measure add up to it. */
export function headerClaims(fact: FactTable, options: ReconcileOptions): readonly Claim<Sql>[] {
  const { headers = [], measures } = fact;
  const shared = headers.flatMap((header) =>
    measures
      .filter(({ allocation }) => allocation?.from === header.name)
      .map((measure) => allocatedClaim(fact, { measure, header }, options)),
  );
  return [...headers.map((header) => keyClaim(fact, header, options)), ...shared];
}

function keyClaim(
  fact: FactTable,
  { name, source, key }: OuterTable,
  options: ReconcileOptions,
): Claim<Sql> {
  const columns = columnsOf("h", key);
  const from = sourceOf(source, options);
  return {
    id: claimId(fact.name, "header", name),
    statement: `In ${source}, whose dimensions ${fact.name} has, ${key.join(", ")} tells rows apart: no row of ${fact.source} has two.`,
    subject: source,
    about: "source",
    check: {
      kind: "no-rows",
      violations: sql`select ${columns}, count(*) as n from ${from} as h group by ${columns} having count(*) > 1`,
      population: sql`select ${columns} from ${from} as h`,
    },
  };
}

function allocatedClaim(
  fact: FactTable,
  { measure, header }: { readonly measure: Measure; readonly header: OuterTable },
  options: ReconcileOptions,
): Claim<Sql> {
  const lines = sourceOf(fact.source, options);
  const exact: DataType = {
    kind: "decimal",
    precision: 38,
    scale: measure.type.kind === "decimal" ? (measure.type.scale ?? 0) : 0,
  };
  const names = header.key.map((_, at) => `header_${at + 1}`);
  const keys = (alias: string, columns: readonly string[]): readonly Sql[] =>
    columns.map((one, at) => sql`${identifier(alias, one)} as ${identifier(names[at] ?? "")}`);
  const same = header.key.map(
    (one, at) => sql`${identifier("h", one)} = ${identifier("l", header.columns[at] ?? "")}`,
  );
  const grain = fact.grain.key.map(
    ({ name, source }) => sql`${identifier("f", name)} = ${identifier("l", source)}`,
  );
  const known = header.columns.map(
    (one) =>
      sql`exists (select 1 from ${sourceOf(header.source, options)} as h where ${joinSql(same, " and ")}) and ${identifier("l", one)} is not null`,
  );
  return {
    id: claimId(fact.name, measure.name, "allocated"),
    statement: `${measure.name} of ${fact.name} adds up to ${measure.source} of each row of ${header.source} that has rows of ${fact.source}.`,
    subject: `${fact.name}.${measure.name}`,
    about: "result",
    check: {
      kind: "same-rows",
      left: sql`select ${[...keys("h", header.key), sql`${castAs(identifier("h", measure.source), exact)} as total`]} from ${sourceOf(header.source, options)} as h
        where exists (select 1 from ${lines} as l where ${joinSql(same, " and ")})`,
      right: sql`select ${[...keys("l", header.columns), sql`${castAs(sql`sum(${identifier("f", measure.name)})`, exact)} as total`]}
        from ${relation(tableOf(fact.name, options))} as f join ${lines} as l on ${joinSql(grain, " and ")}
        where ${joinSql(known, " and ")} group by ${columnsOf("l", header.columns)}`,
      key: names,
      columns: [...names, "total"],
    },
  };
}
