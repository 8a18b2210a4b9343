/** A number that a float might not hold. */
const long = /\d{16}|\d[.eE]\d*\d{14}|\d{8,}\.\d{8,}|[eE]\+?\d{3}/;

/**
 * Reads JSON without losing digits: whole numbers beyond 2 ** 53 become `bigint`, fractions with more digits than a float
 * holds stay text.
 * @throws SyntaxError if it is none; RangeError for such numbers where the engine cannot tell how they were written
 */
export function readJson(text: string): unknown {
  return long.test(text) ? JSON.parse(text, revive) : JSON.parse(text);
}

function revive(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || (Number.isInteger(value) && Number.isSafeInteger(value)))
    return value;
  const source = context?.source;
  if (source === undefined) {
    if (!Number.isInteger(value)) return value;
    throw new RangeError("there is a number beyond 2 ** 53, which this engine cannot read whole");
  }
  if (/^-?\d+$/.test(source)) return BigInt(source);
  if (!Number.isFinite(value)) return source;
  return digitsOf(source).length > 15 && digitsOf(String(value)) !== digitsOf(source)
    ? source
    : value;
}

/** Digits that count. */
function digitsOf(source: string): string {
  return source
    .replace(/[eE].*$/, "")
    .replaceAll(/[-+.]/g, "")
    .replace(/^0+/, "")
    .replace(/0+$/, "");
}
