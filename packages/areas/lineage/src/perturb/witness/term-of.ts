import { formatDate, parseDate } from "@dx/core";
import {
  formOf,
  type Binding,
  type CallExpression,
  type ColumnBinding,
  type Expression,
  type ResolvedOutput,
} from "@dx/sql-parser";
import { compareTerms, sidesOf } from "./compare-terms.ts";
import { noFacts } from "./facts.ts";
import { unknown, type Frame, type Maker, type Term } from "./term.ts";

/** What an expression is in one witness, as far as it can be told. */
export function termOf(expression: Expression, frame: Frame, maker: Maker): Term {
  switch (expression.kind) {
    case "literal":
      return { kind: "constant", text: expression.type === "null" ? null : expression.text };
    case "column": {
      const binding = maker.statement.columns.get(expression);
      return binding === undefined ? unknown : termOfBinding(binding, frame, maker);
    }
    case "subquery": {
      const query = maker.statement.queries.get(expression);
      return query === undefined ? unknown : maker.value(query, frame);
    }
    case "call":
      return termOfCall(expression, frame, maker);
    case "star":
    case "lambda":
      return unknown;
  }
}

/** What a name is. */
export function termOfBinding(binding: Binding, frame: Frame, maker: Maker): Term {
  switch (binding.kind) {
    case "column":
      return termOfColumn(binding, frame);
    case "output":
      return maker.output(binding.output, frame);
    case "joined":
      return termOfBinding(binding.of, frame, maker);
    case "merged":
    case "candidates":
      return binding.of[0] === undefined ? unknown : termOfBinding(binding.of[0], frame, maker);
    case "row":
    case "field":
    case "local":
    case "unknown":
      return unknown;
  }
}

function termOfColumn({ source, column }: ColumnBinding, frame: Frame): Term {
  let at: Frame | null = frame;
  for (; at !== null && !at.sources.has(source); at = at.parent) at.wasPassed = true;
  const terms = at?.sources.get(source);
  if (terms === undefined || column === null) return unknown;
  const outputs: readonly ResolvedOutput[] = source.holder?.query?.outputs ?? [];
  const place = column.output === null ? -1 : outputs.indexOf(column.output);
  return terms[place < 0 ? column.place : place] ?? unknown;
}

/** Functions whose value is, for values as they are made here, near that of their first argument. */
const passing = new Set(
  (
    "cast try_cast round floor ceil ceiling trunc abs upper lower trim ltrim rtrim substring substr left " +
    "nullif sum avg min max first last any_value arg_max arg_min first_value last_value lag lead median mode"
  ).split(" "),
);

function termOfCall(call: CallExpression, frame: Frame, maker: Maker): Term {
  if (call.name === "case" || call.name === "if") return termOfCase(call, frame, maker);
  if (call.name === "coalesce" || call.name === "ifnull") return firstThatIs(call, frame, maker);
  for (const { role, value } of call.arguments) if (role === "filter") maker.assume(value, frame);
  if (call.name === "count" && formOf(call.name) === "aggregate") {
    for (const { value } of valuesOf(call)) maker.term(value, frame);
    return { kind: "count", grow: frame.grow };
  }
  const terms = valuesOf(call).map(({ value }) => maker.term(value, frame));
  const [first = unknown, second] = terms;
  if (passing.has(call.name) || call.name === "interval") return first;
  if (call.name === "neg") return scale(first, -1);
  return second === undefined ? unknown : arithmetic(call.name, first, second);
}

function valuesOf(call: CallExpression): CallExpression["arguments"] {
  return call.arguments.filter(({ role }) => role === "value");
}

function arithmetic(name: string, left: Term, right: Term): Term {
  switch (name) {
    case "add":
      return left.kind === "constant" ? plus(right, left, 1) : plus(left, right, 1);
    case "sub":
      if (left.kind === "linear" && right.kind === "linear")
        return { kind: "difference", from: right, to: left };
      return plus(left, right, -1);
    case "mul":
      if (left.kind === "constant") return scale(right, numberOf(left));
      return right.kind === "constant" ? scale(left, numberOf(right)) : mix(left, right, 1);
    case "div":
      return right.kind === "constant" ? scale(left, 1 / numberOf(right)) : mix(left, right, -1);
    default:
      return unknown;
  }
}

