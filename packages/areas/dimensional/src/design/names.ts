import { parseName, relation, type TableName } from "@dx/core";
import { commonPrefix } from "../discover/names.ts";

/** A name in words: lower case, joined by `_`, so that no platform needs quotes; `OrderID` is `order_id`. */
export function plainName(name: string): string {
  const words = parseName(name)
    .text.replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1_$2")
    .replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1_$2")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replaceAll(/^_+|_+$/g, "");
  return /^\p{L}/u.test(words) ? words : `c_${words}`;
}

/** A column's name without the word that all columns of its table begin with: `name` of `c_name`, if nothing else is called so. */
export function nameIn(
  {
    name: table,
    columns,
  }: { readonly name: string; readonly columns: readonly { readonly name: string }[] },
  column: string,
): string {
  const prefix = commonPrefix(
    table,
    columns.map(({ name }) => name),
  );
  const plain = plainName(column);
  const rest =
    prefix !== null && plain.startsWith(`${prefix}_`) ? plain.slice(prefix.length + 1) : "";
  return /^\p{L}/u.test(rest) ? rest : plain;
}

/** What a row of a table is, as `airport` of `src.Airports`. */
export function baseName(table: TableName): string {
  return singular(plainName(relation(table).name).replace(/^(dim|fct|fact|stg|src|raw|tbl)_/, ""));
}

function singular(name: string): string {
  if (/(ss|us|is|as|os)$/.test(name)) return name;
  if (/[^aeiou]ies$/.test(name)) return name.replace(/ies$/, "y");
  return name.replace(/(?<=(ss|x|ch|sh|zz))es$|s$/, "");
}

const ending = /_?(id|key|code|cd|no|nr|number|num|sk|fk|bc|barcode|iata)$/;

/** What a dimension is to a fact, by the column that refers to it: `origin` of `origin_code`. */
export function roleName(
  columns: readonly string[],
  parent: TableName,
  key: readonly string[],
): string {
  const base = baseName(parent);
  const own = plainName(columns[0] ?? "");
  const role = own.replace(ending, "");
  return role === "" || own === plainName(key[0] ?? "") || columns.length > 1 ? base : role;
}

/** What a date is to a fact, by its column: `ordered` of `ordered_at`, `date` of `date`. */
export function dateRole(column: string): string {
  const own = plainName(column);
  const role = own.replace(/_?(at|on|date|time|datetime|timestamp|ts|day|dt)$/, "");
  return role === "" ? "date" : role;
}

/** Whether a column's name says that it tells rows apart, and is not to be added up. */
export function looksLikeKey(name: string): boolean {
  return /(^|_)(id|key|code|cd|no|nr|number|num|seq|sk|fk|bc|barcode|uuid|guid|zip|postal|phone|year|month|iso)$/.test(
    plainName(name),
  );
}

/** Whether a column's name says that it is about the row, not about what the row is of. */
export function looksLikeAudit(name: string): boolean {
  return /^(updated|modified|changed|loaded|inserted|deleted|last_(updated|modified|changed)|row_(version|hash))(_|$)|^(etl|dw|_?dlt|_?fivetran)_|^rowguid$/.test(
    plainName(name),
  );
}

/** Whether a table is one of days or times of day, by its name. */
export function isCalendar(table: string): boolean {
  return /(^|_)(date|calendar|day|time)(_|$)/.test(baseName(table));
}
