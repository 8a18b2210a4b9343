import type { Decimal } from "@dx/core";

const powers = Array.from({ length: 5 }, (_, index) => 10n ** BigInt(index));

/**
 * Reads a `numeric` in binary: digits to the base 10,000; `null` for NaN and infinities, which no decimal holds.
 * @see PostgreSQL, `src/backend/utils/adt/numeric.c`, `numeric_send`
 */
export function readNumeric(bytes: Buffer, at: number): Decimal | null {
  const digits = bytes.readUInt16BE(at);
  const weight = bytes.readInt16BE(at + 2);
  const sign = bytes.readUInt16BE(at + 4);
  const scale = bytes.readUInt16BE(at + 6);
  if (sign >= 0xc0_00) return null;
  let unscaled = 0n;
  let small = 0;
  let index = 0;
  for (; index < digits && index < 3; index += 1)
    small = small * 10_000 + bytes.readUInt16BE(at + 8 + index * 2);
  unscaled = BigInt(small);
  for (; index < digits; index += 1)
    unscaled = unscaled * 10_000n + BigInt(bytes.readUInt16BE(at + 8 + index * 2));
  const behind = (digits - weight - 1) * 4;
  const shift = scale - behind;
  if (shift > 0) unscaled *= shift < 5 ? (powers[shift] ?? 1n) : 10n ** BigInt(shift);
  else if (shift < 0) unscaled /= shift > -5 ? (powers[-shift] ?? 1n) : 10n ** BigInt(-shift);
  return { unscaled: sign === 0x40_00 ? -unscaled : unscaled, scale };
}
