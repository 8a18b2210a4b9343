import type { Bounds } from "../check.ts";
import type { DbtBody } from "./dbt-own.ts";
import type { ReadingTest } from "./dbt-read.ts";
import { numberOf, textOf } from "./read-document.ts";

type Lose = ReadingTest["lose"];

/** How many failures are no error, and no warning. */
export interface DbtLimits {
  readonly fail: Bounds;
  readonly warn?: Bounds;
}

const none: Bounds = { max: 0 };

/** What `error_if` and `warn_if` let pass; `undefined` if nothing may fail. */
export function readLimits(
  config: Readonly<Record<string, unknown>>,
  lose: Lose,
): DbtLimits | undefined {
  const read = (key: string): Bounds => {
    const text = textOf(config[key]);
    if (text === undefined) return none;
    const bounds = passing(text);
    if (bounds === undefined)
      lose("verdict", key, `${text} is no comparison with numbers: nothing may fail`);
    return bounds ?? none;
  };
  const [warn, error] = [read("warn_if"), read("error_if")];
  if (textOf(config["severity"])?.toLowerCase() === "warn")
    return warn === none ? undefined : { fail: warn };
  return error === none ? undefined : { fail: error, warn };
}

const comparison = /^(!=|<>|>=|<=|>|<|=|==)\s*(-?[\d.]+)$/;

/** The counts that are no failure, where a condition says which are. */
// oxlint-disable-next-line complexity -- one case for each operator
function passing(text: string): Bounds | undefined {
  const trimmed = text.trim();
  const [, low, high] = /^between\s+([\d.]+)\s+and\s+([\d.]+)$/i.exec(trimmed) ?? [];
  const [least, most] = [numberOf(low), numberOf(high)];
  if (least !== undefined && most !== undefined) return { min: least, max: most, outside: true };
  const [, is, number] = comparison.exec(trimmed) ?? [];
  const value = numberOf(number);
  if (is === undefined || value === undefined) return undefined;
  switch (is) {
    case "!=":
    case "<>":
      return value === 0 ? none : { min: value, max: value };
    case "=":
    case "==":
      return { min: value, max: value, outside: true };
    case ">":
      return value === 0 ? none : { max: value };
    case ">=":
      return value === 1 ? none : { max: value, strictMax: true };
    case "<":
      return { min: value };
    default:
      return { min: value, strictMin: true };
  }
}

/** The checks with what may fail of them: a number of failures, as dbt counts them. */
export function withLimits(
  bodies: readonly DbtBody[],
  limits: DbtLimits | undefined,
  { type, lose }: { readonly type: string; readonly lose: Lose },
): readonly DbtBody[] {
  if (limits === undefined) return bodies;
  return bodies.map((body): DbtBody => {
    const { fail, warn } = limits;
    const warned = warn === undefined ? {} : { warnBounds: warn };
    if ("measure" in body && body.measure.kind === "query" && isNone(body.bounds))
      return { ...body, bounds: fail, ...warned };
    if (!("rule" in body)) {
      lose("verdict", "error_if or warn_if", "this test has one failure or none: nothing may fail");
      return body;
    }
    if (type.endsWith("accepted_values"))
      lose("verdict", "error_if or warn_if", "dbt counts different values that fail, dx rows");
    const { rule, threshold: _, ...rest } = body;
    const plain = [fail, warn].flatMap((bounds) => (bounds === undefined ? [] : [mostOf(bounds)]));
    const [failAbove, warnAbove] = plain;
    const isUnique = rule.kind === "unique";
    if (
      !isUnique &&
      failAbove !== undefined &&
      plain.every((most) => most !== undefined) &&
      (warnAbove ?? 0) <= failAbove
    )
      return {
        ...rest,
        rule,
        threshold: { of: "count", failAbove, ...(warnAbove === undefined ? {} : { warnAbove }) },
      };
    const as = isUnique ? "duplicatedValues" : "count";
    return { ...rest, measure: { kind: "failing", rule, as }, bounds: fail, ...warned };
  });
}

function isNone({ min, max, outside, strictMax }: Bounds): boolean {
  return min === undefined && max === 0 && outside === undefined && strictMax === undefined;
}

/** The most that bounds of whole numbers allow, if they say nothing else. */
function mostOf({ min, max, strictMax = false, outside = false }: Bounds): number | undefined {
  if (min !== undefined || outside || max === undefined) return undefined;
  const most = strictMax ? Math.ceil(max) - 1 : Math.floor(max);
  return most < 0 ? undefined : most;
}
