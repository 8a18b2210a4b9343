import { DxError } from "@dx/core";

/** A word, sign or value of a formula, and where it stands. */
export interface Token {
  readonly kind: "word" | "name" | "number" | "text" | "sign" | "end";
  readonly text: string;
  readonly at: number;
}

const pattern =
  /\s+|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|"(?<name>(?:[^"]|"")+)"|(?<number>\d+(?:\.\d+)?|\.\d+)|'(?<text>(?:[^']|'')*)'|(?<sign><=|>=|<>|!=|\|\||[-+*/=<>(),])/uy;

/** The error of a formula, with its place. */
// oxlint-disable-next-line max-params -- a fault has a place, a text and a remedy
export function formulaError(formula: string, at: number, fault: string, hint?: string): DxError {
  return new DxError("DX_OBT_FORMULA", `${fault}, at character ${at + 1} of: ${formula}`, {
    path: [formula, at],
    hint: hint ?? "see `parseFormula` for what a formula may be",
  });
}

/**
 * The tokens of a formula, an end behind them.
 * @throws DxError `DX_OBT_FORMULA` for what is none
 */
export function readTokens(formula: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < formula.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(formula);
    if (found === null)
      throw formulaError(formula, at, `${JSON.stringify(formula[at])} has no meaning here`);
    const { word, name, number, text, sign } = found.groups ?? {};
    if (word !== undefined) tokens.push({ kind: "word", text: word, at });
    if (name !== undefined) tokens.push({ kind: "name", text: name.replaceAll('""', '"'), at });
    if (number !== undefined) tokens.push({ kind: "number", text: number, at });
    if (text !== undefined) tokens.push({ kind: "text", text: text.replaceAll("''", "'"), at });
    if (sign !== undefined) tokens.push({ kind: "sign", text: sign === "!=" ? "<>" : sign, at });
    at = pattern.lastIndex;
  }
  return [...tokens, { kind: "end", text: "the end", at: formula.length }];
}
