/**
 * What becomes of a check in another tool's words. `dropped`: it is not there. `verdict`: it may be judged otherwise. `figure`: it is judged alike,
 * by another number. `opaque`: it is there, and only dx can ask it. `one-way`: it is there, and reading the document back gives no check. `metadata`: it is there, without something about it.
 */
export type LossEffect = "dropped" | "verdict" | "figure" | "opaque" | "one-way" | "metadata";

/** Something of a check that the other side cannot say. */
export interface Loss {
  /** The check's id; of an imported document, where it stands there; `*` if it concerns all. */
  readonly check: string;
  /** What becomes of it. */
  readonly effect: LossEffect;
  /** What could not be said. */
  readonly what: string;
  /** Why not. */
  readonly why: string;
}

/** A document for another tool, and what it does not say. */
export interface Exported<Document> {
  /** What the tool reads. */
  readonly document: Document;
  /** Everything that the document does not say, or says differently; empty if nothing. */
  readonly losses: readonly Loss[];
}

/** Collects losses. */
export interface Losses {
  /** So far. */
  readonly list: Loss[];
  /** Adds one. */
  readonly add: (
    ...loss: readonly [check: string, effect: LossEffect, what: string, why: string]
  ) => void;
}

/** An empty collection. */
export function createLosses(): Losses {
  const list: Loss[] = [];
  return {
    list,
    add: (...[check, effect, what, why]) => {
      list.push({ check, effect, what, why });
    },
  };
}
