import { toNames, type Claim, type FileMap, type Relation } from "@dx/core";
import {
  createPlan,
  createTableAs,
  dropTable,
  formatSql,
  renderSql,
  sql,
  type Plan,
  type Sql,
} from "@dx/sql";
import type { Dialect } from "@dx/core";
import { transformationSql } from "./transformation-sql.ts";
import type { Transformation } from "./transformation.ts";

/** The plan that makes all tables anew, in the order that is given, in one transaction. */
export function planTransformations(
  ordered: readonly Transformation[],
  place: (name: string) => Relation,
): Plan {
  return createPlan([
    ordered.flatMap((one) => [
      { purpose: `make room for ${one.name}`, sql: dropTable(place(one.name), { ifExists: true }) },
      {
        purpose: `make ${one.name} (${one.layer})${one.description === undefined ? "" : `: ${one.description}`}`,
        sql: createTableAs(place(one.name), transformationSql(one, place)),
      },
    ]),
  ]);
}

/** That the table of a transformation has the very rows of its query, run once more. */
export function transformedClaim(
  one: Transformation,
  {
    place,
    columns,
    id,
  }: {
    readonly place: (name: string) => Relation;
    readonly columns: readonly string[];
    readonly id: string;
  },
): Claim<Sql> {
  return {
    id,
    statement: `The transformation ${one.name} binds and runs, and its table has the rows that its query gives now.`,
    subject: one.name,
    about: "result",
    check: {
      kind: "same-rows",
      left: transformationSql(one, place),
      right: sql`select * from ${place(one.name)}`,
      key: toNames(one.key, "key"),
      columns,
    },
  };
}

/** The texts of transformations: a file each, by its layer, in the SQL of a dialect. */
export function transformationFiles(
  ordered: readonly Transformation[],
  {
    dialect,
    place,
    folder,
    refs = false,
  }: {
    readonly dialect: Dialect;
    readonly place: (name: string) => Relation;
    readonly folder: string;
    /** Whether tables are written as dbt names them: `{{ ref('name') }}`. */
    readonly refs?: boolean;
  },
): FileMap {
  return Object.fromEntries(
    ordered.map((one) => {
      const { text } = renderSql(transformationSql(one, refs ? asRef : place), dialect);
      const laidOut = one.sql === undefined ? formatSql(text, dialect) : text;
      const written = laidOut.replaceAll(
        /["`]dx_ref_(\w+?)_dx["`]/gi,
        (_, name: string) => `{{ ref('${name.toLowerCase()}') }}`,
      );
      return [`${folder}/${one.layer}/${one.name}.sql`, `${refs ? written : laidOut}\n`];
    }),
  );
}

function asRef(name: string): Relation {
  return { kind: "relation", name: `dx_ref_${name}_dx` };
}
