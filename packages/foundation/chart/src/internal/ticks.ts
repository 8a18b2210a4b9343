/** A linear axis. */
export interface Axis {
  /** Its end on the left, or below. */
  readonly from: number;
  /** Its other end. */
  readonly to: number;
  /** Round values in between, ends included where they are round. */
  readonly ticks: readonly number[];
}

/** The smallest of 1, 2, 5, 10, 20, 50 ... that divides a range into at most so many parts. */
export function roundStep(
  range: number,
  parts: number,
): { step: number; exponent: number; factor: number } {
  const rough = range / Math.max(1, parts);
  const exponent = Math.floor(Math.log10(rough));
  for (const factor of [1, 2, 5]) {
    const step = factor * 10 ** exponent;
    if (step >= rough * (1 - 1e-9)) return { step, exponent, factor };
  }
  return { step: 10 ** (exponent + 1), exponent: exponent + 1, factor: 1 };
}

/** Whether a chart can show a number. */
export function isDrawable(value: number): boolean {
  return Math.abs(value) <= 1e300;
}

/**
 * An axis that begins and ends at round values and holds all that are given, which are drawable.
 * Differences below a 10^12th of the greatest value, or 1e-290, are not visible.
 */
export function linearAxis(values: readonly number[], parts: number): Axis {
  const [least, most] = extent(values);
  const greatest = Math.max(Math.abs(least), Math.abs(most));
  const visible = most - least > Math.max(greatest * 1e-12, 1e-290);
  const half = visible ? 0 : Math.max(greatest * 0.5, 0.5);
  const { step, exponent, factor } = roundStep(most - least + 2 * half, parts);
  const first = Math.floor((least - half) / step + 1e-9);
  const last = Math.ceil((most + half) / step - 1e-9);
  const ticks = Array.from({ length: Math.min(last - first, 100) + 1 }, (_, index) => {
    const whole = (first + index) * factor;
    return exponent < 0 ? whole / 10 ** -exponent : whole * 10 ** exponent;
  });
  return { from: ticks[0] ?? least, to: ticks.at(-1) ?? most, ticks };
}

/** The least and the greatest, without a limit to how many there are. */
export function extent(values: readonly number[]): readonly [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least > most ? [0, 1] : [least, most];
}
