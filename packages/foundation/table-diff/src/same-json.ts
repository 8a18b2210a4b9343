/**
 * Whether two JSON texts mean the same: neither spaces nor the order of names count; numbers do by their value, as
 * exact decimals; of names that come twice in one object, the last counts. Text that is no JSON equals only itself.
 */
export function sameJson(left: string, right: string): boolean {
  if (left === right) return true;
  const [one, other] = [canonical(left), canonical(right)];
  return one !== undefined && one === other;
}

const number = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const token = /\s*("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*)/gs;

/** Numbers become tagged texts before parsing, so that none loses a digit. */
function canonical(text: string): string | undefined {
  try {
    JSON.parse(text);
    const tagged = text.replaceAll(token, (_, found: string) =>
      found.startsWith('"') ? `"s${found.slice(1)}` : `"n${canonicalNumber(found)}"`,
    );
    return JSON.stringify(sorted(JSON.parse(tagged)));
  } catch {
    return undefined;
  }
}

function canonicalNumber(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = number.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  if (kept === "") return "0";
  const scale = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - kept.length);
  return `${sign}${kept}e${scale}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => sorted(item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { entries: entries.map(([name, item]) => [name, sorted(item)]) };
}
