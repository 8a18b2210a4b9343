import type { CopyStatement } from "../ast/statement.ts";
import { lowerIdentifiers, lowerQuery, type LowerContext } from "./context.ts";
import { allOf } from "./query.ts";
import { lowerFromItem } from "./from.ts";
import { listOf, tagged, type Raw } from "./raw.ts";
import { fileIn, lowerTable } from "./table.ts";

/** `copy ... to` and `copy ... from`; of Snowflake's `copy into`, the second of a table or a place for files. */
export function lowerCopy(data: Raw, context: LowerContext): CopyStatement {
  const columns = columnsIn(data["this"], context);
  const isFrom = data["kind"] === true;
  const inner = isFrom ? listOf(data["files"])[0] : data["this"];
  const target = isFrom ? tableIn(data["this"], context) : null;
  const query = lowerQuery(inner, context) ?? tableQuery(inner, context);
  const other = target === null && isFrom ? data["this"] : listOf(data["files"])[0];
  const file = fileIn(other, context);
  return { kind: "copy", target, file, columns: target === null ? [] : columns, query };
}

function withoutColumns(value: unknown): ReturnType<typeof tagged> {
  const found = tagged(value);
  return found?.tag === "schema" ? tagged(found.data["this"]) : found;
}

function tableIn(value: unknown, context: LowerContext): CopyStatement["target"] {
  const found = withoutColumns(value);
  return found?.tag === "table" ? lowerTable(found.data, context) : null;
}

function columnsIn(value: unknown, context: LowerContext): CopyStatement["columns"] {
  const found = tagged(value);
  if (found?.tag !== "schema") return [];
  const names = listOf(found.data["expressions"]).map((one) => {
    const column = tagged(one);
    return column?.tag === "column" ? column.data["name"] : one;
  });
  return lowerIdentifiers(names, context);
}

/** A table that is written as it is, or only some of its columns. */
function tableQuery(value: unknown, context: LowerContext): CopyStatement["query"] {
  const found = withoutColumns(value);
  if (found?.tag !== "table") return null;
  const names = columnsIn(value, context);
  const query = allOf(lowerFromItem({ table: found.data }, context));
  if (names.length === 0 || query.kind !== "select") return query;
  return {
    ...query,
    items: names.map((name) => ({
      value: { kind: "column", parts: [name], span: name.span },
      alias: null,
    })),
  };
}
