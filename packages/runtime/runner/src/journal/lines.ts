import type { Json, Source } from "@dx/core";
import { z } from "zod";

/** The first line: what the run is of. */
export interface RunLine {
  readonly kind: "run";
  /** Goes up when older programs cannot read the journal any more. */
  readonly format: 1;
  /** The version of dx that wrote it. */
  readonly dx: string;
  readonly flow: string;
  readonly run: string;
  readonly at: string;
  /** What files are relative to. */
  readonly base: string;
  readonly inputs: unknown;
  readonly sources: readonly Source[];
  /** Where the databases are, without credentials. */
  readonly databases: Readonly<Record<string, string>>;
}

/** A step that is done. */
export interface StepLine {
  readonly kind: "step";
  readonly key: string;
  readonly task: string;
  readonly version: number;
  /** The hash of the canonical arguments. */
  readonly asked: string;
  /** The arguments themselves, where they are small. */
  readonly given?: unknown;
  readonly result: unknown;
  readonly started: string;
  readonly ended: string;
}

/** A question that was left for later. */
export interface QuestionLine {
  readonly kind: "question";
  readonly key: string;
  /** The hash of what people look at. */
  readonly asked: string;
  readonly title: string;
  readonly shows: Json;
  readonly plan?: PlanBrief | undefined;
}

/** What a journal has of a plan. */
export interface PlanBrief {
  /** As the flow calls it. */
  readonly name: string;
  /** Tells it from any other plan. */
  readonly hash: string;
  /** Where its script is, below the run's folder. */
  readonly script: string;
  /** What is lost by it. */
  readonly destroys: readonly string[];
}

/** What somebody answered. */
export interface AnswerLine {
  readonly kind: "answer";
  readonly key: string;
  readonly asked: string;
  readonly answer: "yes" | "no";
  readonly author: string;
  readonly at: string;
}

/** The run has a scratch schema. */
interface ScratchLine {
  readonly kind: "scratch";
  readonly schema: string;
}

/** Any line of a journal. */
export type JournalLine = RunLine | StepLine | QuestionLine | AnswerLine | ScratchLine;

const text = z.string();
const source = z.object({ name: text, location: text, fingerprint: text });
const plan = z.object({ name: text, hash: text, script: text, destroys: z.array(text) });

/** Checks a line. */
export const journalLine: z.ZodType<JournalLine> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("run"),
    format: z.literal(1),
    dx: text,
    flow: text,
    run: text,
    at: text,
    base: text,
    inputs: z.unknown(),
    sources: z.array(source),
    databases: z.record(text, text),
  }),
  z.object({
    kind: z.literal("step"),
    key: text,
    task: text,
    version: z.number(),
    asked: text,
    given: z.unknown().optional(),
    result: z.unknown(),
    started: text,
    ended: text,
  }),
  z.object({
    kind: z.literal("question"),
    key: text,
    asked: text,
    title: text,
    shows: z.json(),
    plan: plan.optional(),
  }),
  z.object({
    kind: z.literal("answer"),
    key: text,
    asked: text,
    answer: z.enum(["yes", "no"]),
    author: text,
    at: text,
  }),
  z.object({ kind: z.literal("scratch"), schema: text }),
]);
