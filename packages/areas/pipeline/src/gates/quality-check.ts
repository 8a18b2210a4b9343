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
  const [, counted, least] = /^row_count\(\s*(\w+)\s*\)\s*>=\s*(\d{1,15})$/.exec(text.trim()) ?? [];
  if (counted !== undefined && least !== undefined)
    return { text, kind: "row_count", table: counted, columns: [], values: [least] };
  const [, kind, inner = ""] =
    /^(not_null|unique|accepted_values|relationships)\((.+)\)$/s.exec(text.trim()) ?? [];
  const [left = "", right] = splitOnce(inner, separators[kind ?? ""]);
  const { table, names } = readColumns(left, text);
  const rule = { text, table, columns: names } as const;
  if (kind === "not_null" || kind === "unique") return { ...rule, kind, values: [] };
  if (right === undefined || names.length > 1) throw noRule(text);
  if (kind === "accepted_values")
    return { ...rule, kind, values: right.split(",").map((one) => one.trim()) };
  const other = readColumn(right);
  if (other === undefined) throw noRule(text);
  return { ...rule, kind: "relationships", values: [other.table, other.column] };
}

const separators: Readonly<Record<string, string>> = { accepted_values: ":", relationships: "->" };

function readColumns(
  list: string,
  text: string,
): { readonly table: string; readonly names: readonly string[] } {
  const columns = list.split(",").map(readColumn);
  const [first] = columns;
  if (first === undefined || columns.some((one) => one?.table !== first.table)) throw noRule(text);
  return { table: first.table, names: columns.flatMap((one) => one?.column ?? []) };
}

function noRule(text: string): DxError {
  return new DxError("DX_PIPELINE_QUALITY", `${JSON.stringify(text)} is no rule`, { hint: forms });
}

function readColumn(text: string): { readonly table: string; readonly column: string } | undefined {
  const [, table, column] = /^\s*(\w+)\.(.+?)\s*$/s.exec(text) ?? [];
  return table === undefined || column === undefined ? undefined : { table, column };
}

function splitOnce(text: string, at: string | undefined): readonly string[] {
  const found = at === undefined ? -1 : text.indexOf(at);
  return at === undefined || found < 0
    ? [text]
    : [text.slice(0, found), text.slice(found + at.length)];
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
