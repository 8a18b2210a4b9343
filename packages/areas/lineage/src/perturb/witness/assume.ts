import type { CallExpression, Expression } from "@dx/sql-parser";
import { compareTerms, negated, type Comparison } from "./compare-terms.ts";
import { noFacts } from "./facts.ts";
import type { Frame, Maker, Term } from "./term.ts";

const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ["eq", "eq"],
  ["neq", "neq"],
  ["lt", "lt"],
  ["lte", "lte"],
  ["gt", "gt"],
  ["gte", "gte"],
  ["null_safe_eq", "eq"],
  ["null_safe_neq", "neq"],
  ["any", "eq"],
]);

/** Makes a condition true or false where that is understood; `false` if it cannot be. */
export function assume(
  condition: Expression,
  { frame, isTrue }: { readonly frame: Frame; readonly isTrue: boolean },
  maker: Maker,
): boolean {
  if (condition.kind === "subquery" && condition.role === "exists") {
    const query = maker.statement.queries.get(condition);
    if (isTrue && query !== undefined) maker.satisfy(query, frame);
    return true;
  }
  if (condition.kind === "column") {
    const term = maker.term(condition, frame);
    return compareTerms("eq", [term, text(String(isTrue))], maker.variables);
  }
  return condition.kind !== "call" || assumeCall(condition, { frame, isTrue }, maker);
}

function text(value: string): Term {
  return { kind: "constant", text: value };
}

interface Wanted {
  readonly frame: Frame;
  readonly isTrue: boolean;
}

function assumeCall(call: CallExpression, { frame, isTrue }: Wanted, maker: Maker): boolean {
  const parts = call.arguments.map(({ value }) => value);
  const [first] = parts;
  if (first === undefined) return true;
  const wanted = isTrue !== isNegated(call);
  switch (call.name) {
    case "and":
    case "or":
      return (call.name === "and") === isTrue
        ? parts.map((part) => maker.assume(part, frame, isTrue)).every(Boolean)
        : anyOf(call, { frame, isTrue }, maker);
    case "not":
      return maker.assume(first, frame, !isTrue);
    case "is_true":
      return maker.assume(first, frame, isTrue);
    case "between":
      return isBetween(parts, { frame, isTrue: wanted }, maker);
    case "in":
      return isIn(parts, { frame, isTrue: wanted }, maker);
    case "like":
    case "i_like":
      return isLike(parts, { frame, isTrue: wanted }, maker);
    case "is_null":
      return isNull(first, { frame, isTrue: wanted }, maker);
    default:
      return compare(call, { frame, isTrue }, maker);
  }
}

/** What the parser says beside the parts, as in `not in`. */
function isNegated({ node }: CallExpression): boolean {
  return typeof node === "object" && node !== null && "not" in node && node.not === true;
}

function anyOf(call: CallExpression, { frame, isTrue }: Wanted, maker: Maker): boolean {
  const parts = flat(call, call.name);
  const start = maker.turn(call, parts.length);
  return parts.some((_, step) => {
    const part = parts[(start + step) % parts.length];
    return part !== undefined && maker.assume(part, frame, isTrue);
  });
}

/** The parts of a chain of one operator. */
function flat(expression: Expression, name: string): readonly Expression[] {
  if (expression.kind !== "call" || expression.name !== name) return [expression];
  return expression.arguments.flatMap(({ value }) => flat(value, name));
}

function isBetween(parts: readonly Expression[], { frame, isTrue }: Wanted, maker: Maker): boolean {
  const [value, low, high] = parts.map((part) => maker.term(part, frame));
  if (value === undefined || low === undefined || high === undefined) return true;
  if (!isTrue) return compareTerms("gt", [value, high], maker.variables);
  const middle = middleOf(low, high);
  if (middle !== null) return compareTerms("eq", [value, middle], maker.variables);
  const isAbove = compareTerms("gte", [value, low], maker.variables);
  return compareTerms("lte", [value, high], maker.variables) && isAbove;
}

/** The value that two ends are a bit less and a bit more of; `null` if they are no such thing. */
function middleOf(low: Term, high: Term): Term | null {
  if (low.kind !== "linear" || high.kind !== "linear" || low.of !== high.of) return null;
  const isAround = low.times < 1 && high.times > 1 && low.plus === 0 && high.plus === 0;
  return isAround ? { ...low, times: 1 } : null;
}

function isIn(
  [value, ...among]: readonly Expression[],
  { frame, isTrue }: Wanted,
  maker: Maker,
): boolean {
  const [only] = among;
  if (value === undefined || only === undefined) return true;
  if (only.kind === "subquery") return !isTrue || isInQuery(value, only, { frame, maker });
  const term = maker.term(value, frame);
  const listed = among.flatMap((one): readonly string[] => {
    const found = maker.term(one, frame);
    return found.kind === "constant" && found.text !== null ? [found.text] : [];
  });
  if (term.kind !== "linear" || term.times !== 1 || term.plus !== 0 || listed.length === 0)
    return true;
  return maker.variables.restrict(term.of, {
    ...noFacts,
    ...(isTrue ? { only: listed } : { not: listed }),
  });
}

function isInQuery(
  value: Expression,
  subquery: Expression,
  { frame, maker }: { readonly frame: Frame; readonly maker: Maker },
): boolean {
  const query = subquery.kind === "subquery" ? maker.statement.queries.get(subquery) : undefined;
  if (query === undefined) return true;
  const isTuple = value.kind === "call" && value.name === "tuple";
  const values = isTuple ? value.arguments.map((one) => one.value) : [value];
  const terms = values.map((one) => maker.term(one, frame));
  const outputs = maker.satisfy(query, frame);
  const meets = terms.map((term, place) => {
    const output = outputs[place];
    return output === undefined || compareTerms("eq", [term, output], maker.variables);
  });
  return meets.every(Boolean);
}

function isLike(
  [value, pattern]: readonly Expression[],
  { frame, isTrue }: Wanted,
  maker: Maker,
): boolean {
  if (value === undefined || pattern?.kind !== "literal" || !isTrue) return true;
  const matching = text(pattern.text.replaceAll("%", "").replaceAll("_", "x"));
  return compareTerms("eq", [maker.term(value, frame), matching], maker.variables);
}

function isNull(value: Expression, { frame, isTrue }: Wanted, maker: Maker): boolean {
  const term = maker.term(value, frame);
  return (
    !isTrue ||
    term.kind !== "linear" ||
    maker.variables.restrict(term.of, { ...noFacts, only: [null] })
  );
}

function compare(call: CallExpression, { frame, isTrue }: Wanted, maker: Maker): boolean {
  const [left, right] = call.arguments.map(({ value }) => maker.term(value, frame));
  const comparison = comparisons.get(call.name);
  if (comparison === undefined || left === undefined || right === undefined) return true;
  const wanted = isTrue ? comparison : negated(comparison);
  return compareTerms(wanted, [left, right], maker.variables);
}
