/**
 * The probability that a chi-square variable of so many degrees of freedom is greater than a value.
 * @see Abramowitz & Stegun, "Handbook of Mathematical Functions", 6.5 (series 6.5.29, continued fraction 6.5.31)
 */
export function chiSquareTail(value: number, degrees: number): number {
  if (Number.isNaN(value)) return Number.NaN;
  if (value <= 0) return 1;
  if (value === Infinity) return 0;
  const [a, x] = [degrees / 2, value / 2];
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let total = term;
    for (let n = 1; n < 10_000 && term > total * 1e-16; n += 1) {
      term *= x / (a + n);
      total += term;
    }
    return Math.min(1, Math.max(0, 1 - total * scale));
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 10_000; n += 1) {
    const step = -n * (n - a);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return fraction * scale;
}

/** The logarithm of the gamma function of a positive number. @see Lanczos, "A Precision Approximation of the Gamma Function" (1964), g = 7 */
function logGamma(x: number): number {
  const y = x - 1;
  const series = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
    12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ].reduce((total, term, at) => total + term / (y + at + 1), 0.9999999999998099);
  const t = y + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(series);
}

/**
 * The probability of a distance between an empirical distribution of n values and its own as great as this, for large n.
 * @see Kolmogorov, "Sulla determinazione empirica di una legge di distribuzione" (1933); Stephens (1970) for small n
 */
export function kolmogorovTail(distance: number, n: number): number {
  const root = Math.sqrt(n);
  const x = (root + 0.12 + 0.11 / root) * distance;
  if (x < 0.2) return 1;
  let [total, sign] = [0, 1];
  for (let k = 1; k <= 100; k += 1) {
    const term = Math.exp(-2 * k * k * x * x);
    total += sign * term;
    if (term < 1e-18) break;
    sign = -sign;
  }
  return Math.min(1, Math.max(0, 2 * total));
}
