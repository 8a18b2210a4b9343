import type { Dialect } from "@dx/core";
import { sqlNameOf } from "./words.ts";

type Token = readonly [kind: "name" | "number" | "text" | "sign" | "call", text: string];

const pattern =
  /\s*(?:(==|!=|<=|>=|<|>|&&?|\|\|?|~|\(|\))|(\.(?:isnull|isna|notnull|notna)\(\))|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|"([^"]*)"|'([^']*)'|`([^`]+)`|col\("([^"]+)"\)|([A-Za-z_]\w*))/giy;

/**
 * A condition of pandas' `query`, or of Great Expectations' own words, as SQL: comparisons of columns with values or columns, `isnull()`,
 * `notnull()` (in any case), `&`, `|`, `~`, `and`, `or`, `not` and parentheses; `undefined` for anything else.
 */
export function pandasCondition(text: string, dialect: Dialect): string | undefined {
  const tokens = tokensOf(text.trim());
  if (tokens === undefined || tokens.length === 0) return undefined;
  const reader: Reader = { tokens, at: 0, dialect };
  const condition = readAny(reader);
  return reader.at === tokens.length ? condition : undefined;
}

// oxlint-disable-next-line complexity -- one case for each kind of word
function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    const [all, sign, call, number, double, single, tick, col, name] = found;
    end = found.index + all.length;
    const word = name?.toLowerCase();
    if (sign !== undefined)
      tokens.push([
        "sign",
        sign.charAt(0) === "&" || sign.charAt(0) === "|" ? sign.charAt(0) : sign,
      ]);
    else if (call !== undefined) tokens.push(["call", call.toLowerCase()]);
    else if (number !== undefined) tokens.push(["number", number]);
    else if ((double ?? single) !== undefined) tokens.push(["text", double ?? single ?? ""]);
    else if (word === "and" || word === "or" || word === "not")
      tokens.push(["sign", { and: "&", or: "|", not: "~" }[word]]);
    else tokens.push(["name", tick ?? col ?? name ?? ""]);
  }
  return end === text.length ? tokens : undefined;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  readonly dialect: Dialect;
}

/** Takes the next token if it is this sign. */
function takes(reader: Reader, sign: string): boolean {
  const [kind, text] = reader.tokens[reader.at] ?? [];
  if (kind !== "sign" || text !== sign) return false;
  reader.at += 1;
  return true;
}

function readAny(reader: Reader): string | undefined {
  let left = readAll(reader);
  while (left !== undefined && takes(reader, "|")) {
    const right = readAll(reader);
    left = right === undefined ? undefined : `(${left} or ${right})`;
  }
  return left;
}

function readAll(reader: Reader): string | undefined {
  let left = readOne(reader);
  while (left !== undefined && takes(reader, "&")) {
    const right = readOne(reader);
    left = right === undefined ? undefined : `(${left} and ${right})`;
  }
  return left;
}

function readOne(reader: Reader): string | undefined {
  if (takes(reader, "~")) {
    const inner = readOne(reader);
    return inner === undefined ? undefined : `not ${inner}`;
  }
  if (takes(reader, "(")) {
    const inner = readAny(reader);
    return inner !== undefined && takes(reader, ")") ? inner : undefined;
  }
  return readComparison(reader);
}

const operators: Readonly<Record<string, string>> = {
  "==": "=",
  "!=": "<>",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

function readComparison(reader: Reader): string | undefined {
  const left = readValue(reader);
  const [kind, text = ""] = reader.tokens[reader.at] ?? [];
  if (left === undefined) return undefined;
  if (kind === "call") {
    reader.at += 1;
    return `${left} is ${text.startsWith(".not") ? "not " : ""}null`;
  }
  const operator = kind === "sign" ? operators[text] : undefined;
  if (operator === undefined) return undefined;
  reader.at += 1;
  const right = readValue(reader);
  return right === undefined ? undefined : `${left} ${operator} ${right}`;
}

function readValue(reader: Reader): string | undefined {
  const [kind, text = ""] = reader.tokens[reader.at] ?? [];
  if (kind === undefined || kind === "sign" || kind === "call") return undefined;
  reader.at += 1;
  if (kind === "name") return sqlNameOf(text, reader.dialect);
  return kind === "text" ? `'${text.replaceAll("'", "''")}'` : text;
}
