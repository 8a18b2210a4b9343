import type { FromItem, TableItem } from "../ast/query.ts";
import type { InsertStatement, StatementTree } from "../ast/statement.ts";
import { lowerEquation, lowerTarget } from "./assignment.ts";
import {
  lowerExpression,
  lowerIdentifier,
  lowerIdentifiers,
  lowerOptional,
  lowerQuery,
  type LowerContext,
} from "./context.ts";
import { joinAll, lowerFromItem } from "./from.ts";
import { lowerCopy } from "./copy.ts";
import { lowerMerge } from "./merge.ts";
import { lowerWith } from "./query.ts";
import { lowerUpdate } from "./update.ts";
import { dataOf, isRaw, listOf, tagged, textOf, type Raw } from "./raw.ts";
import { fileIn, fileOf, lowerOptionalTable, lowerTable } from "./table.ts";
import { typeText } from "./type-text.ts";

type Lower = (data: Raw, context: LowerContext) => StatementTree;

const kinds: Readonly<Record<string, Lower>> = {
  create_table: lowerCreateTable,
  create_view: (data, context) => {
    const query = lowerQuery(data["query"], context);
    const target = tableIn(data["name"], context);
    if (query === null) return { kind: "other", name: "create_view", target };
    const columns = lowerIdentifiers(data["columns"], context);
    return { kind: "create-view", target, columns, query, temporary: data["temporary"] === true };
  },
  insert: lowerInsert,
  update: lowerUpdate,
  delete: lowerDelete,
  merge: lowerMerge,
  copy: lowerCopy,
  export: (data, context) => ({
    kind: "copy",
    target: null,
    file: exportedTo(data["options"], context),
    columns: [],
    query: lowerQuery(data["this"], context),
  }),
  cache: (data, context) => {
    const query = lowerQuery(data["query"], context);
    const target = lowerTable(isRaw(data["table"]) ? { name: data["table"] } : {}, context);
    return query === null
      ? { kind: "other", name: "cache", target }
      : { kind: "create-view", target, columns: [], query, temporary: true };
  },
  drop_table: (data, context) => ({
    kind: "drop",
    targets: listOf(data["names"]).map((one) => tableIn(one, context)),
  }),
  drop_view: (data, context) => ({ kind: "drop", targets: [tableIn(data["name"], context)] }),
  alter_table: lowerAlter,
};

/** What a statement says. */
export function lowerStatement(value: unknown, context: LowerContext): StatementTree {
  const query = lowerQuery(value, context);
  if (query !== null) return { kind: "select", query };
  const found = tagged(value);
  if (found === null) return { kind: "other", name: "nothing", target: null };
  const known = kinds[found.tag];
  if (known !== undefined) return known(found.data, context);
  const { data } = found;
  const target = lowerOptionalTable(data["table"] ?? data["name"], context);
  return { kind: "other", name: found.tag, target };
}

function tableIn(value: unknown, context: LowerContext): TableItem["table"] {
  const inner = tagged(value);
  return lowerTable(inner?.tag === "table" ? inner.data : isRaw(value) ? value : {}, context);
}

function lowerCreateTable(data: Raw, context: LowerContext): StatementTree {
  const target = tableIn(data["name"], context);
  const temporary = data["temporary"] === true;
  const columns = listOf(data["columns"]);
  const query = lowerQuery(data["as_select"], context);
  if (query !== null)
    return {
      kind: "create-table-as",
      target,
      columns: lowerIdentifiers(columns, context),
      query,
      temporary,
    };
  const like = listOf(data["constraints"]).flatMap((one) => {
    const inner = isRaw(one) ? one["Like"] : null;
    return isRaw(inner) ? [tableIn(inner["source"], context)] : [];
  });
  const clone = isRaw(data["clone_source"]) ? tableIn(data["clone_source"], context) : null;
  return {
    kind: "create-table",
    target,
    columns: columns.flatMap((one) => {
      const name = lowerIdentifier(one, context);
      if (name === null || !isRaw(one)) return [];
      return [{ name, type: typeText(one["data_type"]) ?? "unknown" }];
    }),
    like: like[0] ?? clone,
    clone: clone !== null,
    temporary,
  };
}

/** `uri='gs://...'` of BigQuery's `export data`. */
function exportedTo(options: unknown, context: LowerContext): TableItem["table"] | null {
  for (const one of listOf(options)) {
    const option = dataOf(one, "eq");
    const name = lowerExpression(option?.["left"], context);
    if (name.kind === "column" && name.parts[0]?.name.toLowerCase() === "uri")
      return fileIn(option?.["right"], context);
  }
  return null;
}

function lowerInsert(data: Raw, context: LowerContext): StatementTree {
  if (isRaw(data["directory"]))
    return {
      kind: "copy",
      target: null,
      file: fileOf(textOf(data["directory"]["path"]), context),
      columns: [],
      query: insertQuery(data, context),
    };
  const conflict = isRaw(data["on_conflict"]) ? data["on_conflict"]["on_conflict"] : null;
  return {
    kind: "insert",
    target: tableIn(data["table"], context),
    alias: lowerIdentifier(data["alias"], context),
    columns: lowerIdentifiers(data["columns"], context),
    query: insertQuery(data, context),
    byName: data["by_name"] === true,
    conflict: isRaw(conflict) ? lowerConflict(conflict, context) : null,
  };
}

/** A `with` before `insert` belongs to its query. */
function insertQuery(data: Raw, context: LowerContext): InsertStatement["query"] {
  const rows = listOf(data["values"]);
  if (rows.length > 0)
    return {
      kind: "values",
      rows: rows.map((row) => listOf(row).map((one) => lowerExpression(one, context))),
    };
  const query = lowerQuery(data["query"], context);
  const before = lowerWith(data["with"], context);
  if (query === null || query.kind === "values" || before === null) return query;
  const tables = [...before.tables, ...(query.with?.tables ?? [])];
  return {
    ...query,
    with: { recursive: before.recursive || query.with?.recursive === true, tables },
  };
}

function lowerConflict(data: Raw, context: LowerContext): InsertStatement["conflict"] {
  const action = tagged(data["action"]);
  const parts = action?.tag === "tuple" ? listOf(action.data["expressions"]) : [];
  return {
    assignments: parts.flatMap((one) => lowerEquation(one, context)),
    where: lowerOptional(data["where_"], context),
  };
}

function lowerDelete(data: Raw, context: LowerContext): StatementTree {
  const using = listOf(data["using"]).map((one): FromItem =>
    lowerFromItem(tagged(one) === null ? { table: one } : one, context),
  );
  return {
    kind: "delete",
    with: lowerWith(data["with"], context),
    target: lowerTarget(data["table"], data["alias"], context),
    from: joinAll(using, listOf(data["joins"]), context),
    where: lowerOptional(data["where_clause"], context),
  };
}

function lowerAlter(data: Raw, context: LowerContext): StatementTree {
  const target = tableIn(data["name"], context);
  for (const action of listOf(data["actions"])) {
    const to = isRaw(action) ? action["RenameTable"] : null;
    if (isRaw(to)) return { kind: "rename", target, to: tableIn(to, context) };
  }
  return { kind: "other", name: "alter_table", target };
}
