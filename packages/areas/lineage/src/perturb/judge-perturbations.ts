import type { OutputLineage, SourceColumn, StatementLineage } from "../statement-lineage.ts";
import { isDirect } from "../analyze/influence.ts";
import type { ChangedVariant, Observation, Variant } from "./perturbation.ts";

/** A column of a table that moved an output, and the lineage does not say so. */
export interface Miss {
  /** The place of the output, from 0. */
  readonly ordinal: number;
  /** The output. */
  readonly output: string | null;
  /** The table. */
  readonly table: string;
  /** The column. */
  readonly column: string;
  /** How it was changed. */
  readonly change: Variant["kind"];
}

/** A direct edge: values of a column come into an output. */
export interface DirectEdge {
  /** The place of the output, from 0. */
  readonly ordinal: number;
  /** The output. */
  readonly output: string | null;
  /** The table. */
  readonly table: string;
  /** The column. */
  readonly column: string;
}

/** What the observations say of a lineage. */
export interface Judgement {
  /** Influences that the lineage does not have: each is a fault of it. */
  readonly misses: readonly Miss[];
  /** Direct edges whose column moved the output. */
  readonly exercised: readonly DirectEdge[];
  /** Direct edges whose column never did: needless, or the data did not show it, as all if the data gave no row. */
  readonly idle: readonly DirectEdge[];
  /**
   * Direct edges that would be missed if they were left out. Of the others, the column decides on rows too, or was
   * never seen to matter.
   */
  readonly noticed: readonly DirectEdge[];
  /** The share of direct edges that would be missed: what the check can see; `null` if there are none. */
  readonly power: number | null;
  /** Places of outputs that changed although only the order of rows did; nothing can be said of them. */
  readonly unstable: readonly number[];
  /** How many rows the unchanged data gave; without any, nothing was shown. */
  readonly rows: number;
  /** Variants on which the query failed, with the reason. */
  readonly failed: readonly string[];
}

/**
 * Holds a lineage against what was observed. An output whose values changed when one column did must name this
 * column, itself or among what decides on rows. Values are compared as a whole, without order.
 * @param observations - of `planPerturbation`, in its order
 * @example see {@link planPerturbation}
 */
export function judgePerturbations(
  lineage: StatementLineage,
  observations: readonly Observation[],
): Judgement {
  const [base, reordered, ...changed] = observations;
  const failed = observations.flatMap(({ error }) => error ?? []);
  if (typeof base?.rows !== "number" || typeof reordered?.rows !== "number")
    return { ...nothingSeen, idle: directEdges(lineage, null), failed };
  const places = base.outputs.map((_, place) => place);
  const unstable = places.filter((place) => base.outputs[place] !== reordered.outputs[place]);
  const stable = places.filter((place) => !unstable.includes(place));
  const moves = changed.flatMap(({ variant, outputs, rows }) =>
    rows === null || !("table" in variant)
      ? []
      : stable
          .filter((place) => outputs[place] !== base.outputs[place])
          .map((place) => ({ place, variant })),
  );
  const edges = directEdges(lineage, new Set(stable));
  const exercised = edges.filter((edge) => moves.some((move) => isOf(edge, move)));
  const noticed = exercised.filter((edge) => !isExplained(lineage, edge, true));
  return {
    misses: missesOf(lineage, moves),
    exercised,
    idle: edges.filter((edge) => !exercised.includes(edge)),
    noticed,
    power: edges.length === 0 ? null : noticed.length / edges.length,
    unstable,
    rows: base.rows,
    failed,
  };
}

const nothingSeen: Judgement = {
  misses: [],
  exercised: [],
  idle: [],
  noticed: [],
  power: null,
  unstable: [],
  rows: 0,
  failed: [],
};

interface Move {
  readonly place: number;
  readonly variant: ChangedVariant;
}

function isOf({ ordinal, table, column }: DirectEdge, { place, variant }: Move): boolean {
  return ordinal === place && table === variant.table && unquoted(column) === variant.column;
}

function unquoted(column: string): string {
  return column.startsWith('"') ? column.slice(1, -1).replaceAll('""', '"') : column;
}

function directEdges(
  { outputs }: StatementLineage,
  stable: ReadonlySet<number> | null,
): readonly DirectEdge[] {
  return outputs.flatMap(({ name, sources }, ordinal) => {
    if (stable?.has(ordinal) === false) return [];
    const seen = new Set<string>();
    return sources.flatMap(({ table, column, kind }): readonly DirectEdge[] => {
      const key = `${table}\0${column}`;
      if (!isDirect(kind) || seen.has(key)) return [];
      seen.add(key);
      return [{ ordinal, output: name, table, column }];
    });
  });
}

/** Whether the lineage lets a column move an output; without the direct edges between them, if asked so. */
function isExplained(
  { outputs, rows }: StatementLineage,
  { ordinal, table, column }: Pick<DirectEdge, "ordinal" | "table" | "column">,
  withoutDirect: boolean,
): boolean {
  const names = (source: SourceColumn): boolean =>
    source.table === table &&
    (source.column === "*" || unquoted(source.column) === unquoted(column));
  const own: OutputLineage | undefined = outputs[ordinal];
  const kept = (own?.sources ?? []).filter(({ kind }) => !(withoutDirect && isDirect(kind)));
  return kept.some(names) || rows.some(names);
}

function missesOf(lineage: StatementLineage, moves: readonly Move[]): readonly Miss[] {
  const found = new Map<string, Miss>();
  for (const { place, variant } of moves) {
    const { table, column, kind } = variant;
    if (isExplained(lineage, { ordinal: place, table, column }, false)) continue;
    const key = `${place}\0${table}\0${column}`;
    const output = lineage.outputs[place]?.name ?? null;
    if (!found.has(key)) found.set(key, { ordinal: place, output, table, column, change: kind });
  }
  return [...found.values()];
}
