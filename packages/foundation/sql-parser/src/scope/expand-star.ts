import type { Expression, Identifier, StarExpression } from "../ast/expression.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import type { Span } from "../ast/span.ts";
import { bindColumn, findHidden, findSource, isLoose } from "./bind-column.ts";
import type { Binder } from "./binder.ts";
import { fieldsOf } from "./nested-type.ts";
import type { Binding, ResolvedOutput } from "./resolved.ts";
import { frameOf, type Scope, type Visible } from "./scope.ts";
import { shownName } from "./shown-name.ts";
import { typeOfBinding } from "./type-of.ts";

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
  const columns = columnsFor(star, scope, binder);
  const expanded = columns.flatMap((one): readonly ResolvedOutput[] => {
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
        key: renamed === undefined ? (one.written === "*" ? "*" : name) : fold(renamed),
        type: replaced === undefined ? one.type : null,
        value,
      },
    ];
  });
  return [...expanded, ...changedInside(star, columns, binder)];
}

/** What `replace` and `rename` say of columns that are not known, and so are among those that `*` stands for. */
function changedInside(
  { replace, rename, span }: StarExpression,
  columns: readonly Visible[],
  { dialect }: Binder,
): readonly ResolvedOutput[] {
  if (replace.length === 0 && rename.length === 0) return [];
  const open = columns.flatMap(({ open: source }) => source ?? []);
  if (open.length === 0) return [];
  const known = new Set(columns.map(({ name }) => name));
  const isUnknown = (name: Identifier): boolean => !known.has(foldIdentifier(name, dialect));
  const output = (name: Identifier, value: ResolvedOutput["value"]): ResolvedOutput => ({
    name: shownName(name, dialect),
    key: foldIdentifier(name, dialect),
    type: null,
    value,
  });
  return [
    ...replace
      .filter(({ name }) => isUnknown(name))
      .map(({ name, value }) => output(name, expressionValue(value))),
    ...rename
      .filter(({ from }) => isUnknown(from))
      .map(({ from, to }) => {
        const of = open.map((source): Binding => {
          return { kind: "column", source, column: null, name: foldIdentifier(from, dialect) };
        });
        const [only] = of;
        const binding: Binding =
          of.length === 1 && only !== undefined ? only : { kind: "candidates", of };
        return output(to, { kind: "binding", binding, span });
      }),
  ];
}

/** `t.a.*` and `a.*` of a column that holds fields; `null` if there is no such column. */
function fieldColumns(
  qualifier: readonly Identifier[],
  place: Span | null,
  { scope, binder }: { readonly scope: Scope; readonly binder: Binder },
): readonly Visible[] | null {
  const span = place ?? { start: 0, end: 0, line: 1, column: 1 };
  const { binding, finding } = bindColumn(
    { kind: "column", parts: qualifier, span },
    scope,
    binder,
  );
  if (binding.kind === "unknown" || binding.kind === "row" || finding !== null) return null;
  const fields = fieldsOf(typeOfBinding(binding));
  const open = { name: null, written: "*", type: null, binding, open: null };
  if (fields === null) return [open];
  return fields.map((field): Visible => ({
    name: foldIdentifier(field, binder.dialect),
    written: field.name,
    type: field.type,
    binding: fieldBinding(binding, foldIdentifier(field, binder.dialect)),
    open: null,
  }));
}

function fieldBinding(of: Binding, field: string): Binding {
  if (of.kind !== "field") return { kind: "field", of, field };
  return { kind: "field", of: of.of, field: `${of.field}.${field}` };
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
  const field = fieldColumns(qualifier, span, { scope, binder });
  if (field !== null) return field;
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
  const hidden = isLoose(binder) ? findHidden(scope.frame.sources, path) : undefined;
  return hidden === undefined ? [] : frameOf(hidden).columns;
}
