import { DxError } from "@dx/core";
import {
  tokenize,
  type ParsedStatement,
  type ResolvedStatement,
  type TableUse,
} from "@dx/sql-parser";

/** The text of a query, in pieces between the names of tables. */
export interface QueryText {
  /** One more than there are names. */
  readonly texts: readonly string[];
  /** The tables named between them. */
  readonly uses: readonly TableUse[];
}

/**
 * The query of a `select`, view or `create table as`, with its tables to be named anew.
 * @throws DxError `DX_LINEAGE_PERTURB_STATEMENT` if the statement has no query
 */
export function queryText(
  { text, span, dialect, tree }: ParsedStatement,
  { uses }: Pick<ResolvedStatement, "uses">,
): QueryText {
  if (tree.kind !== "select" && tree.kind !== "create-view" && tree.kind !== "create-table-as")
    throw new DxError("DX_LINEAGE_PERTURB_STATEMENT", `a ${tree.kind} gives no rows to compare`, {
      path: ["statement"],
      hint: "give a select, a view or a create table as",
    });
  const begin = tree.kind === "select" ? 0 : behindAs(text, dialect);
  const texts: string[] = [];
  const places = distinct(uses).toSorted((one, other) => one.span.start - other.span.start);
  let at = begin;
  for (const use of places) {
    texts.push(text.slice(at, use.span.start - span.start));
    at = use.span.end - span.start;
  }
  return { texts: [...texts, text.slice(at)], uses: places };
}

/** A query that is bound twice names its tables twice at one place. */
function distinct(uses: readonly TableUse[]): readonly TableUse[] {
  return [...new Map(uses.map((use) => [use.span.start, use])).values()];
}

function behindAs(text: string, dialect: ParsedStatement["dialect"]): number {
  let depth = 0;
  for (const { kind, start, end } of tokenize(text, dialect)) {
    const word = text.slice(start, end);
    if (word === "(") depth += 1;
    else if (word === ")") depth -= 1;
    else if (kind === "word" && depth === 0 && word.toLowerCase() === "as") return end;
  }
  return 0;
}
