import type { PatternForms } from "@dx/sql";
import { parsePattern } from "./parse-pattern.ts";
import type { Pattern, PatternNode } from "./pattern.ts";

/** How much rewriting is allowed. */
export interface WritePatternOptions {
  /** Whether forms for `like` and `glob` are made where they mean the same. */
  readonly lowered: boolean;
}

/**
 * A pattern in the forms that engines read the same way, and where it can be said so, for `like` and `glob`.
 * @throws DxError `DX_QUALITY_PATTERN`
 */
export function writePattern(text: string, { lowered }: WritePatternOptions): PatternForms {
  const pattern = parsePattern(text);
  const plain = { pattern: writeBranches(pattern) };
  const [branch, ...others] = pattern;
  if (!lowered || branch === undefined || others.length > 0) return plain;
  const like = writeLike(branch);
  if (like !== undefined) return { ...plain, like };
  const glob = writeGlob(branch);
  return glob === undefined ? plain : { ...plain, glob };
}

const mostBranches = 4;

/**
 * A pattern as several of which any may match: each branch of its own where all can be said by `like`, which is faster
 * than one expression in each engine; else one, as {@link writePattern} writes it.
 * @throws DxError `DX_QUALITY_PATTERN`
 */
export function writePatterns(
  text: string,
  { lowered }: WritePatternOptions,
): readonly PatternForms[] {
  const branches = lowered ? parsePattern(text) : [];
  if (branches.length < 2 || branches.length > mostBranches)
    return [writePattern(text, { lowered })];
  const all = branches.flatMap((branch): readonly PatternForms[] => {
    const like = writeLike(branch);
    return like === undefined ? [] : [{ pattern: writeBranches([branch]), like }];
  });
  return all.length === branches.length ? all : [writePattern(text, { lowered })];
}

const special = /[\\^$.*+?()[\]{}|]/;
const characterOf = (code: number): string => String.fromCodePoint(code);

function writeBranches(pattern: Pattern): string {
  return pattern.map((branch) => branch.map(writeNode).join("")).join("|");
}

function writeNode(node: PatternNode): string {
  switch (node.kind) {
    case "character": {
      const character = characterOf(node.code);
      return special.test(character) ? `\\${character}` : character;
    }
    case "any":
      return ".";
    case "start":
      return "^";
    case "end":
      return "$";
    case "group":
      return `(?:${writeBranches(node.branches)})`;
    case "class":
      return `[${node.isNegated ? "^" : ""}${node.ranges.map(writeRange).join("")}]`;
    case "repeat":
      return `${writeNode(node.node)}${writeRepeat(node.min, node.max)}`;
  }
}

function writeRange([from, to]: readonly [number, number]): string {
  const [first, last] = [from, to].map((code) => {
    const character = characterOf(code);
    return /[\\\]^[-]/.test(character) ? `\\${character}` : character;
  });
  return from === to ? `${first}` : `${first}-${last}`;
}

function writeRepeat(min: number, max: number | null): string {
  if (max === null) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  if (min === 0 && max === 1) return "?";
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

const longest = 200;

/** Nodes with repetitions of a fixed number written out; `undefined` where there are others, but of any character. */
function unroll(nodes: readonly PatternNode[]): readonly PatternNode[] | undefined {
  const all: PatternNode[] = [];
  for (const node of nodes) {
    if (node.kind !== "repeat") all.push(node);
    else if (node.max === node.min) all.push(...Array.from({ length: node.min }, () => node.node));
    else if (node.max === null && node.node.kind === "any")
      all.push(...Array.from({ length: node.min }, (): PatternNode => ({ kind: "any" })), {
        kind: "repeat",
        node: node.node,
        min: 0,
        max: null,
      });
    else return undefined;
  }
  return all.length > longest ? undefined : all;
}

interface Anchored {
  readonly fromStart: boolean;
  readonly toEnd: boolean;
  readonly nodes: readonly PatternNode[];
}

function anchors(branch: readonly PatternNode[]): Anchored | undefined {
  const fromStart = branch[0]?.kind === "start";
  const toEnd = branch.at(-1)?.kind === "end";
  const inner = branch.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined);
  const nodes = unroll(inner);
  return nodes === undefined ? undefined : { fromStart, toEnd, nodes };
}

function writeLike(branch: readonly PatternNode[]): string | undefined {
  const found = anchors(branch);
  if (found === undefined) return undefined;
  const texts = found.nodes.map((node) => {
    if (node.kind === "any") return "_";
    if (node.kind === "repeat") return "%";
    if (node.kind !== "character") return undefined;
    const character = characterOf(node.code);
    return /[%_\\]/.test(character) ? undefined : character;
  });
  if (texts.includes(undefined)) return undefined;
  return `${found.fromStart ? "" : "%"}${texts.join("")}${found.toEnd ? "" : "%"}`;
}

/** DuckDB's `glob` goes by bytes: only ASCII, and no single character of any kind. */
function writeGlob(branch: readonly PatternNode[]): string | undefined {
  const found = anchors(branch);
  if (found === undefined || !found.fromStart || !found.toEnd) return undefined;
  const texts = found.nodes.map((node) => {
    if (node.kind === "repeat") return "*";
    if (node.kind === "character") {
      const character = characterOf(node.code);
      return node.code < 128 && !/[*?[\]\\]/.test(character) ? character : undefined;
    }
    if (node.kind !== "class" || node.isNegated) return undefined;
    const isPlain = node.ranges.every((one) => one.every((code) => isWordCode(code)));
    return isPlain ? `[${node.ranges.map(writeRange).join("")}]` : undefined;
  });
  return texts.includes(undefined) ? undefined : texts.join("");
}

/** Letters, digits and the underscore, which mean nothing else in a class of `glob`. */
function isWordCode(code: number): boolean {
  return /^\w$/.test(characterOf(code));
}
