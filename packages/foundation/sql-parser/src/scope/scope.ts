import type { Binding, QueryHolder, ResolvedOutput, Source, SourceColumn } from "./resolved.ts";

/** A column that can be named without its table, or all unknown columns of a source. */
export interface Visible {
  /** By which it is compared; `null` if it has no name. */
  readonly name: string | null;
  readonly written: string | null;
  readonly type: string | null;
  readonly binding: Binding;
  /** The source all of whose unknown columns it stands for. */
  readonly open: Source | null;
}

/** What a part of `from` gives. */
export interface Frame {
  readonly sources: readonly Source[];
  /** In the order of `*`. */
  readonly columns: readonly Visible[];
  /** Whether these are all columns of all sources, and no others. */
  readonly isPlain: boolean;
}

/** A common table. */
export interface CommonEntry {
  readonly name: string;
  readonly holder: QueryHolder;
  /** Known before the query is, if it is recursive. */
  columns: readonly SourceColumn[];
  open: boolean;
}

/** Common tables that can be read, the innermost first. */
export interface CommonTables {
  readonly entry: CommonEntry;
  readonly outer: CommonTables | null;
}

/** Where names are looked up. */
export interface Scope {
  readonly frame: Frame;
  readonly parent: Scope | null;
  readonly common: CommonTables | null;
  /** Outputs that can be named here. */
  readonly aliases: ReadonlyMap<string, ResolvedOutput> | null;
  /** Outputs that the dialect does not let be named here: taken where nothing else has the name. */
  readonly hidden: ReadonlyMap<string, ResolvedOutput> | null;
  /** Whether an alias goes before a column. */
  readonly aliasFirst: boolean;
  /** Parameters of functions without a name. */
  readonly locals: readonly string[];
}

/** A frame without anything. */
export const emptyFrame: Frame = { sources: [], columns: [], isPlain: true };

/** A frame whose columns are made only if they are asked for. */
function lazyFrame(given: Omit<Frame, "columns">, make: () => readonly Visible[]): Frame {
  let made: readonly Visible[] | undefined;
  return {
    ...given,
    get columns() {
      made ??= make();
      return made;
    },
  };
}

/** One frame of two. */
export function concatFrames(left: Frame, right: Frame): Frame {
  if (left.sources.length === 0) return right;
  return lazyFrame(
    { sources: [...left.sources, ...right.sources], isPlain: left.isPlain && right.isPlain },
    () => [...left.columns, ...right.columns],
  );
}

/** A scope without aliases. */
export function createScope(frame: Frame, outer: Pick<Scope, "parent" | "common">): Scope {
  return {
    frame,
    parent: outer.parent,
    common: outer.common,
    aliases: null,
    hidden: null,
    aliasFirst: false,
    locals: [],
  };
}

/** What one source gives. */
export function frameOf(source: Source): Frame {
  return lazyFrame({ sources: [source], isPlain: true }, () => visibleOf(source));
}

function visibleOf(source: Source): readonly Visible[] {
  const columns = source.columns.map((column): Visible => ({
    name: column.name,
    written: column.written,
    type: column.type,
    binding: { kind: "column", source, column, name: column.name ?? "" },
    open: null,
  }));
  if (source.open)
    columns.push({
      name: null,
      written: null,
      type: null,
      binding: { kind: "row", source },
      open: source,
    });
  return columns;
}