/** What rises with both, or with the first alone and falls with the second. */
function mix(left: Term, right: Term, sign: 1 | -1): Term {
  const [one, other] = [sidesOf(left), sidesOf(right)];
  const [up, down] = sign === 1 ? [other.up, other.down] : [other.down, other.up];
  return { kind: "mixed", up: [...one.up, ...up], down: [...one.down, ...down] };
}

function numberOf(term: Term): number {
  return term.kind === "constant" && term.text !== null ? Number(term.text) : NaN;
}

const date = /^\d{4}-\d{2}-\d{2}/;

function plus(term: Term, by: Term, sign: 1 | -1): Term {
  const number = numberOf(by) * sign;
  if (by.kind !== "constant") return mix(term, by, sign);
  if (Number.isNaN(number)) return unknown;
  if (term.kind === "mixed" || term.kind === "difference") return mix(term, by, sign);
  if (term.kind === "linear") return { ...term, plus: term.plus + number };
  if (term.kind !== "constant" || term.text === null) return unknown;
  if (date.test(term.text)) return { kind: "constant", text: shiftDate(term.text, number) };
  return { kind: "constant", text: String(Number(term.text) + number) };
}

function shiftDate(text: string, days: number): string {
  return formatDate(parseDate(text.slice(0, 10)) + Math.trunc(days));
}

function scale(term: Term, by: number): Term {
  if (Number.isNaN(by)) return unknown;
  if (term.kind === "mixed" || term.kind === "difference")
    return mix({ kind: "mixed", up: [], down: [] }, term, by < 0 ? -1 : 1);
  if (term.kind === "linear") return { ...term, times: term.times * by, plus: term.plus * by };
  return term.kind === "constant" && term.text !== null
    ? { kind: "constant", text: String(Number(term.text) * by) }
    : unknown;
}

interface Branch {
  /** `null` for what is left. */
  readonly condition: Expression | null;
  readonly value: Expression;
}

/** Chooses a branch, each time another one, whose condition can be made true. */
function termOfCase(call: CallExpression, frame: Frame, maker: Maker): Term {
  const { operand, branches } = branchesOf(call);
  const telling = branches.filter(({ condition, value }) =>
    condition === null ? value.kind !== "literal" : !isNull(value),
  );
  const tested = operand === null ? null : maker.term(operand, frame);
  const start = telling.length === 0 ? 0 : maker.turn(call, telling.length);
  for (let step = 0; step < telling.length; step += 1) {
    const branch = telling[(start + step) % telling.length];
    if (branch === undefined) break;
    const { condition, value } = branch;
    const isTaken =
      condition === null ||
      (tested === null
        ? maker.assume(condition, frame)
        : compareTerms("eq", [tested, maker.term(condition, frame)], maker.variables));
    if (isTaken) return maker.term(value, frame);
  }
  return unknown;
}

/** Chooses one of the values, each time another one, those before being NULL. */
function firstThatIs(call: CallExpression, frame: Frame, maker: Maker): Term {
  const terms = valuesOf(call).map(({ value }) => maker.term(value, frame));
  const chosen = maker.turn(call, Math.max(1, terms.length));
  for (const [place, term] of terms.entries()) {
    const isPassed =
      place < chosen &&
      term.kind === "linear" &&
      maker.variables.restrict(term.of, { ...noFacts, only: [null] });
    if (!isPassed) return term;
  }
  return unknown;
}

function isNull(expression: Expression): boolean {
  return expression.kind === "literal" && expression.type === "null";
}

function branchesOf({ arguments: all }: CallExpression): {
  readonly operand: Expression | null;
  readonly branches: readonly Branch[];
} {
  const hasOperand = all[0]?.role === "condition" && all[1]?.role === "condition";
  const rest = hasOperand ? all.slice(1) : all;
  const branches: Branch[] = [];
  let condition: Expression | null = null;
  for (const { role, value } of rest) {
    if (role === "value") branches.push({ condition, value });
    condition = role === "condition" ? value : null;
  }
  return { operand: hasOperand ? (all[0]?.value ?? null) : null, branches };
}
