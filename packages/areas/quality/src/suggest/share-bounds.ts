/** The value that a standard normal variable exceeds with a likelihood of 0.5 %, so that an interval has 99 %. */
const z = 2.575829303548901;

/**
 * Bounds of a share that was seen in some of many, with a confidence of 99 %.
 * @param hits - how many, of `of`
 * @see Wilson, "Probable inference, the law of succession, and statistical inference" (1927)
 */
export function shareBounds(
  hits: number,
  of: number,
): { readonly from: number; readonly to: number } {
  if (of <= 0) return { from: 0, to: 1 };
  const share = hits / of;
  const divisor = 1 + (z * z) / of;
  const middle = (share + (z * z) / (2 * of)) / divisor;
  const half = (z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))) / divisor;
  return { from: Math.max(0, middle - half), to: Math.min(1, middle + half) };
}
