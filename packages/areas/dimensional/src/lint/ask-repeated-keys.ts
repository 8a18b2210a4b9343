import { formatValue, relation, type Finding } from "@dx/core";
import { identifier, joinSql, query, sql, type Query } from "@dx/sql";
import { countOf } from "../discover/ask-inclusion.ts";
import { findingOf } from "./finding-of.ts";
import type { LintTable } from "./read-star.ts";

/** Asks whether what facts refer to is a key, once for each. */
export function askRepeatedKeys(facts: readonly LintTable[]): readonly Query<readonly Finding[]>[] {
  const references = facts.flatMap((fact) => fact.references);
  const targets = new Map(
    references.map((one) => [`${one.parent} ${one.parentColumns.join()}`, one]),
  );
  return Array.from(targets.values(), ({ child, parent, parentColumns }) => {
    const names = parentColumns.map((name) => identifier(name));
    const filled = joinSql(
      names.map((name) => sql`${name} is not null`),
      " and ",
    );
    const question = sql`
      select g.*, count(*) over () as n_keys from (
        select ${names}, count(*) as n_rows from ${relation(parent)} where ${filled} group by ${names} having count(*) > 1
      ) as g order by n_rows desc, ${names} limit 1`;
    return query("many-to-many", question, (rows) => {
      if (rows.count === 0) return [];
      const shown = rows.columns.filter(({ name }) => name !== "n_keys");
      return [
        findingOf("many-to-many", {
          subject: parent,
          message: `${parentColumns.join(", ")} of ${parent}, which ${child} refers to, is no key: a join counts facts several times. Put a bridge between them, or refer to a key.`,
          count: countOf(rows, "n_keys"),
          example: Object.fromEntries(shown.map((one) => [one.name, formatValue(one, 0)])),
        }),
      ];
    });
  });
}
