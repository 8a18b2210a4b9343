import { DxError, type DataTypeKind } from "@dx/core";
import type { ComparedColumns, End } from "./known-facts.ts";

/** What a condition that each row fulfils, or is NULL for, says of one column. */
export type ConditionFact =
  | { readonly kind: "not-null"; readonly column: string }
  | { readonly kind: "min" | "max"; readonly column: string; readonly end: End }
  | { readonly kind: "values"; readonly column: string; readonly values: readonly string[] }
  | ({ readonly kind: "compared" } & ComparedColumns);

type KindOf = (column: string) => DataTypeKind | undefined;

const token =
  /\s*("(?:[^"]|"")*"|'(?:[^']|'')*'|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|::|<=|>=|<>|[-=<>(),[\]])/y;

/**
 * Reads what a condition of the catalogue of DuckDB or Postgres says, as far as it is bounds, lists of values, comparisons and
 * `is not null`, put together by `and`: whatever else stands in it is left out, so that what is given holds.
 */
export function readCondition(text: string, kindOf: KindOf): readonly ConditionFact[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const [, found] = token.exec(text) ?? [];
    if (found === undefined) return [];
    tokens.push(found);
  }
  return factsOf(tokens, kindOf);
}

const isWord = (word: string | undefined, ...words: readonly string[]): boolean =>
  word !== undefined && words.includes(word.toUpperCase());

function factsOf(given: readonly string[], kindOf: KindOf): readonly ConditionFact[] {
  const tokens = withoutParentheses(given);
  const outer = outermost(tokens);
  const has = (...words: readonly string[]): boolean =>
    outer.some((at) => isWord(tokens[at], ...words));
  if (has("OR", "CASE")) return [];
  const ands = outer.filter((at) => isWord(tokens[at], "AND"));
  if (ands.length === 0 || has("BETWEEN")) return readAtom(tokens, kindOf);
  return [-1, ...ands].flatMap((from, index) =>
    factsOf(tokens.slice(from + 1, ands[index] ?? tokens.length), kindOf),
  );
}

/** The places of tokens that stand in no parentheses. */
function outermost(tokens: readonly string[]): readonly number[] {
  let depth = 0;
  return tokens.flatMap((one, at) => {
    if (one === "(" || one === "[") depth += 1;
    if (one === ")" || one === "]") depth -= 1;
    return depth === 0 ? [at] : [];
  });
}

function withoutParentheses(tokens: readonly string[]): readonly string[] {
  const [end] = outermost(tokens);
  return tokens[0] === "(" && end === tokens.length - 1
    ? withoutParentheses(tokens.slice(1, -1))
    : tokens;
}

/** Tokens that are read from left to right. */
interface Reader {
  readonly peek: () => string | undefined;
  readonly take: () => string | undefined;
  /** Takes these words if they come next. */
  readonly skip: (...words: readonly string[]) => boolean;
}

function readerOf(tokens: readonly string[]): Reader {
  let at = 0;
  const take = (): string | undefined => {
    at += 1;
    return tokens[at - 1];
  };
  const skip = (...words: readonly string[]): boolean => {
    const isNext = words.every((word, index) => isWord(tokens[at + index], word));
    if (isNext) at += words.length;
    return isNext;
  };
  return { peek: () => tokens[at], take, skip };
}

const unread = (): DxError => new DxError("DX_QUALITY_CONDITION", "this is not read");

const turned: Readonly<Record<string, string>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "=": "=",
};

/** What one comparison says; nothing, if it is none that is understood. */
function readAtom(tokens: readonly string[], kindOf: KindOf): readonly ConditionFact[] {
  const reader = readerOf(tokens);
  try {
    const facts = comparison(reader, kindOf);
    return reader.peek() === undefined ? facts : [];
  } catch (error) {
    if (error instanceof DxError) return [];
    throw error;
  }
}

function comparison(reader: Reader, kindOf: KindOf): readonly ConditionFact[] {
  const left = operandOf(reader, kindOf);
  if ("value" in left) {
    const is = turned[reader.take() ?? ""];
    const right = operandOf(reader, kindOf);
    if (is === undefined || !("column" in right)) throw unread();
    return bound(right, is, left);
  }
  const { column } = left;
  if (reader.skip("IS", "NOT", "NULL")) return [{ kind: "not-null", column }];
  if (reader.skip("IN")) return [{ kind: "values", column, values: listOf(reader, left, "(") }];
  if (reader.skip("BETWEEN")) return between(reader, left);
  const is = reader.take() ?? "";
  if (is === "=" && reader.skip("ANY")) return [valuesOfAny(reader, left)];
  const right = operandOf(reader, kindOf);
  if ("value" in right) return bound(left, is, right);
  if (!(is in turned) || left.kind !== right.kind || left.kind === "text") throw unread();
  return [{ kind: "compared", left: column, is, right: right.column }];
}

function between(reader: Reader, left: ColumnOperand): readonly ConditionFact[] {
  const low = literalOf(reader);
  if (!reader.skip("AND")) throw unread();
  return [...bound(left, ">=", low), ...bound(left, "<=", literalOf(reader))];
}

/** `= any (array[...])`, as Postgres writes a list of values, which may be cast as a whole. */
function valuesOfAny(reader: Reader, left: ColumnOperand): ConditionFact {
  const depth = [reader.skip("("), reader.skip("(")].filter(Boolean).length;
  if (depth === 0 || !reader.skip("ARRAY")) throw unread();
  const values = listOf(reader, left, "[");
  if (depth === 2 && !(reader.skip(")", "::", "TEXT", "[", "]") && left.kind === "text"))
    throw unread();
  if (!reader.skip(")")) throw unread();
  return { kind: "values", column: left.column, values };
}

