import type { Identifier } from "../ast/expression.ts";
import { foldIdentifier } from "../normalize-identifier.ts";
import type { Binder } from "./binder.ts";
import type { ResolvedOutput, Source, SourceColumn } from "./resolved.ts";
import { shownName } from "./shown-name.ts";

type Columns = Pick<Source, "columns" | "open">;

/** Columns under other names, from the left. */
export function renameColumns(
  columns: readonly SourceColumn[],
  names: readonly Identifier[],
  binder: Binder,
): readonly SourceColumn[] {
  if (names.length === 0) return columns;
  return columns.map((column, index) => {
    const name = names[index];
    return name === undefined ? column : renamed(column, name, binder);
  });
}

function renamed(
  { type, output, place }: Pick<SourceColumn, "type" | "output" | "place">,
  name: Identifier,
  { dialect }: Binder,
): SourceColumn {
  return {
    name: foldIdentifier(name, dialect),
    written: shownName(name, dialect),
    type,
    output,
    place,
  };
}

/** The outputs of a query as columns of a source; `*` makes it open. */
function columnsOf(outputs: readonly ResolvedOutput[]): Columns {
  return {
    columns: outputs.flatMap((output, place): readonly SourceColumn[] => {
      const { key: name, name: written, type } = output;
      return name === "*" ? [] : [{ name, written, type, output, place }];
    }),
    open: outputs.some(({ key }) => key === "*"),
  };
}

/**
 * The outputs of a query under the names of a list. Of a list that names all, those behind a `*` are counted from the end, and
 * what is between them comes from the `*`.
 */
export function namedColumns(
  outputs: readonly ResolvedOutput[],
  names: readonly Identifier[],
  binder: Binder,
): Columns {
  const { columns, open } = columnsOf(outputs);
  if (!open || names.length === 0) return { columns: renameColumns(columns, names, binder), open };
  const first = outputs.findIndex(({ key }) => key === "*");
  const last = outputs.findLastIndex(({ key }) => key === "*");
  const behind = outputs.length - 1 - last;
  const given = names.slice(0, first);
  if (names.length < first + behind)
    return { columns: renameColumns(columns, given, binder), open };
  const star: ResolvedOutput = {
    name: "*",
    key: "*",
    type: null,
    value: { kind: "set", of: outputs.slice(first, last + 1) },
  };
  const end = names.length - behind;
  return {
    columns: [
      ...renameColumns(columns.slice(0, first), given, binder),
      ...names
        .slice(first, end)
        .map((name) => renamed({ type: null, output: star, place: first }, name, binder)),
      ...renameColumns(columns.slice(columns.length - behind), names.slice(end), binder),
    ],
    open: false,
  };
}

/** The columns of a table that the schema does not have, by the names of a list, which are believed to be its own. */
export function guessedColumns(names: readonly Identifier[], binder: Binder): Columns {
  return {
    columns: names.map((name) => renamed({ type: null, output: null, place: -1 }, name, binder)),
    open: names.length === 0,
  };
}
