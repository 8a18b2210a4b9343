import type { Bounds, CheckValue, RowRule } from "../check.ts";
import type { SodaRead, SodaReading } from "./from-soda.ts";
import { isRecord, listOf, numberOf, textOf } from "./read-document.ts";
import { strict, type CheckBody } from "./words.ts";

type Record_ = Readonly<Record<string, unknown>>;

/** The checks that an entry of SodaCL means; none, with a loss, if dx cannot say it. */
// oxlint-disable-next-line complexity -- one case for each form of entry
export function readSodaCl(
  entry: unknown,
  reading: SodaReading & { readonly table: string },
): readonly SodaRead[] {
  const [text, given]: readonly [string, Record_] =
    typeof entry === "string" ? [entry, {}] : isRecord(entry) ? firstOf(entry) : ["", {}];
  const name = textOf(given["name"]);
  const lose = (
    ...[effect, what, why]: readonly ["dropped" | "verdict" | "metadata", string, string]
  ): void => reading.lose(name ?? `${reading.table}: ${text}`, effect, what, why);
  const { metric, limit } = splitMetric(text);
  const place = text.replaceAll(/[^\w]+/g, "-").replaceAll(/^-|-$/g, "");
  const make = (body: CheckBody, severity: "error" | "warning" = "error"): readonly SodaRead[] => [
    { name, place, body, severity, where: textOf(given["filter"]) },
  ];
  const reference = /^values in \(([^)]+)\) must exist in (\S+) \(([^)]+)\)$/.exec(text);
  if (reference !== null) {
    const [, columns = "", table = "", referenced = ""] = reference;
    return make({
      rule: { kind: "references", columns: split(columns), table, referenced: split(referenced) },
      threshold: strict,
    });
  }
  if (text === "schema")
    return readSchema(given, lose).flatMap(({ body, severity }) => make(body, severity));
  if (text === "failed rows" && textOf(given["fail condition"]) !== undefined) {
    const condition = `not (${textOf(given["fail condition"])})`;
    return make({ rule: { kind: "condition", sql: condition }, threshold: strict });
  }
  const limits = limitsOf(limit, given);
  const body =
    metric === undefined || limits === undefined
      ? undefined
      : bodyOf(metric, limits, { given, lose });
  if (body !== undefined) return make(body, limits?.fail === undefined ? "warning" : "error");
  lose(
    "dropped",
    text === "" ? "an entry" : text,
    "dx does not know this check, or not with this threshold",
  );
  return [];
}

function firstOf(entry: Record_): readonly [string, Record_] {
  const [[key, value] = ["", {}]] = Object.entries(entry);
  return [key, isRecord(value) ? value : {}];
}

function split(names: string): readonly string[] {
  return names.split(",").map((name) => name.trim());
}

interface Metric {
  readonly name: string;
  readonly columns: readonly string[];
}

function splitMetric(text: string): { readonly metric?: Metric; readonly limit?: string } {
  const [, name, columns, limit] = /^([a-z_]+)(?:\(([^)]*)\))?\s*(.*)$/s.exec(text) ?? [];
  if (name === undefined) return {};
  return {
    metric: { name, columns: columns === undefined ? [] : split(columns) },
    ...(limit === undefined || limit === "" ? {} : { limit }),
  };
}

interface Limits {
  /** What passes. */
  readonly fail?: Passing;
  readonly warn?: Passing;
}

/** The numbers that pass: above and below are open. */
interface Passing extends Bounds {
  readonly below?: number;
  readonly above?: number;
  readonly unit?: string;
}

function limitsOf(limit: string | undefined, given: Record_): Limits | undefined {
  if (limit !== undefined) {
    const fail = passing(limit);
    return fail === undefined ? undefined : { fail };
  }
  const [fail, warn] = ["fail", "warn"].map((key) => {
    const [, condition] = /^when (.*)$/s.exec(textOf(given[key]) ?? "") ?? [];
    return condition === undefined ? undefined : failing(condition);
  });
  if (fail === undefined && warn === undefined) return undefined;
  return { ...(fail === undefined ? {} : { fail }), ...(warn === undefined ? {} : { warn }) };
}

const comparison =
  /^(not between|between|<=|>=|!=|<|>|=)\s*(-?[\d.]+)\s*([%dhms]|min)?(?:\s*and\s*(-?[\d.]+)\s*[%dhms]?)?$/;

