import type { MergeBranch, MergeStatement } from "../ast/statement.ts";
import { columnName, lowerEquation, lowerTarget } from "./assignment.ts";
import { lowerExpression, lowerOptional, type LowerContext } from "./context.ts";
import { lowerFromItem } from "./from.ts";
import { lowerWith } from "./query.ts";
import { dataOf, isRaw, listOf, tagged, textOf, type Raw } from "./raw.ts";

/** `merge`, whose branches the parser gives as tuples of words and lists. */
export function lowerMerge(data: Raw, context: LowerContext): MergeStatement {
  const whens = dataOf(data["whens"], "whens");
  return {
    kind: "merge",
    with: lowerWith(dataOf(data["with_"], "with") ?? data["with_"] ?? data["with"], context),
    target: lowerTarget(data["this"], null, context),
    source: lowerFromItem(data["using"], context),
    on: lowerOptional(data["on"], context),
    branches: listOf(whens?.["expressions"]).flatMap((one) => {
      const when = dataOf(one, "when");
      return when === null ? [] : [lowerBranch(when, context)];
    }),
  };
}

function isTrue(value: unknown): boolean {
  return value === true || dataOf(value, "boolean")?.["value"] === true;
}

type Action = Pick<MergeBranch, "action" | "assignments" | "star">;

function lowerBranch(when: Raw, context: LowerContext): MergeBranch {
  const other = isTrue(when["source"]) ? "not-matched-by-source" : "not-matched";
  return {
    when: isTrue(when["matched"]) ? "matched" : other,
    condition: lowerOptional(when["condition"], context),
    ...lowerAction(when["then"], context),
  };
}

function lowerAction(then: unknown, context: LowerContext): Action {
  const parts = listOf(dataOf(then, "tuple")?.["expressions"]);
  const word = textOf(dataOf(parts[0] ?? then, "var")?.["this"]).toLowerCase();
  const star =
    parts.some((one) => tagged(one)?.tag === "star") || (word !== "delete" && parts.length === 1);
  if (word === "delete") return { action: "delete", assignments: [], star: false };
  if (word === "update")
    return {
      action: "update",
      assignments: tupleOf(parts[1]).flatMap((one) => lowerEquation(one, context)),
      star,
    };
  if (word === "insert") return { action: "insert", assignments: inserted(parts, context), star };
  return { action: "nothing", assignments: [], star: false };
}

function tupleOf(value: unknown): readonly unknown[] {
  const tuple = dataOf(value, "tuple");
  return tuple === null ? (isRaw(value) ? [value] : []) : listOf(tuple["expressions"]);
}

/** `insert (a, b) values (x, y)`, or without the columns. */
function inserted(parts: readonly unknown[], context: LowerContext): MergeBranch["assignments"] {
  const lists = parts.slice(1).filter((one) => tagged(one)?.tag === "tuple");
  const values = tupleOf(lists.at(-1)).map((one) => lowerExpression(one, context));
  const columns =
    lists.length < 2 ? [] : tupleOf(lists[0]).map((one) => lowerExpression(one, context));
  return values.map((value, index) => {
    const column = columns[index];
    return { column: column === undefined ? null : columnName(column), value };
  });
}
