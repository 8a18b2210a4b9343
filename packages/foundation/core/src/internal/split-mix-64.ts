/**
 * The first two numbers of the generator SplitMix64, which turns one number into state for others.
 * @see Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014), section 4
 */
export function splitMix64(seed: bigint): readonly [first: bigint, second: bigint] {
  const gamma = 0x9e37_79b9_7f4a_7c15n;
  return [mix(seed + gamma), mix(seed + 2n * gamma)];
}

function mix(value: bigint): bigint {
  const first = multiply(value, 30n, 0xbf58_476d_1ce4_e5b9n);
  const second = multiply(first, 27n, 0x94d0_49bb_1331_11ebn);
  return second ^ (second >> 31n);
}

function multiply(value: bigint, shift: bigint, factor: bigint): bigint {
  const word = BigInt.asUintN(64, value);
  return BigInt.asUintN(64, (word ^ (word >> shift)) * factor);
}
