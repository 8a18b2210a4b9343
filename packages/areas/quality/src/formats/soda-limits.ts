import type { Bounds } from "../check.ts";
import { numberOf } from "./read-document.ts";

/** What passes, and in which unit it is said. */
export interface SodaLimit {
  readonly bounds: Bounds;
  readonly isPercent: boolean;
}

const units: Readonly<Record<string, number>> = { d: 1440, h: 60, m: 1, min: 1, s: 1 / 60 };
const number = String.raw`[-+]?\d+(?:\.\d+)?`;
const value = String.raw`(${number}\s*%?|(?:\d+(?:\.\d+)?(?:d|h|min|m|s)\s*)+)`;
const single = new RegExp(String.raw`^(<=|>=|!=|<>|==|=|<|>)\s*${value}$`);
const range = new RegExp(
  String.raw`^(not\s+)?between\s*([[(]?)\s*${value}\s*and\s*${value}\s*([\])]?)$`,
  "i",
);

/** What passes a threshold as `between 1 and 5`, `< 3 %` or `<= 1d6h`, times in minutes; `undefined` if it is none. */
// oxlint-disable-next-line complexity -- each end of a range is open or not
export function passingLimit(text: string): SodaLimit | undefined {
  const trimmed = text.trim();
  const [, not, open, low, high, close] = range.exec(trimmed) ?? [];
  if (low !== undefined && high !== undefined) {
    const [min, max] = [amountOf(low), amountOf(high)];
    if (min === undefined || max === undefined || min > max) return undefined;
    const bounds = {
      min,
      max,
      ...(open === "(" ? { strictMin: true } : {}),
      ...(close === ")" ? { strictMax: true } : {}),
    };
    const isPercent = low.includes("%") || high.includes("%");
    return { bounds: not === undefined ? bounds : { ...bounds, outside: true }, isPercent };
  }
  const [, operator, amount] = single.exec(trimmed) ?? [];
  const limit = amount === undefined ? undefined : amountOf(amount);
  if (operator === undefined || limit === undefined) return undefined;
  return { bounds: boundsOf(operator, limit), isPercent: amount?.includes("%") === true };
}

function boundsOf(operator: string, limit: number): Bounds {
  switch (operator) {
    case "<":
      return { max: limit, strictMax: true };
    case "<=":
      return { max: limit };
    case ">":
      return { min: limit, strictMin: true };
    case ">=":
      return { min: limit };
    case "!=":
    case "<>":
      return { min: limit, max: limit, outside: true };
    default:
      return { min: limit, max: limit };
  }
}

/** What passes where a threshold says what fails. */
export function failingLimit(text: string): SodaLimit | undefined {
  const limit = passingLimit(text);
  return limit === undefined ? undefined : { ...limit, bounds: opposite(limit.bounds) };
}

function opposite({ outside = false, ...bounds }: Bounds): Bounds {
  const { min, max, strictMin = false, strictMax = false } = bounds;
  if (outside) return bounds;
  if (min !== undefined && max !== undefined) return { ...bounds, outside: true };
  if (min !== undefined) return { max: min, ...(strictMin ? {} : { strictMax: true }) };
  return max === undefined ? {} : { min: max, ...(strictMax ? {} : { strictMin: true }) };
}

function amountOf(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(d|h|min|m|s)/g)];
  if (parts.length === 0) return numberOf(text.replace("%", "").trim());
  return parts.reduce((sum, [, count, unit = "m"]) => sum + Number(count) * (units[unit] ?? 1), 0);
}

/** Bounds of whole numbers, where an open one is the next. */
export function wholeBounds({
  min,
  max,
  strictMin = false,
  strictMax = false,
  outside,
}: Bounds): Bounds {
  if (outside === true)
    return {
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      outside,
      ...(strictMin ? { strictMin } : {}),
      ...(strictMax ? { strictMax } : {}),
    };
  return {
    ...(min === undefined ? {} : { min: strictMin ? Math.floor(min) + 1 : min }),
    ...(max === undefined ? {} : { max: strictMax ? Math.ceil(max) - 1 : max }),
  };
}
