import type { EdgeKind, EdgeReason, SourceColumn } from "../statement-lineage.ts";

/** What one step does to what flows through it. */
export interface Step {
  readonly kind: EdgeKind;
  readonly isMasking: boolean;
}

/** Values as they are. */
export const identity: Step = { kind: "identity", isMasking: false };

const strength: Readonly<Partial<Record<EdgeKind, number>>> = {
  identity: 0,
  transformation: 1,
  aggregation: 2,
};

/**
 * Two steps as one: an indirect step keeps its kind, the nearer one if both are; of two direct ones the stronger
 * counts: aggregation, then transformation, then identity. What one step masks stays masked.
 * @see https://github.com/OpenLineage/OpenLineage/blob/main/website/docs/integrations/spark/spark_column_lineage.md
 */
export function composeSteps(near: Step, far: Step): Step {
  const isMasking = near.isMasking || far.isMasking;
  const one = strength[near.kind];
  const other = strength[far.kind];
  if (one === undefined) return { kind: near.kind, isMasking };
  if (other === undefined) return { kind: far.kind, isMasking };
  return { kind: one >= other ? near.kind : far.kind, isMasking };
}

/** Whether values come through, not only decisions. */
export function isDirect(kind: EdgeKind): boolean {
  return kind in strength;
}

/** Gathers influences, one for each column and kind. */
export interface Influences {
  add(source: SourceColumn): void;
  /** Adds several, each through one more step. */
  addThrough(step: Step, sources: readonly SourceColumn[]): void;
  list(): readonly SourceColumn[];
}

/** An empty gathering. A column that comes twice in one kind is masked only if it is both times. */
export function createInfluences(): Influences {
  const found = new Map<string, SourceColumn>();
  const add = (source: SourceColumn): void => {
    const key = `${source.kind}\0${source.table}\0${source.column}\0${source.field ?? ""}`;
    const known = found.get(key);
    found.set(key, known === undefined ? source : merge(known, source));
  };
  return {
    add,
    addThrough: (step, sources) => {
      const isNothing = step.kind === "identity" && !step.isMasking;
      for (const source of sources) add(isNothing ? source : through(step, source));
    },
    list: () => [...found.values()],
  };
}

/** Field by field: engines keep what is spread in more memory, and there are many. */
function through(step: Step, source: SourceColumn): SourceColumn {
  const { table, column, field, span, reason, confidence } = source;
  const { kind, isMasking } = composeSteps(step, source);
  const composed = { table, column, kind, isMasking, span, reason, confidence };
  return field === undefined ? composed : { ...composed, field };
}

function merge(one: SourceColumn, other: SourceColumn): SourceColumn {
  const isSurer = other.confidence > one.confidence;
  if (!isSurer && one.isMasking === (one.isMasking && other.isMasking)) return one;
  return {
    ...one,
    isMasking: one.isMasking && other.isMasking,
    confidence: Math.max(one.confidence, other.confidence),
    reason: isSurer ? other.reason : one.reason,
  };
}

/** A field of what comes: where the column comes as it is, only this field of it does. */
export function fieldOf(sources: readonly SourceColumn[], field: string): readonly SourceColumn[] {
  return sources.map((source) =>
    source.kind === "identity"
      ? {
          ...source,
          field: source.field === undefined ? field : `${source.field}.${field}`,
        }
      : source,
  );
}

/** The same influences, believed less. */
export function weaken(
  sources: readonly SourceColumn[],
  reason: EdgeReason,
  factor: number,
): readonly SourceColumn[] {
  return sources.map((source) =>
    Object.assign({}, source, { reason, confidence: source.confidence * factor }),
  );
}
