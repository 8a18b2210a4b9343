import type { Expression, Identifier, StarExpression } from "../ast/expression.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import { findSource } from "./bind-column.ts";
import type { Binder } from "./binder.ts";
import type { ResolvedOutput } from "./resolved.ts";
import { frameOf, type Scope, type Visible } from "./scope.ts";
import { shownName } from "./shown-name.ts";

/** The outputs that `*` stands for; of sources whose columns are not known, one called `*`. */
export function expandStar(
  star: StarExpression,
  scope: Scope,
  binder: Binder,
): readonly ResolvedOutput[] {
  const fold = (name: Identifier): string => foldIdentifier(name, binder.dialect);
  const except = new Set(star.except.map(fold));
  const replace = new Map(star.replace.map(({ name, value }) => [fold(name), value]));
  const rename = new Map(star.rename.map(({ from, to }) => [fold(from), to]));
  const pattern = star.pattern === null ? null : toPattern(star.pattern);
  if (star.isGuess)
    binder.findings.push({
      code: "DX_SQL_PARSER_OPAQUE",
      severity: "warning",
      message: "a condition on names of columns is not understood; all columns are taken",
      subject: "columns",
      count: 1,
      example: null,
    });
  return columnsFor(star, scope, binder).flatMap((one): readonly ResolvedOutput[] => {
    if (one.open !== null)
      return [
        {
          name: "*",
          key: "*",
          type: null,
          value: { kind: "star", source: one.open, span: star.span },
        },
      ];
    const { name } = one;
    if (name !== null && (except.has(name) || pattern?.test(one.written ?? name) === false))
      return [];
    const replaced = name === null ? undefined : replace.get(name);
    const renamed = name === null ? undefined : rename.get(name);
    const value: ResolvedOutput["value"] =
      replaced === undefined
        ? { kind: "binding", binding: one.binding, span: star.span }
        : expressionValue(replaced);
    return [
      {
        name: renamed === undefined ? one.written : shownName(renamed, binder.dialect),
        key: renamed === undefined ? name : fold(renamed),
        type: replaced === undefined ? one.type : null,
        value,
      },
    ];
  });
}

function expressionValue(expression: Expression): ResolvedOutput["value"] {
  return { kind: "expression", expression };
}

function toPattern(text: string): RegExp | null {
  try {
    return new RegExp(text, "u");
  } catch {
    return null;
  }
}

function columnsFor(
  { qualifier, span }: StarExpression,
  scope: Scope,
  binder: Binder,
): readonly Visible[] {
  if (qualifier.length === 0) return scope.frame.columns;
  const path = qualifier.map((one) => foldIdentifier(one, binder.dialect, "table"));
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const source = findSource(at.frame.sources, path);
    if (source !== undefined) return frameOf(source).columns;
  }
  const written = qualifier.map(({ name }) => name).join(".");
  const place = span === null ? "" : `line ${span.line}, column ${span.column}: `;
  binder.findings.push({
    code: "DX_SQL_PARSER_UNKNOWN_TABLE",
    severity: "error",
    message: `${place}nothing here is called ${written}`,
    subject: written,
    count: 1,
    example: { ...span },
  });
  return [];
}
