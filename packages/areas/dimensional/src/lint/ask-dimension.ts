import { relation, type Finding } from "@dx/core";
import { identifier, joinSql, query, sql, type Query, type Sql } from "@dx/sql";
import { isNumber } from "../design/kinds.ts";
import { plainName } from "../design/names.ts";
import { countOf } from "../discover/ask-inclusion.ts";
import { findingOf } from "./finding-of.ts";
import type { LintTable } from "./read-star.ts";

const leastRows = 10;
const unknown = [
  "(unknown)",
  "unknown",
  "n/a",
  "not applicable",
  "not available",
  "missing",
  "(none)",
  "(missing)",
];

/** Asks what speaks against a dimension. */
export function askDimension(
  dimension: LintTable,
  star: readonly LintTable[],
): Query<readonly Finding[]> {
  const { name, columns, references } = dimension;
  const incoming = star
    .filter(({ role }) => role === "fact")
    .flatMap((fact) => fact.references.filter(({ parent }) => parent === name));
  const measures = dimension.measures.filter(
    ({ name: own, type }) =>
      (type.kind === "float64" || (type.kind === "decimal" && (type.scale ?? 0) > 0)) &&
      !/(^|_)(lat|lon|lng|long|latitude|longitude|x|y)$/.test(plainName(own)),
  );
  const keys = new Set(incoming.flatMap(({ parentColumns }) => parentColumns));
  const parts = [
    sql`count(*) as n_rows`,
    sql`count(case when ${isUnknown(columns, keys)} then 1 end) as n_unknown`,
    ...measures.flatMap((one, at) => [
      sql`count(${identifier(one.name)}) as ${identifier(`values_${at}`)}`,
      sql`count(distinct ${identifier(one.name)}) as ${identifier(`distinct_${at}`)}`,
    ]),
  ];
  return query("dimension", sql`select ${parts} from ${relation(name)}`, (rows) => {
    const count = countOf(rows, "n_rows");
    const snowflaked = references.filter(
      ({ parent }) => star.find((one) => one.name === parent)?.role === "dimension",
    );
    const measured = measures.filter((_, at) => {
      const values = countOf(rows, `values_${at}`);
      return values >= leastRows && countOf(rows, `distinct_${at}`) * 2 > values;
    });
    return [
      ...(incoming.length === 0 || countOf(rows, "n_unknown") > 0
        ? []
        : [
            findingOf("no-unknown-member", {
              subject: name,
              message: `${name} has no member for what is not known: facts without one are NULL, or lost in joins. Add one with the key -1.`,
              count,
              example: null,
            }),
          ]),
      ...snowflaked.map(({ childColumns, parent }) =>
        findingOf("snowflaked-dimension", {
          subject: `${name}.${childColumns.join(", ")}`,
          message: `${name} refers to the dimension ${parent} by ${childColumns.join(", ")}. Take its attributes over, unless they are many and change by themselves.`,
          count,
          example: { refersTo: parent },
        }),
      ),
      ...measured.map((one) =>
        findingOf("measure-in-dimension", {
          subject: `${name}.${one.name}`,
          message: `${one.name} of ${name} is another number for most members: it is measured, and changes. Put it into a fact, or bands of it here.`,
          count,
          example: { column: one.name },
        }),
      ),
    ];
  });
}

/** A key that no sequence gives, or a text that says so. */
function isUnknown(columns: LintTable["columns"], keys: ReadonlySet<string>): Sql {
  const conditions = columns.flatMap(({ name, type }) => {
    if (keys.has(name) && isNumber(type)) return [sql`${identifier(name)} <= 0`];
    if (type.kind !== "text") return [];
    return [sql`lower(trim(${identifier(name)})) in (${unknown.map((one) => sql`${one}`)})`];
  });
  return conditions.length === 0 ? sql`1 = 0` : joinSql(conditions, " or ");
}
