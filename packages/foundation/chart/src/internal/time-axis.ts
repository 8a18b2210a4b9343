import { colour } from "./colours.ts";
import { element, label } from "./svg.ts";
import { timeTicks } from "./time-ticks.ts";

/** Where an axis is drawn. */
export interface AxisPlace {
  /** Its left end. */
  readonly left: number;
  /** Its right end. */
  readonly right: number;
  /** The upper end of its grid lines. */
  readonly top: number;
  /** Where it lies. */
  readonly bottom: number;
}

/** Places times from left to right. */
export interface TimeScale {
  /** The time at its left end. */
  readonly from: bigint;
  /** The time at its right end. */
  readonly to: bigint;
  /** The place of a time. */
  readonly place: (micros: bigint) => number;
}

/** A scale for times, from the first to the last of which there is some time. */
export function timeScale(from: bigint, to: bigint, { left, right }: AxisPlace): TimeScale {
  const range = Number(to - from);
  return { from, to, place: (at) => left + (Number(at - from) / range) * (right - left) };
}

/** Grid lines with round times below, and what they are part of below that, where it changes. */
export function drawTimeAxis(scale: TimeScale, place: AxisPlace): readonly string[] {
  const { left, right, top, bottom } = place;
  const ticks = timeTicks(scale.from, scale.to, Math.floor((right - left) / 80));
  const lines: string[] = [];
  const texts: string[] = [];
  let context = "";
  let free = -Infinity;
  for (const tick of ticks) {
    const x = scale.place(tick.at);
    lines.push(element("line", { x1: x, x2: x, y1: top, y2: bottom }));
    texts.push(label(tick.text, { x, y: bottom + 16 }));
    if (tick.context !== context && x >= free) {
      texts.push(label(tick.context, { x, y: bottom + 30 }));
      free = x + 70;
      context = tick.context;
    }
  }
  return [
    element("g", { stroke: colour("rule") }, [
      ...lines,
      element("line", { x1: left, x2: right, y1: bottom, y2: bottom, stroke: colour("muted") }),
    ]),
    element("g", { fill: colour("muted"), "text-anchor": "middle", "font-size": 11 }, texts),
  ];
}