interface ColumnOperand {
  readonly column: string;
  readonly kind: DataTypeKind;
}
interface ValueOperand {
  readonly value: string;
  readonly isText: boolean;
  readonly cast?: string;
}

function bound(
  { column, kind }: ColumnOperand,
  is: string,
  operand: ValueOperand,
): readonly ConditionFact[] {
  const text = fitting(operand, kind);
  if (is === "=") return [{ kind: "values", column, values: [text] }];
  if (kind === "text") throw unread();
  if (is === ">" || is === ">=")
    return [{ kind: "min", column, end: { text, isStrict: is === ">" } }];
  if (is === "<" || is === "<=")
    return [{ kind: "max", column, end: { text, isStrict: is === "<" } }];
  throw unread();
}

const wholes = new Set(["SMALLINT", "INTEGER", "BIGINT"]);
const casts: Readonly<Partial<Record<DataTypeKind, readonly string[]>>> = {
  int32: [...wholes, "NUMERIC"],
  int64: [...wholes, "NUMERIC"],
  decimal: [...wholes, "NUMERIC"],
  float64: [...wholes, "NUMERIC", "DOUBLE PRECISION"],
  text: ["TEXT", "CHARACTER VARYING"],
  date: ["DATE"],
  timestamp: ["TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP"],
};

/** A literal as the column's type reads it: a number for numbers, text for others, cast to nothing that changes it. */
function fitting({ value, isText, cast }: ValueOperand, kind: DataTypeKind): string {
  const allowed = casts[kind];
  if (allowed === undefined || (cast !== undefined && !allowed.includes(cast))) throw unread();
  const isNumber = allowed.includes("NUMERIC");
  if (isNumber && isText && cast === undefined) throw unread();
  if (!isNumber && !isText) throw unread();
  if (isNumber && !/^-?\d+(?:\.\d+)?$/.test(value)) throw unread();
  if (cast !== undefined && wholes.has(cast) && !/^-?\d+$/.test(value)) throw unread();
  return value;
}

function listOf(reader: Reader, { kind }: ColumnOperand, open: "(" | "["): readonly string[] {
  if (!reader.skip(open)) throw unread();
  const values: string[] = [];
  do values.push(fitting(literalOf(reader), kind));
  while (reader.skip(","));
  if (!reader.skip(open === "(" ? ")" : "]")) throw unread();
  return values;
}

function operandOf(reader: Reader, kindOf: KindOf): ColumnOperand | ValueOperand {
  const isOpen = reader.skip("(");
  const next = reader.peek() ?? "";
  const isName = /^["A-Za-z_]/.test(next) && !isWord(next, "CAST");
  if (!isName) {
    const value = literalOf(reader);
    if (isOpen && !reader.skip(")")) throw unread();
    return isOpen ? castOf(reader, value) : value;
  }
  reader.take();
  const column = next.startsWith('"') ? next.slice(1, -1).replaceAll('""', '"') : next;
  const kind = kindOf(column);
  if (kind === undefined || (isOpen && !reader.skip(")"))) throw unread();
  const { cast } = castOf(reader, { value: "", isText: false });
  const isSame =
    kind === "text"
      ? cast === "TEXT"
      : cast === "NUMERIC" && ["int32", "int64", "decimal"].includes(kind);
  if (cast !== undefined && !isSame) throw unread();
  return { column, kind };
}

function literalOf(reader: Reader): ValueOperand {
  if (reader.skip("(")) {
    const inner = literalOf(reader);
    if (!reader.skip(")")) throw unread();
    return castOf(reader, inner);
  }
  if (reader.skip("CAST", "(")) {
    const inner = literalOf(reader);
    if (!reader.skip("AS")) throw unread();
    const cast = (reader.take() ?? "").replaceAll('"', "").toUpperCase();
    if (inner.cast !== undefined || !reader.skip(")")) throw unread();
    return { ...inner, cast };
  }
  const isNegative = reader.skip("-");
  const text = reader.take() ?? "";
  if (/^\d/.test(text))
    return castOf(reader, { value: isNegative ? `-${text}` : text, isText: false });
  if (isNegative || !text.startsWith("'")) throw unread();
  return castOf(reader, { value: text.slice(1, -1).replaceAll("''", "'"), isText: true });
}

/** A literal with the type behind `::`; a second one may change it. */
function castOf(reader: Reader, operand: ValueOperand): ValueOperand {
  if (!reader.skip("::")) return operand;
  const words: string[] = [];
  while (/^[A-Za-z]/.test(reader.peek() ?? "") && !isWord(reader.peek(), "AND"))
    words.push((reader.take() ?? "").toUpperCase());
  const cast = words.join(" ");
  if (operand.cast !== undefined && !keeps(operand, cast)) throw unread();
  return { ...operand, cast };
}

/** Whether a cast changes no value: of text to text, of whole numbers to numbers. */
function keeps({ value, cast: from = "" }: ValueOperand, to: string): boolean {
  if (casts.text?.includes(from) === true) return casts.text.includes(to);
  return wholes.has(from) && /^-?\d{1,15}$/.test(value) && casts.float64?.includes(to) === true;
}
