import { DxError, relation, type Claim, type TableName } from "@dx/core";
import { identifier, joinSql, sql, type Sql } from "@dx/sql";

/** A rule about a table that everybody can read. */
export interface QualityCheck {
  /** As it was written. */
  readonly text: string;
  /** What it asks. */
  readonly kind: "not_null" | "unique" | "accepted_values" | "relationships" | "row_count";
  /** The table, as sources and transformations are called. */
  readonly table: string;
  /** Its columns. */
  readonly columns: readonly string[];
  /** The values that are accepted; the other table and its column; the least number of rows. */
  readonly values: readonly string[];
}

const forms =
  "write not_null(orders.id), unique(orders.shop, orders.id), accepted_values(orders.state: new, paid), relationships(orders.shop -> shops.id) or row_count(orders) >= 1";

/**
 * Reads a rule.
 * @throws DxError `DX_PIPELINE_QUALITY`
 * @example
 * ```ts
 * import { parseQualityCheck } from "@dx/pipeline";
 * const { kind, columns } = parseQualityCheck("unique(orders.shop, orders.id)");
 * if (kind !== "unique" || columns.join() !== "shop,id") throw new Error();
 * ```
 */
export function parseQualityCheck(text: string): QualityCheck {
  const wrong = (): never => {
    throw new DxError("DX_PIPELINE_QUALITY", `${JSON.stringify(text)} is no rule`, { hint: forms });
  };
  const [, least, rows] = /^row_count\(\s*(\w+)\s*\)\s*>=\s*(\d{1,15})$/.exec(text.trim()) ?? [];
  if (least !== undefined && rows !== undefined)
    return { text, kind: "row_count", table: least, columns: [], values: [rows] };
  const [, kind, inner = ""] =
    /^(not_null|unique|accepted_values|relationships)\((.+)\)$/s.exec(text.trim()) ?? [];
  const [names = "", rest] =
    kind === "relationships"
      ? inner.split("->")
      : splitOnce(inner, kind === "accepted_values" ? ":" : undefined);
  const parts = names.split(",").map((part) => /^\s*(\w+)\.(.+?)\s*$/.exec(part));
  const table = parts[0]?.[1];
  if (kind === undefined || table === undefined || parts.some((part) => part?.[1] !== table))
    return wrong();
  const columns = parts.map((part) => part?.[2] ?? "");
  const values = (rest ?? "").split(",").map((one) => one.trim());
  switch (kind) {
    case "not_null":
    case "unique":
      return { text, kind, table, columns, values: [] };
    case "accepted_values":
      return rest === undefined || columns.length > 1
        ? wrong()
        : { text, kind, table, columns, values };
    default: {
      const [, other, column] = /^\s*(\w+)\.(.+?)\s*$/.exec(rest ?? "") ?? [];
      if (other === undefined || column === undefined || columns.length > 1) return wrong();
      return { text, kind: "relationships", table, columns, values: [other, column] };
    }
  }
}

function splitOnce(text: string, at: string | undefined): readonly string[] {
  const found = at === undefined ? -1 : text.indexOf(at);
  return found < 0 ? [text] : [text.slice(0, found), text.slice(found + 1)];
}

/**
 * The claim of a rule; what NULL is accepted by all rules but `not_null`.
 * @param place - where a source or transformation is
 */
export function qualityClaim(
  check: QualityCheck,
  { id, place }: { readonly id: string; readonly place: (name: string) => TableName },
): Claim<Sql> {
  const rows = sql`select * from ${relation(place(check.table))}`;
  return {
    id,
    statement: `In the data, ${check.text}.`,
    subject: check.table,
    about: "source",
    check: {
      kind: "no-rows",
      violations: violationsOf(check, place),
      population: check.kind === "row_count" ? sql`select 1 as one` : rows,
    },
  };
}

function violationsOf(
  { kind, table, columns, values }: QualityCheck,
  place: (name: string) => TableName,
): Sql {
  const from = sql`${relation(place(table))}`;
  const names = columns.map((name) => identifier(name));
  const [first = sql``] = names;
  const present = joinSql(
    names.map((name) => sql`${name} is not null`),
    " and ",
  );
  switch (kind) {
    case "not_null":
      return sql`select * from ${from} where not (${present})`;
    case "unique":
      return sql`select ${names}, count(*) as n from ${from} where ${present} group by ${names} having count(*) > 1`;
    case "accepted_values":
      return sql`select * from ${from} where ${first} not in (${values})`;
    case "relationships": {
      const [other = "", column = ""] = values;
      return sql`select * from ${from} as t where t.${first} is not null and not exists (select 1 from ${relation(place(other))} as o where o.${identifier(column)} = t.${first})`;
    }
    case "row_count":
      return sql`select n from (select count(*) as n from ${from}) as counted where n < ${BigInt(values[0] ?? 0)}`;
  }
}
