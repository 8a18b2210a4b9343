import { classEscapes, parseClass } from "./parse-class.ts";
import { badPattern, control, type Scanner } from "./scanner.ts";
import type { Pattern, PatternNode } from "./pattern.ts";

/**
 * Reads a regular expression in what RE2, POSIX and Java share: characters, `.`, classes, groups, `|`, `^`, `$`, the
 * repetitions `* + ? {n,m}`, and `\d \w \s` of ASCII. Whether a repetition is greedy makes no difference here.
 * @throws DxError `DX_QUALITY_PATTERN` for what an engine lacks or reads otherwise, with its place
 */
export function parsePattern(text: string): Pattern {
  const scanner: Scanner = { characters: Array.from(text), at: 0, text };
  if (text === "") throw badPattern(scanner, "is empty", "write what values are to look like");
  const pattern = parseBranches(scanner);
  if (scanner.at < scanner.characters.length)
    throw badPattern(scanner, "closes a group that was not opened", String.raw`write \)`);
  return pattern;
}

function parseBranches(scanner: Scanner): Pattern {
  const branches = [parseBranch(scanner)];
  while (scanner.characters[scanner.at] === "|") {
    scanner.at += 1;
    branches.push(parseBranch(scanner));
  }
  return branches;
}

function parseBranch(scanner: Scanner): readonly PatternNode[] {
  const nodes: PatternNode[] = [];
  for (;;) {
    const next = scanner.characters[scanner.at];
    if (next === undefined || next === "|" || next === ")") return nodes;
    nodes.push(parseRepeat(parseAtom(scanner, next), scanner));
  }
}

// oxlint-disable-next-line complexity -- one case for each character with a meaning
function parseAtom(scanner: Scanner, next: string): PatternNode {
  switch (next) {
    case "(":
      return parseGroup(scanner);
    case "[":
      return parseClass(scanner);
    case "\\":
      return parseEscape(scanner);
    case "*":
    case "+":
    case "?":
    case "{":
      throw badPattern(
        scanner,
        `repeats nothing with ${next}`,
        `write \\${next} for the character`,
      );
    case "]":
    case "}":
      throw badPattern(scanner, `has a ${next} of its own`, `write \\${next} for the character`);
    default:
      scanner.at += 1;
      if (next === ".") return { kind: "any" };
      if (next === "^") return { kind: "start" };
      if (next === "$") return { kind: "end" };
      return { kind: "character", code: next.codePointAt(0) ?? 0 };
  }
}

function parseGroup(scanner: Scanner): PatternNode {
  scanner.at += 1;
  if (scanner.characters[scanner.at] === "?") {
    if (scanner.characters[scanner.at + 1] !== ":")
      throw badPattern(
        scanner,
        "looks around, names a group or sets a flag",
        "not all engines can: use plain groups, and classes such as [Aa]",
      );
    scanner.at += 2;
  }
  const branches = parseBranches(scanner);
  if (scanner.characters[scanner.at] !== ")")
    throw badPattern(scanner, "does not close a group", String.raw`write ) or \(`);
  scanner.at += 1;
  return { kind: "group", branches };
}

function parseEscape(scanner: Scanner): PatternNode {
  const next = scanner.characters[scanner.at + 1] ?? "";
  const known = classEscapes(next);
  if (known === undefined && !(next in control) && !/^[^\p{L}\p{N}\s]$/u.test(next))
    throw badPattern(
      scanner,
      `has \\${next}`,
      String.raw`engines differ in it: use \d \w \s and classes such as [A-Z]`,
    );
  scanner.at += 2;
  if (known !== undefined) return { kind: "class", ...known };
  return { kind: "character", code: (control[next] ?? next).codePointAt(0) ?? 0 };
}

const most = 255;

function parseRepeat(node: PatternNode, scanner: Scanner): PatternNode {
  const rest = scanner.characters.slice(scanner.at, scanner.at + 9).join("");
  const [found, sign, least, comma, last] =
    /^(?:([*+?])|\{(\d{1,3})(?:(,)(\d{0,3}))?\})/.exec(rest) ?? [];
  if (found === undefined) {
    if (rest.startsWith("{"))
      throw badPattern(scanner, "has a { without numbers", String.raw`write \{ for the character`);
    return node;
  }
  if (node.kind === "start" || node.kind === "end")
    throw badPattern(scanner, "repeats an anchor", "leave the repetition out");
  const repeat = bounds({ sign, least, comma, last });
  if (repeat.min > most || (repeat.max !== null && (repeat.max > most || repeat.max < repeat.min)))
    throw badPattern(scanner, `repeats ${found}`, `write {n,m} with n <= m <= ${most}`);
  scanner.at += found.length;
  if (scanner.characters[scanner.at] === "?") scanner.at += 1;
  if (/^[*+?{]/.test(scanner.characters[scanner.at] ?? ""))
    throw badPattern(scanner, "repeats a repetition", "put the first one into a group");
  return { kind: "repeat", node, ...repeat };
}

interface Written {
  readonly sign: string | undefined;
  readonly least: string | undefined;
  readonly comma: string | undefined;
  readonly last: string | undefined;
}

function bounds({ sign, least, comma, last }: Written): {
  readonly min: number;
  readonly max: number | null;
} {
  if (sign !== undefined) return { min: sign === "+" ? 1 : 0, max: sign === "?" ? 1 : null };
  const min = Number(least);
  if (comma === undefined) return { min, max: min };
  return { min, max: last === undefined || last === "" ? null : Number(last) };
}