function passing(text: string): Passing | undefined {
  const [, operator, first, unit, second] = comparison.exec(text.trim()) ?? [];
  const value = numberOf(first);
  if (value === undefined || operator === undefined) return undefined;
  const more = unit === undefined ? {} : { unit };
  switch (operator) {
    case "=":
      return { min: value, max: value, ...more };
    case "<":
      return { below: value, ...more };
    case "<=":
      return { max: value, ...more };
    case ">":
      return { above: value, ...more };
    case ">=":
      return { min: value, ...more };
    case "between": {
      const max = numberOf(second);
      return max === undefined ? undefined : { min: value, max, ...more };
    }
    default:
      return undefined;
  }
}

const opposites: Readonly<Record<string, string>> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "!=": "=",
  "not between": "between",
};

/** What passes where a condition says what fails. */
function failing(text: string): Passing | undefined {
  const [, operator = "", rest = ""] = /^(not between|<=|>=|!=|<|>)(.*)$/s.exec(text.trim()) ?? [];
  const opposite = opposites[operator];
  return opposite === undefined ? undefined : passing(opposite + rest);
}

type Lose = (...loss: readonly ["dropped" | "verdict" | "metadata", string, string]) => void;

const measures: Readonly<Record<string, "mean" | "sum" | "min" | "max" | "stddev">> = {
  avg: "mean",
  sum: "sum",
  min: "min",
  max: "max",
  stddev: "stddev",
};

// oxlint-disable-next-line complexity -- one case for each metric
function bodyOf(
  { name, columns }: Metric,
  { fail, warn }: Limits,
  { given, lose }: { readonly given: Record_; readonly lose: Lose },
): CheckBody | undefined {
  const [column = ""] = columns;
  const main = fail ?? warn;
  if (main === undefined) return undefined;
  const second = fail === undefined ? undefined : warn;
  if (name === "row_count") return { measure: { kind: "row-count" }, ...whole(main, second) };
  const kind = measures[name];
  if (kind !== undefined) {
    if ([main, second].some((one) => one?.above !== undefined || one?.below !== undefined))
      lose("verdict", "a strict bound", "the bounds of a measure are allowed in dx");
    return {
      measure: { kind, column },
      bounds: closed(main),
      ...(second === undefined ? {} : { warnBounds: closed(second) }),
    };
  }
  if (name === "freshness") {
    const minutes = (limit: Passing): number | undefined =>
      scale(limit.max ?? limit.below, limit.unit);
    const max = minutes(main);
    if (max === undefined) return undefined;
    lose(
      "verdict",
      "the time it is judged at",
      "Soda takes the clock's; dx is given one, and this is none",
    );
    const warnMax = second === undefined ? undefined : minutes(second);
    return {
      measure: { kind: "freshness-minutes", column, now: "1970-01-01T00:00:00Z" },
      bounds: { max },
      ...(warnMax === undefined ? {} : { warnBounds: { max: warnMax } }),
    };
  }
  const [, what, unit] = /^(missing|invalid|duplicate)_(count|percent)$/.exec(name) ?? [];
  const rule = what === undefined ? undefined : ruleOf(what, columns, given);
  if (rule === undefined) return undefined;
  const share = (limit: Passing): number | undefined => {
    const most = limit.max ?? limit.below;
    if (limit.min !== undefined && limit.min > 0) return undefined;
    if (most === undefined || (unit === "count" && most > (limit.max === undefined ? 1 : 0)))
      return undefined;
    if (limit.below !== undefined && unit === "percent")
      lose("verdict", "a strict bound", "dx allows the bound itself");
    return unit === "count" ? 0 : Number((most / 100).toPrecision(12));
  };
  const failAbove = share(main);
  const warnAbove = second === undefined ? undefined : share(second);
  if (failAbove === undefined || (second !== undefined && warnAbove === undefined))
    return undefined;
  if (unit === "percent") lose("verdict", "rounding", "Soda 3 rounds percentages to two digits");
  return {
    rule,
    threshold: {
      of: unit === "percent" || what === "missing" ? "rows" : "considered",
      failAbove,
      ...(warnAbove === undefined ? {} : { warnAbove }),
    },
  };
}

function closed({ min, max, above, below }: Passing): Bounds {
  const [low, high] = [min ?? above, max ?? below];
  return {
    ...(low === undefined ? {} : { min: low }),
    ...(high === undefined ? {} : { max: high }),
  };
}

