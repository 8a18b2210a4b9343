import type { CharacterRange, PatternNode } from "./pattern.ts";
import { badPattern, control, type Scanner } from "./scanner.ts";

const code = (character: string): number => character.codePointAt(0) ?? 0;
const range = (from: string, to = from): CharacterRange => [code(from), code(to)];

const digit = [range("0", "9")];
const letter = [range("A", "Z"), range("a", "z")];
const space = [range(" "), range("\t"), range("\n"), range("\r"), range("\f")];
const named: Readonly<Record<string, readonly CharacterRange[]>> = {
  digit,
  alpha: letter,
  alnum: [...letter, ...digit],
  upper: [range("A", "Z")],
  lower: [range("a", "z")],
  xdigit: [...digit, range("A", "F"), range("a", "f")],
  space,
};
const escapes: Readonly<Record<string, readonly CharacterRange[]>> = {
  d: digit,
  w: [...letter, ...digit, range("_")],
  s: space,
};

/** What `\d` and the like mean, of ASCII; `undefined` for other letters. */
export function classEscapes(
  letterOf: string,
): { readonly isNegated: boolean; readonly ranges: readonly CharacterRange[] } | undefined {
  const ranges = escapes[letterOf.toLowerCase()];
  return ranges === undefined
    ? undefined
    : { ranges, isNegated: letterOf !== letterOf.toLowerCase() };
}

/** Reads a class in square brackets. */
export function parseClass(scanner: Scanner): PatternNode {
  scanner.at += 1;
  const isNegated = scanner.characters[scanner.at] === "^";
  if (isNegated) scanner.at += 1;
  const ranges: CharacterRange[] = [];
  while (scanner.characters[scanner.at] !== "]") ranges.push(...parseMember(scanner));
  scanner.at += 1;
  if (ranges.length === 0)
    throw badPattern(scanner, "has an empty class", String.raw`write \] for the character`);
  return { kind: "class", isNegated, ranges };
}

function parseMember(scanner: Scanner): readonly CharacterRange[] {
  const rest = scanner.characters.slice(scanner.at, scanner.at + 11).join("");
  const [found, name = ""] = /^\[:(\w+):\]/.exec(rest) ?? [];
  if (found !== undefined) {
    const ranges = named[name];
    if (ranges === undefined)
      throw badPattern(scanner, `has the class ${name}`, `it knows ${Object.keys(named).join()}`);
    scanner.at += found.length;
    return ranges;
  }
  const ranges = rest.startsWith("\\") ? escapes[rest.charAt(1)] : undefined;
  if (ranges !== undefined) {
    scanner.at += 2;
    return ranges;
  }
  const from = parseCharacter(scanner);
  if (scanner.characters[scanner.at] !== "-" || scanner.characters[scanner.at + 1] === "]")
    return [[from, from]];
  scanner.at += 1;
  const to = parseCharacter(scanner);
  if (to < from) throw badPattern(scanner, "has a range that ends before it begins", "turn it");
  return [[from, to]];
}

function parseCharacter(scanner: Scanner): number {
  const next = scanner.characters[scanner.at];
  if (next === undefined || next === "[")
    throw badPattern(
      scanner,
      next === undefined ? "does not close a class" : "has a [ in a class",
      next === undefined ? "write ]" : String.raw`write \[ for the character`,
    );
  if (next !== "\\") {
    scanner.at += 1;
    return code(next);
  }
  const escaped = scanner.characters[scanner.at + 1] ?? "";
  if (!(escaped in control) && !/^[^\p{L}\p{N}\s]$/u.test(escaped))
    throw badPattern(
      scanner,
      `has \\${escaped} in a class`,
      String.raw`use \d \w \s and ranges such as A-Z`,
    );
  scanner.at += 2;
  return code(control[escaped] ?? escaped);
}
