import type { Evidence, Json, Summary } from "@dx/core";
import type { PlanView } from "./plan/plan-view.ts";

/** A run begins, or goes on. */
export interface RunStarted {
  /** Tells it from other events. */
  readonly kind: "run-started";
  /** The flow's name. */
  readonly flow: string;
  /** The run's own name. */
  readonly run: string;
  /** Its folder. */
  readonly out?: string;
  /** How many steps its journal has already. */
  readonly known: number;
}

/** A task begins. */
export interface StepStarted {
  /** Tells it from other events. */
  readonly kind: "step-started";
  /** Its key. */
  readonly key: string;
  /** The task. */
  readonly task: string;
}

/** A task is done, and in the journal. */
export interface StepFinished {
  /** Tells it from other events. */
  readonly kind: "step-finished";
  /** Its key. */
  readonly key: string;
  /** The task. */
  readonly task: string;
}

/** A task was done in an earlier run. */
export interface StepReplayed {
  /** Tells it from other events. */
  readonly kind: "step-replayed";
  /** Its key. */
  readonly key: string;
  /** The task. */
  readonly task: string;
}

/** How far a task is. */
export interface Progress {
  /** Tells it from other events. */
  readonly kind: "progress";
  /** The key of its step. */
  readonly key: string;
  /** So many are done. */
  readonly done: number;
  /** Of so many. */
  readonly of?: number;
  /** Of what. */
  readonly unit?: string;
}

/** People are asked. */
export interface QuestionAsked {
  /** Tells it from other events. */
  readonly kind: "question";
  /** Its key. */
  readonly key: string;
  /** In one sentence. */
  readonly title: string;
  /** What they look at. */
  readonly shows: Json;
}

/** A plan is there, to be looked at before anything is written. */
export interface PlanShown {
  /** Tells it from other events. */
  readonly kind: "plan";
  /** Its key. */
  readonly key: string;
  /** What it does. */
  readonly plan: PlanView;
}

/** What became of a claim. */
export interface ClaimChecked {
  /** Tells it from other events. */
  readonly kind: "claim-checked";
  /** The claim's. */
  readonly id: string;
  /** Its sentence. */
  readonly statement: string;
  /** Whether it is so. */
  readonly verdict: Evidence["verdict"];
}

/** Something is said. */
export interface Logged {
  /** Tells it from other events. */
  readonly kind: "log";
  /** To people. */
  readonly message: string;
}

/** The run is complete. */
export interface RunFinished {
  /** Tells it from other events. */
  readonly kind: "run-finished";
  /** How many claims have each verdict. */
  readonly summary: Summary;
  /** Its folder. */
  readonly out?: string;
}

/** What a run tells as it goes; plain JSON. */
export type RunEvent =
  | RunStarted
  | StepStarted
  | StepFinished
  | StepReplayed
  | Progress
  | QuestionAsked
  | PlanShown
  | ClaimChecked
  | Logged
  | RunFinished;
