import { DxError, type DataType } from "@dx/core";
import type { Decision, Dimension, FactKey } from "../model.ts";
import type { DesignColumn, DesignRequirements, DesignTable } from "./design-input.ts";
import { meansColumn } from "./find-table.ts";
import { baseName, nameIn, plainName } from "./names.ts";

/** More values than that do not flag anything. */
const mostValues = 20;
/** Each value of a flag has ten rows: else it tells rows apart. */
const leastRowsPerValue = 10;
const mostCombinations = 10_000;

/** A junk dimension, the fact's key of it, and why. */
export interface Junk {
  /** The columns of the fact's source that are in it; none, if there is no such dimension. */
  readonly flags: readonly string[];
  /** The dimension, and the key. */
  readonly made: { readonly dimension: Dimension; readonly key: FactKey } | null;
  /** Why. */
  readonly decisions: readonly Decision[];
}

/** Whether a whole number is a flag: it says so by its name, and has two values at most. */
export function isNumberFlag(column: DesignColumn, { figures, rows }: DesignTable): boolean {
  const { distinct } = figures?.[column.name] ?? {};
  return (
    /^(is|has|was|can|did)_|_(flag|flg|ind|indicator|yn)$/.test(plainName(column.name)) &&
    isWhole(column.type) &&
    distinct !== undefined &&
    distinct <= 2 &&
    distinct * leastRowsPerValue <= (rows ?? 0)
  );
}

/**
 * Puts flags that no table describes into one dimension of their combinations, so that the fact has one key instead of many texts: those with few
 * values that repeat, the fewest first, as long as there may be no more than 10,000 combinations; two at least.
 * @param rest - columns of the fact that are otherwise kept in it
 */
export function designJunk(
  table: DesignTable,
  rest: readonly DesignColumn[],
  requirements: DesignRequirements,
): Junk {
  const { junk } = requirements;
  if (junk === false) return nothing;
  const asked = junk?.filter((name) =>
    table.columns.some((column) => meansColumn(name, table.name, column.name)),
  );
  const flags =
    asked === undefined
      ? fitting(table, rest)
      : table.columns.filter((column) =>
          asked.some((name) => meansColumn(name, table.name, column.name)),
        );
  if (flags.length === 0 || (asked === undefined && flags.length < 2)) return nothing;
  const wrong = flags.find(({ type }) => !canFlag(type));
  if (wrong !== undefined)
    throw new DxError("DX_DIMENSIONAL_DESIGN", `junk: ${wrong.name} is ${wrong.type.kind}`, {
      path: ["junk"],
      hint: "name columns of texts, whole numbers or booleans",
    });
  const base = baseName(table.name);
  const dimension: Dimension = {
    name: `dim_${base}_flags`,
    kind: "junk",
    source: table.name,
    surrogateKey: `${base}_flags_key`,
    businessKey: flags.map(({ name, type }) => ({ name: nameIn(table, name), source: name, type })),
    attributes: [],
    hierarchies: [],
    scdType: 1,
  };
  const sources = flags.map(({ name }) => name);
  const key: FactKey = {
    column: "flags_key",
    role: "flags",
    dimension: dimension.name,
    source: sources,
  };
  return {
    flags: sources,
    made: { dimension, key },
    decisions: [
      {
        subject: dimension.name,
        about: "dimension",
        decision: `the combinations of ${sources.join(", ")}`,
        ...(asked === undefined
          ? {
              by: "data",
              reason: `no table describes them, each has at most ${mostValues} values, and there are at most ${combinationsOf(table, flags)} combinations`,
            }
          : { by: "person", reason: "the inputs say so" }),
      },
    ],
  };
}

const nothing: Junk = { flags: [], made: null, decisions: [] };

/** The flags among columns, the fewest values first, while their combinations are few. */
function fitting(table: DesignTable, rest: readonly DesignColumn[]): readonly DesignColumn[] {
  const few = rest
    .filter((column) => canFlag(column.type) && repeats(column, table))
    .toSorted((a, b) => valuesOf(a, table) - valuesOf(b, table));
  const kept: DesignColumn[] = [];
  for (const one of few)
    if (combinationsOf(table, [...kept, one]) <= mostCombinations) kept.push(one);
  return table.columns.filter((column) => kept.includes(column));
}

function repeats({ name, type }: DesignColumn, { figures, rows = 0 }: DesignTable): boolean {
  const distinct = figures?.[name]?.distinct ?? (type.kind === "boolean" ? 2 : undefined);
  return distinct !== undefined && distinct <= mostValues && distinct * leastRowsPerValue <= rows;
}

/** How many values a flag has, NULL included. */
function valuesOf({ name }: DesignColumn, { figures }: DesignTable): number {
  const { distinct = 2, nulls = 0 } = figures?.[name] ?? {};
  return Math.max(1, distinct + (nulls > 0 ? 1 : 0));
}

function combinationsOf(table: DesignTable, flags: readonly DesignColumn[]): number {
  return flags.reduce((product, one) => product * valuesOf(one, table), 1);
}

function canFlag(type: DataType): boolean {
  return (
    type.kind === "boolean" || isWhole(type) || (type.kind === "text" && type.native === undefined)
  );
}

function isWhole({ kind }: DataType): boolean {
  return kind === "int32" || kind === "int64";
}
