import { DxError, nearest, parsePlainValue } from "@dx/core";
import { functionNames, type BinaryOperator, type Formula, type FunctionName } from "./formula.ts";
import { formulaError, readTokens, type Token } from "./read-tokens.ts";

/** From the loosest to the tightest; comparisons do not chain. */
const levels: readonly (readonly BinaryOperator[])[] = [
  ["or"],
  ["and"],
  ["=", "<>", "<", "<=", ">", ">="],
  ["+", "-", "||"],
  ["*", "/"],
];
const comparing = 2;
const deepest = 200;
const isoDate = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Understands a formula: columns, numbers, `'text'`, `date '2024-12-31'`, `true`, `false`, `null`, `+ - * / ||`,
 * comparisons, `and or not`, `is [not] null`, `[not] in (...)`, `[not] between`, `[not] like`, `case when ... then ... else ... end`, and
 * the functions abs, ceil, coalesce, day, floor, hour, length, lower, month, nullif, trim, upper, year. All mean the same in each dialect:
 * `/` divides floats, and gives NULL where the divisor is 0; NULL goes as in SQL. What `upper` and `lower` make of letters beyond A to Z is the database's.
 * @throws DxError `DX_OBT_FORMULA` with the place of the fault
 * @example
 * ```ts
 * import { parseFormula } from "@dx/obt";
 * const { kind } = parseFormula("case when delay > 15 then 1 else 0 end");
 * if (kind !== "case") throw new Error(kind);
 * ```
 */
export function parseFormula(formula: string): Formula {
  if (formula.trim() === "")
    throw new DxError("DX_OBT_FORMULA", "a formula is empty", {
      hint: "write one, or leave it out",
    });
  const reader = new Reader(formula);
  const read = reader.binary(0);
  reader.expectEnd();
  return read;
}

class Reader {
  readonly #formula: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(formula: string) {
    this.#formula = formula;
    this.#tokens = readTokens(formula);
  }

  get #token(): Token {
    return this.#tokens[this.#next] ?? { kind: "end", text: "the end", at: this.#formula.length };
  }

  #fail(fault: string, token: Token, hint?: string): DxError {
    return formulaError(this.#formula, token.at, fault, hint);
  }

  #is(text: string): boolean {
    const { kind, text: found } = this.#token;
    return (kind === "word" && found.toLowerCase() === text) || (kind === "sign" && found === text);
  }

  #take(text: string): boolean {
    const isThere = this.#is(text);
    if (isThere) this.#next += 1;
    return isThere;
  }

  #need(text: string): void {
    if (!this.#take(text))
      throw this.#fail(`wanted ${text}, found ${this.#token.text}`, this.#token);
  }

  expectEnd(): void {
    if (this.#token.kind !== "end")
      throw this.#fail(`wanted an operator or the end, found ${this.#token.text}`, this.#token);
  }

  binary(level: number): Formula {
    const operators = levels[level];
    if (operators === undefined) return this.#unary();
    if (level === comparing && this.#take("not")) return { kind: "not", of: this.binary(level) };
    this.#depth += 1;
    if (this.#depth > deepest * levels.length)
      throw this.#fail(
        "this is nested too deeply",
        this.#token,
        "give parts of it names of their own",
      );
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((one) => this.#is(one));
      if (operator === undefined) break;
      this.#next += 1;
      left = { kind: "binary", operator, left, right: this.binary(level + 1) };
      if (level === comparing) break;
    }
    this.#depth -= 1;
    return level === comparing ? this.#condition(left) : left;
  }

  #condition(of: Formula): Formula {
    if (this.#take("is")) {
      const not = this.#take("not");
      this.#need("null");
      return { kind: "is-null", of, not };
    }
    const not = this.#take("not");
    if (this.#take("in")) {
      this.#need("(");
      const list = this.#list();
      return { kind: "in", of, list, not };
    }
    if (this.#take("between")) {
      const low = this.binary(comparing + 1);
      this.#need("and");
      return { kind: "between", of, low, high: this.binary(comparing + 1), not };
    }
    if (this.#take("like")) {
      const { kind, text } = this.#token;
      if (kind !== "text" || text.includes("\\"))
        throw this.#fail("like wants a 'text' without a backslash", this.#token);
      this.#next += 1;
      return { kind: "like", of, pattern: text, not };
    }
    if (not) throw this.#fail("wanted in, between or like after not", this.#token);
    return of;
  }

  /** What is between commas, up to the closing bracket. */
  #list(): readonly Formula[] {
    const list = [this.binary(0)];
    while (this.#take(",")) list.push(this.binary(0));
    this.#need(")");
    return list;
  }

  #unary(): Formula {
    let minuses = 0;
    while (this.#take("-")) minuses += 1;
    const value = this.#primary();
    return minuses % 2 === 0 ? value : { kind: "negate", of: value };
  }

  #primary(): Formula {
    const token = this.#token;
    this.#next += 1;
    switch (token.kind) {
      case "number":
        return { kind: "number", text: token.text };
      case "text":
        return { kind: "text", text: token.text };
      case "name":
        return { kind: "column", name: `"${token.text.replaceAll('"', '""')}"`, at: token.at };
      case "word":
        return this.#word(token);
      case "sign":
        if (token.text !== "(") break;
        return this.#bracket();
      case "end":
        break;
    }
    throw this.#fail(`wanted a column, value or function, found ${token.text}`, token);
  }

  #bracket(): Formula {
    const inner = this.binary(0);
    this.#need(")");
    return inner;
  }

  #word(token: Token): Formula {
    const word = token.text.toLowerCase();
    if (word === "null") return { kind: "null" };
    if (word === "true" || word === "false") return { kind: "boolean", value: word === "true" };
    if (word === "case") return this.#case();
    if (word === "date" && this.#token.kind === "text") return this.#date();
    if (this.#is("(")) return this.#call(token);
    if (reserved.has(word)) throw this.#fail(`${token.text} stands in a wrong place`, token);
    return { kind: "column", name: token.text, at: token.at };
  }

  #date(): Formula {
    const token = this.#token;
    try {
      if (isoDate.test(token.text)) parsePlainValue("date", token.text);
      else throw new DxError("DX_OBT_FORMULA", "not as ISO 8601 has it");
    } catch {
      throw this.#fail(`${token.text} is no date`, token, "write it as date '2024-12-31'");
    }
    this.#next += 1;
    return { kind: "date", text: token.text };
  }

  #call(token: Token): Formula {
    const name = token.text.toLowerCase();
    if (!isFunction(name)) {
      const near = nearest(name, Object.keys(functionNames));
      const all = `there are ${Object.keys(functionNames).join(", ")}`;
      throw this.#fail(
        `${token.text} is no function here`,
        token,
        near === undefined ? all : `did you mean ${near}? ${all}`,
      );
    }
    this.#need("(");
    const given = this.#list();
    const [least, most] = functionNames[name];
    if (given.length < least || given.length > most)
      throw this.#fail(
        `${name} takes ${least === most ? least : `${least} to ${most}`} values`,
        token,
      );
    return { kind: "call", name, given };
  }

  #case(): Formula {
    const branches: { readonly when: Formula; readonly value: Formula }[] = [];
    while (this.#take("when")) {
      const when = this.binary(0);
      this.#need("then");
      branches.push({ when, value: this.binary(0) });
    }
    if (branches.length === 0) this.#need("when");
    const otherwise = this.#take("else") ? this.binary(0) : null;
    this.#need("end");
    return { kind: "case", branches, otherwise };
  }
}

const reserved = new Set(
  "and or not is in between like when then else end case as select from where".split(" "),
);

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functionNames, name);
}