/** Bounds of whole numbers, where an open one is the next. */
function whole(
  main: Passing,
  second: Passing | undefined,
): { readonly bounds: Bounds; readonly warnBounds?: Bounds } {
  const close = ({ min, max, above, below }: Passing): Bounds =>
    closed({
      ...(above === undefined
        ? min === undefined
          ? {}
          : { min }
        : { min: Math.floor(above) + 1 }),
      ...(below === undefined ? (max === undefined ? {} : { max }) : { max: Math.ceil(below) - 1 }),
    });
  return { bounds: close(main), ...(second === undefined ? {} : { warnBounds: close(second) }) };
}

function scale(value: number | undefined, unit: string | undefined): number | undefined {
  const minutes: Readonly<Record<string, number>> = { d: 1440, h: 60, m: 1, min: 1, s: 1 / 60 };
  return value === undefined ? undefined : value * (minutes[unit ?? "m"] ?? 1);
}

function ruleOf(
  what: string,
  columns: readonly string[],
  given: Record_,
): Extract<CheckBody, { rule: unknown }>["rule"] | undefined {
  const [column = ""] = columns;
  if (what === "duplicate") return { kind: "unique", columns };
  const isOwn = Object.keys(given).some((key) => /^missing (?:values|regex|format)$/.test(key));
  if (what === "missing") return isOwn ? undefined : { kind: "not-null", column };
  const rules = isOwn ? [] : validRules(column, given);
  return rules.length === 1 ? rules[0] : undefined;
}

/** The rule for each way in which values are told to be valid. */
export function validRules(column: string, given: Record_): readonly RowRule[] {
  const values = (key: string): readonly CheckValue[] =>
    listOf(given[key]).filter(
      (value): value is CheckValue => typeof value === "string" || typeof value === "number",
    );
  const number = (key: string): number | undefined => numberOf(given[key]);
  const [min, max, length] = [number("valid min"), number("valid max"), number("valid length")];
  const [shortest, longest] = [
    number("valid min length") ?? length,
    number("valid max length") ?? length,
  ];
  const regex = textOf(given["valid regex"]);
  const known = new Set([
    "valid values",
    "invalid values",
    "valid min",
    "valid max",
    "valid length",
    "valid min length",
    "valid max length",
    "valid regex",
  ]);
  if (Object.keys(given).some((key) => /^(?:in)?valid /.test(key) && !known.has(key))) return [];
  return [
    ...(given["valid values"] === undefined
      ? []
      : [{ kind: "in-set", column, values: values("valid values") } as const]),
    ...(given["invalid values"] === undefined
      ? []
      : [{ kind: "not-in-set", column, values: values("invalid values") } as const]),
    ...(min === undefined && max === undefined
      ? []
      : [
          {
            kind: "between",
            column,
            ...(min === undefined ? {} : { min }),
            ...(max === undefined ? {} : { max }),
          } as const,
        ]),
    ...(shortest === undefined && longest === undefined
      ? []
      : [
          {
            kind: "length",
            column,
            ...(shortest === undefined ? {} : { min: shortest }),
            ...(longest === undefined ? {} : { max: longest }),
          } as const,
        ]),
    ...(regex === undefined ? [] : [{ kind: "matches", column, pattern: regex } as const]),
  ];
}

function readSchema(
  given: Record_,
  lose: Lose,
): readonly { readonly body: CheckBody; readonly severity: "error" | "warning" }[] {
  return (["fail", "warn"] as const).flatMap((key) => {
    const when = given[key];
    if (!isRecord(when)) return [];
    const required = listOf(when["when required column missing"]).filter(
      (one) => typeof one === "string",
    );
    const index = isRecord(when["when wrong column index"])
      ? Object.entries(when["when wrong column index"])
      : [];
    const others = Object.keys(when).filter(
      (one) => one !== "when required column missing" && one !== "when wrong column index",
    );
    for (const other of others) lose("dropped", other, "dx compares names, and their order");
    const names =
      index.length > 0
        ? index.toSorted(([, one], [, other]) => Number(one) - Number(other)).map(([name]) => name)
        : required;
    if (names.length === 0) return [];
    const schema = {
      kind: "columns",
      columns: names.map((name) => ({ name })),
      ...(index.length > 0 ? { ordered: true } : {}),
      others: true,
    } as const;
    return [{ body: { schema }, severity: key === "fail" ? "error" : "warning" } as const];
  });
}
