import { formatTimestamp, toMicros } from "@dx/core";
import { isRecord, numberOf } from "./read-document.ts";

/** What parameters of a suite are read with. */
export interface SuiteParameters {
  /** The values that the suite gives. */
  readonly given: Readonly<Record<string, unknown>>;
  /** The time that `now()` is, as ISO text. */
  readonly now: string | undefined;
}

type Kwargs = Readonly<Record<string, unknown>>;

/**
 * Arguments with their parameters as values: a name that the suite gives, or sums of `now()`, `datetime(...)` and `timedelta(...)`, as times;
 * what cannot be told stays as it is.
 * @see Great Expectations, `great_expectations/core/suite_parameters.py`
 */
export function withParameters(kwargs: Kwargs, parameters: SuiteParameters): Kwargs {
  return Object.fromEntries(
    Object.entries(kwargs).map(([key, value]) => {
      const name = isRecord(value) ? value["$PARAMETER"] : undefined;
      if (typeof name !== "string") return [key, value];
      return [key, parameters.given[name] ?? timeOf(name, parameters.now) ?? value];
    }),
  );
}

const minute = 60_000_000n;
const units: Readonly<Record<string, bigint>> = {
  weeks: 10_080n * minute,
  days: 1440n * minute,
  hours: 60n * minute,
  minutes: minute,
  seconds: 1_000_000n,
};

/** The time that an expression of times says; `undefined` if it is none. */
function timeOf(text: string, now: string | undefined): string | undefined {
  const terms = text.replaceAll(/\s+/g, "").match(/[+-]?[a-z_]+\([^()]*\)/g) ?? [];
  if (terms.length === 0 || terms.join("") !== text.replaceAll(/\s+/g, "")) return undefined;
  let total = 0n;
  for (const term of terms) {
    const sign = term.startsWith("-") ? -1n : 1n;
    const value = termOf(term.replace(/^[+-]/, ""), now);
    if (value === undefined) return undefined;
    total += sign * value;
  }
  return formatTimestamp(total).replace(/\.0+$/, "");
}

function termOf(term: string, now: string | undefined): bigint | undefined {
  const [, name, inner = ""] = /^([a-z_]+)\(([^()]*)\)$/.exec(term) ?? [];
  if (name === "now") return now === undefined ? undefined : toMicros(now);
  const parts = inner === "" ? [] : inner.split(",");
  if (name === "datetime") return dateOf(parts);
  return name === "timedelta" ? spanOf(parts) : undefined;
}

const two = (text: string): string => text.padStart(2, "0");

function dateOf(parts: readonly string[]): bigint | undefined {
  const [year, month, day, hour = "0", minutes = "0", second = "0"] = parts;
  if (year === undefined || month === undefined || day === undefined) return undefined;
  try {
    return toMicros(
      `${year.padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minutes)}:${two(second)}`,
    );
  } catch {
    return undefined;
  }
}

function spanOf(parts: readonly string[]): bigint | undefined {
  let total = 0n;
  for (const part of parts) {
    const [unit = "", product = ""] = part.split("=");
    const factors = product.split("*").map(numberOf);
    const scale = units[unit];
    if (scale === undefined || factors.includes(undefined)) return undefined;
    const count = factors.reduce<number>((all, factor) => all * (factor ?? 0), 1);
    total += BigInt(Math.round(count * Number(scale)));
  }
  return total;
}
