import { formatValue, relation } from "@dx/core";
import { castAs, identifier, query, sql, verbatimSql, type Query } from "@dx/sql";
import { comparisonOf } from "./comparison.ts";
import type { ProfiledColumn } from "./may-include.ts";
import { sameWords } from "./match-names.ts";
import { columnParts, tableWords, textWords } from "./names.ts";

/** A column whose rows refer to different tables, and the one that says to which. */
export interface TypedReference {
  /** Names a row. */
  readonly id: ProfiledColumn;
  /** Names its table. */
  readonly type: ProfiledColumn;
}

/** A key that a column refers to in the rows of one type. */
export interface TypedPair {
  /** The column and the key. */
  readonly pairs: readonly [readonly [child: ProfiledColumn, parent: ProfiledColumn]];
  /** Of which rows. */
  readonly when: { readonly column: string; readonly value: string };
}

const typeWords: ReadonlySet<string> = new Set("type kind class table entity model".split(" "));
const mostTypes = 30;

/** Columns such as `owner_id` beside `owner_type`. */
export function typedReferences(columns: readonly ProfiledColumn[]): readonly TypedReference[] {
  return columns.flatMap((id) => {
    const { core, isId } = columnParts(id.column.name, id.prefix);
    if (!isId || core.length === 0) return [];
    const type = columns.find(
      ({ profile, column, prefix }) =>
        profile === id.profile &&
        column.type.kind === "text" &&
        column.distinct > 0 &&
        column.distinct <= mostTypes &&
        saysType(columnParts(column.name, prefix).words, core),
    );
    return type === undefined ? [] : [{ id, type }];
  });
}

function saysType(words: readonly string[], core: readonly string[]): boolean {
  const [last = ""] = words.slice(-1);
  return typeWords.has(last) && words.slice(0, -1).join(" ") === core.join(" ");
}

/** Asks which tables the rows refer to. */
export function askTypes({ type: { profile, column } }: TypedReference): Query<readonly string[]> {
  const value = castAs(identifier(column.name), "text");
  const types = sql`select distinct ${value} as type_name from ${relation(profile.table)} where ${identifier(column.name)} is not null`;
  const question = sql`select type_name from (${types}) as types order by type_name limit ${verbatimSql(String(mostTypes))}`;
  return query("types", question, ({ count, columns: [names] }) =>
    Array.from({ length: count }, (_, at) =>
      names === undefined ? "" : (formatValue(names, at) ?? ""),
    ),
  );
}

/** The keys of the tables that types are called as: `Issue`, `issues`, `App\\Models\\Issue`. */
export function typedPairs(
  { id, type }: TypedReference,
  types: readonly string[],
  keys: readonly ProfiledColumn[],
): readonly TypedPair[] {
  return types.flatMap((value): readonly TypedPair[] => {
    const words = textWords(value.split(/[\\.:/]/).at(-1) ?? "");
    const parent = keys.find(
      (key) =>
        sameWords(words, tableWords(key.profile.table)) > 0 &&
        comparisonOf(id.column, key.column) !== null,
    );
    if (parent === undefined) return [];
    return [{ pairs: [[id, parent]], when: { column: type.column.name, value } }];
  });
}
