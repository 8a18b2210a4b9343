import { DxError } from "@dx/core";
import { quantile } from "simple-statistics";

/** The times of one question, run several times on both. */
export interface QuestionTimes {
  /** The question's. */
  readonly title: string;
  /** Milliseconds on the star. */
  readonly starMs: readonly number[];
  /** Milliseconds on the wide table. */
  readonly wideMs: readonly number[];
}

/** What was measured of a wide table. */
export interface ObtMeasured {
  /** At least one. */
  readonly questions: readonly QuestionTimes[];
  /** Milliseconds to make it. */
  readonly buildMs: number;
  /** Milliseconds to bring it up to date, as often as facts come; `null` or nothing where it is made anew. */
  readonly refreshMs?: number | null;
  /** Bytes of the star's tables; `null` if the engine does not tell. */
  readonly starBytes: number | null;
  /** Bytes of the wide table. */
  readonly wideBytes: number | null;
}

/** Milliseconds on both. */
export interface BothTimes {
  /** On the star. */
  readonly starMs: number;
  /** On the wide table. */
  readonly wideMs: number;
}

/** The medians of a question's times. */
export interface JudgedQuestion extends BothTimes {
  /** The question's. */
  readonly title: string;
  /** The share of the star's time that is saved; below 0 where the wide table is slower. */
  readonly saved: number;
}

/** What it is worth. */
export interface ObtJudgement {
  /** For each question. */
  readonly questions: readonly JudgedQuestion[];
  /** The share of time that is saved when each question is asked as often. */
  readonly saved: number;
  /** The 95th percentiles of all runs. */
  readonly p95: BothTimes;
  /** The wide table's bytes for each byte of the star; `null` if not known. */
  readonly storageRatio: number | null;
  /** After so many rounds of all questions, the time to make it is earned back; `null` if never. */
  readonly breakEvenRounds: number | null;
  /** Of so many rounds between two refreshes, each refresh is earned back; `null` if never. */
  readonly refreshBreakEvenRounds: number | null;
  /** Whether it saves time, and what must be asked of it for that, in a sentence or two. */
  readonly advice: string;
}

/**
 * Weighs what a wide table saves against what it costs, by medians.
 * @throws DxError `DX_OBT_MEASURE` without questions, or times
 * @example
 * ```ts
 * import { judgeObt } from "@dx/obt";
 * const { saved, breakEvenRounds } = judgeObt({
 *   questions: [{ title: "sales by city", starMs: [40, 44, 41], wideMs: [20, 21, 30] }],
 *   buildMs: 1000,
 *   starBytes: 100,
 *   wideBytes: 170,
 * });
 * if (saved.toFixed(2) !== "0.49" || breakEvenRounds !== 50) throw new Error(`${saved} ${breakEvenRounds}`);
 * ```
 */
export function judgeObt({
  questions,
  buildMs,
  refreshMs,
  starBytes,
  wideBytes,
}: ObtMeasured): ObtJudgement {
  if (
    questions.length === 0 ||
    questions.some(({ starMs, wideMs }) => starMs.length * wideMs.length === 0)
  )
    throw new DxError("DX_OBT_MEASURE", "a question was not timed", {
      path: ["questions"],
      hint: "run each question at least once on both",
    });
  const judged = questions.map(({ title, starMs, wideMs }) => {
    const [star, wide] = [quantile([...starMs], 0.5), quantile([...wideMs], 0.5)];
    return { title, starMs: star, wideMs: wide, saved: star === 0 ? 0 : 1 - wide / star };
  });
  const total = (side: "starMs" | "wideMs"): number =>
    judged.reduce((sum, one) => sum + one[side], 0);
  const gain = total("starMs") - total("wideMs");
  const saved = total("starMs") === 0 ? 0 : gain / total("starMs");
  const breakEvenRounds = gain > 0 ? Math.ceil(buildMs / gain) : null;
  const refreshBreakEvenRounds = gain > 0 ? Math.ceil((refreshMs ?? buildMs) / gain) : null;
  return {
    questions: judged,
    saved,
    p95: {
      starMs: quantile(
        questions.flatMap(({ starMs }) => starMs),
        0.95,
      ),
      wideMs: quantile(
        questions.flatMap(({ wideMs }) => wideMs),
        0.95,
      ),
    },
    storageRatio:
      starBytes === null || wideBytes === null || starBytes === 0 ? null : wideBytes / starBytes,
    breakEvenRounds,
    refreshBreakEvenRounds,
    advice: advise(saved, breakEvenRounds, refreshBreakEvenRounds),
  };
}

/** Below this share, two runs differ by more than the table saves. */
const leastSaved = 0.05;

function advise(saved: number, rounds: number | null, refreshRounds: number | null): string {
  const percent = Math.abs(Math.round(saved * 100));
  if (rounds === null || refreshRounds === null)
    return `It is not worth it: these questions take ${percent} % longer on the wide table.`;
  if (saved < leastSaved)
    return `It is not worth it: it saves ${percent} % of the time of these questions, no more than two runs differ by.`;
  return `It saves ${percent} % of the time of these questions; making it is earned back after ${rounds} rounds of them. Where fewer than ${refreshRounds} rounds are asked between two refreshes, it is not worth it.`;
}
