import type { Bounds, Check } from "../check.ts";
import { dimensions } from "../dimensions.ts";
import { defined } from "./defined.ts";
import type { SodaRead, SodaReading } from "./from-soda.ts";
import { kindsOfType } from "./kinds-of-type.ts";
import { isRecord, listOf, numberOf, recordsOf, textOf } from "./read-document.ts";
import { isOwnQuery } from "./soda-cl-read.ts";
import { measureBody, ruleBody, type SodaLimits } from "./soda-body.ts";
import { sodaExpressions, sodaMeasures } from "./soda-figures.ts";
import { validityRule } from "./soda-validity.ts";
import { complement, nameOf, sqlNameOf, type CheckBody } from "./words.ts";

type Record_ = Readonly<Record<string, unknown>>;

/** The checks of a contract of Soda 4. */
export function readSodaContract(file: Record_, reading: SodaReading): readonly SodaRead[] {
  const columns = recordsOf(file["columns"]);
  const ofColumns = columns.flatMap((column) => {
    const name = textOf(column["name"]) ?? "";
    const { checks, name: _, ...config } = column;
    return entriesOf(checks).flatMap(([kind, given]) =>
      readEntry(
        kind,
        { ...config, ...given },
        { ...reading, column: nameOf(name, reading.dialect), columns },
      ),
    );
  });
  const ofTable = entriesOf(file["checks"]).flatMap(([kind, given]) =>
    readEntry(kind, given, { ...reading, columns }),
  );
  const all = [...ofColumns, ...ofTable];
  const filter = textOf(file["filter"]);
  return filter === undefined
    ? all
    : all.map((one) => Object.assign({}, one, { where: bothOf(filter, one.where) }));
}

function bothOf(one: string, other: string | undefined): string {
  return other === undefined ? one : `(${one}) and (${other})`;
}

function entriesOf(checks: unknown): readonly (readonly [string, Record_])[] {
  return recordsOf(checks).flatMap((entry) =>
    Object.entries(entry).map(([kind, given]) => [kind, isRecord(given) ? given : {}] as const),
  );
}

interface Place extends SodaReading {
  readonly column?: string;
  /** All columns of the contract. */
  readonly columns: readonly Record_[];
}

function readEntry(kind: string, given: Record_, place: Place): readonly SodaRead[] {
  const { column = textOf(given["column"]) } = place;
  const name = textOf(given["name"]);
  const at = [column, kind].filter((part) => part !== undefined).join("-");
  const threshold = isRecord(given["threshold"]) ? given["threshold"] : {};
  const lose = (...[effect, what, why]: readonly ["dropped" | "verdict", string, string]): void =>
    place.lose(name ?? at, effect, what, why);
  const body = bodyOf(kind, given, {
    ...place,
    ...(column === undefined ? {} : { column }),
    threshold,
    lose,
  });
  if (isOwnQuery(textOf(given["query"]) ?? "")) return [];
  if (body === undefined) {
    lose("dropped", kind, "dx does not know this check, or not with this threshold");
    return [];
  }
  const severity = threshold["level"] === "warn" ? "warning" : "error";
  const kept = keptOf(given["attributes"]);
  return [{ name, place: at, body, severity, where: textOf(given["filter"]), kept }];
}

function keptOf(attributes: unknown): NonNullable<SodaRead["kept"]> {
  if (!isRecord(attributes)) return {};
  const dimension = dimensions.find((one) => one === attributes["dimension"]);
  const [reason, owner] = [textOf(attributes["reason"]), textOf(attributes["owner"])];
  return {
    ...(dimension === undefined ? {} : { dimension }),
    ...(reason === undefined ? {} : { reason }),
    ...(owner === undefined ? {} : { owner }),
  } satisfies Partial<Check>;
}

interface Reading extends Omit<Place, "lose"> {
  readonly threshold: Record_;
  readonly lose: (...loss: readonly ["dropped" | "verdict", string, string]) => void;
}

const expressions: typeof sodaExpressions = {
  ...sodaExpressions,
  count: (column) => `count(${column})`,
};
const minutes: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

// oxlint-disable-next-line complexity -- one case for each check
function bodyOf(kind: string, given: Record_, reading: Reading): CheckBody | undefined {
  const { column, threshold, lose, dialect } = reading;
  const limits = (fallback?: Bounds, scale = 1): SodaLimits | undefined =>
    limitsOf(threshold, fallback, scale);
  switch (kind) {
    case "schema":
      return schemaOf(given, reading);
    case "row_count": {
      const all = limits({ min: 1 });
      return all && measureBody({ kind: "row-count" }, all, true);
    }
    case "freshness": {
      const all = limits(undefined, minutes[textOf(threshold["unit"]) ?? "hour"] ?? 60);
      if (column === undefined || all === undefined) return undefined;
      if (reading.now === undefined)
        lose(
          "verdict",
          "the time it is judged at",
          "Soda takes the clock's; dx is given one, and this is none",
        );
      const { now = "1970-01-01T00:00:00Z" } = reading;
      return measureBody({ kind: "freshness-minutes", column, now }, all);
    }
    case "aggregate": {
      const all = limits();
      const name = textOf(given["function"]) ?? "";
      const [of, write] = [sodaMeasures[name], expressions[name]];
      if (column === undefined || all === undefined || isConfigured(given)) return undefined;
      if (of !== undefined) return measureBody({ kind: of, column }, all);
      return (
        write && measureBody({ kind: "expression", sql: write(sqlNameOf(column, dialect)) }, all)
      );
    }
    case "metric": {
      const all = limits();
      const [expression, query] = [textOf(given["expression"]), textOf(given["query"])];
      if (all === undefined) return undefined;
      if (expression !== undefined)
        return measureBody({ kind: "expression", sql: expression }, all);
      return query === undefined
        ? undefined
        : measureBody({ kind: "query", sql: query.trim().replace(/;$/, "") }, all);
    }
    case "failed_rows": {
      const all = limits({ min: 0, max: 0 });
      const [expression, query] = [textOf(given["expression"]), textOf(given["query"])];
      if (all === undefined) return undefined;
      if (expression !== undefined)
        return ruleBody({ kind: "condition", sql: `not (${expression})` }, all, {
          isPercent: threshold["metric"] === "percent",
          duplicates: "excessRows",
          strictOf: "considered",
        });
      if (query === undefined || threshold["metric"] === "percent") return undefined;
      const sql = `select count(*) from (${query.trim().replace(/;$/, "")}\n) as failed_rows`;
      return measureBody({ kind: "query", sql }, all, true);
    }
    default:
      return readRule(kind, given, reading);
  }
}

function isConfigured(given: Record_): boolean {
  return Object.keys(given).some((key) => /^(?:missing|valid|invalid)_/.test(key));
}

function schemaOf(given: Record_, { columns, dialect, lose }: Reading): CheckBody {
  const all = columns.map((column) => {
    const name = nameOf(textOf(column["name"]) ?? "", dialect);
    const type = textOf(column["data_type"]);
    if (type === undefined) return { name };
    const kinds = kindsOfType(type);
    if (kinds.length === 0)
      lose("verdict", type, "dx knows no such type, so that no column has it");
    return { name, type: kinds.length === 0 ? ["none"] : kinds };
  });
  return {
    schema: {
      kind: "columns",
      columns: all,
      ...(given["allow_other_column_order"] === true ? {} : { ordered: true }),
      ...(given["allow_extra_columns"] === true ? { others: true } : {}),
    },
  };
}

// oxlint-disable-next-line complexity -- duplicates are counted in three ways
function readRule(
  kind: string,
  given: Record_,
  { column, threshold, dialect }: Reading,
): CheckBody | undefined {
  if (kind !== "missing" && kind !== "invalid" && kind !== "duplicate") return undefined;
  const columns =
    column === undefined
      ? listOf(given["columns"])
          .filter((one) => typeof one === "string")
          .map((one) => nameOf(one, dialect))
      : [column];
  if (columns.length === 0 || (kind !== "duplicate" && columns.length > 1)) return undefined;
  const config = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key.replaceAll("_", " "), value]),
  );
  const reference = given["valid_reference_data"];
  const rule =
    kind === "invalid" && isRecord(reference)
      ? referenceRule(columns, reference, dialect)
      : validityRule(kind, columns, config);
  const limits = limitsOf(threshold, { min: 0, max: 0 }, 1);
  if (rule === undefined || limits === undefined) return undefined;
  if (kind === "duplicate" && isConfigured(given)) return undefined;
  const isPercent = threshold["metric"] === "percent";
  const [only, ...more] = columns;
  if (kind === "duplicate" && isPercent && only !== undefined && more.length === 0)
    return distinctShare(only, limits);
  if (rule.kind === "unique" && more.length > 0)
    return ruleBody({ ...rule, leaveOut: "none" }, limits, {
      isPercent,
      duplicates: "excessRows",
      strictOf: "considered",
    });
  const strictOf = kind === "missing" ? "rows" : "considered";
  return ruleBody(rule, limits, { isPercent, duplicates: "excessRows", strictOf });
}

function turned(limit: SodaLimits["fail"]): SodaLimits["fail"] {
  return limit === undefined ? undefined : { ...limit, bounds: complementOf(limit.bounds) };
}

/** What is left of a percentage, as a share. */
function restOf(percent: number | undefined): number | undefined {
  return percent === undefined ? undefined : complement(Number((percent / 100).toPrecision(12)));
}

/** A percentage of rows beyond the first of each value, as the share of different values. */
function distinctShare(column: string, { fail, warn }: SodaLimits): CheckBody | undefined {
  return measureBody(
    { kind: "distinct-share", column },
    defined({ fail: turned(fail), warn: turned(warn) }),
  );
}

function complementOf({ min, max, strictMin, strictMax, outside }: Bounds): Bounds {
  return defined({
    min: restOf(max),
    max: restOf(min),
    strictMin: strictMax,
    strictMax: strictMin,
    outside,
  });
}

function referenceRule(
  columns: readonly string[],
  reference: Record_,
  dialect: Reading["dialect"],
): Extract<CheckBody, { rule: unknown }>["rule"] | undefined {
  const [dataset, column] = [textOf(reference["dataset"]), textOf(reference["column"])];
  const name = dataset?.split("/").at(-1);
  if (name === undefined || column === undefined) return undefined;
  return {
    kind: "references",
    columns,
    table: nameOf(name, dialect),
    referenced: [nameOf(column, dialect)],
  };
}

/** What passes where values are to lie below one bound or above another. */
interface Ends {
  readonly above: number | undefined;
  readonly least: number | undefined;
  readonly below: number | undefined;
  readonly most: number | undefined;
}

function boundsOfEnds({ above, least, below, most }: Ends): Bounds {
  const low = above === undefined ? {} : { min: above, strictMin: true };
  const high = below === undefined ? {} : { max: below, strictMax: true };
  return {
    ...(least === undefined ? low : { min: least }),
    ...(most === undefined ? high : { max: most }),
  };
}

function outsideOf(range: Ends): Bounds | undefined {
  const [low, high] = [range.below ?? range.most, range.above ?? range.least];
  if (low === undefined || high === undefined || low > high) return undefined;
  return {
    min: low,
    max: high,
    outside: true,
    ...(range.below === undefined ? { strictMin: true } : {}),
    ...(range.above === undefined ? { strictMax: true } : {}),
  };
}

/** What passes a threshold and its additional one; without any, what passes by itself. */
function limitsOf(
  threshold: Record_,
  fallback: Bounds | undefined,
  scale: number,
): SodaLimits | undefined {
  const main = boundsOf(threshold, scale) ?? (saysLimit(threshold) ? undefined : fallback);
  if (main === undefined) return undefined;
  const fail = { bounds: main, isPercent: threshold["metric"] === "percent" };
  const { additional } = threshold;
  if (!isRecord(additional)) return { fail };
  const other = boundsOf(additional, scale);
  if (other === undefined) return undefined;
  const second = { bounds: other, isPercent: fail.isPercent };
  return threshold["level"] === "warn" ? { fail: second, warn: fail } : { fail, warn: second };
}

const saysLimit = (threshold: Record_): boolean =>
  Object.keys(threshold).some((key) => key.startsWith("must_"));

// oxlint-disable-next-line complexity -- one case for each comparison
function boundsOf(limits: Record_, scale: number): Bounds | undefined {
  const { must_be_between: inside, must_be_not_between: outside } = limits;
  const range = isRecord(inside) ? inside : isRecord(outside) ? outside : undefined;
  const one = (from: Record_, key: string): number | undefined => {
    const value = numberOf(from[key]);
    return value === undefined ? undefined : value * scale;
  };
  if (range !== undefined) {
    const [above, least] = [one(range, "greater_than"), one(range, "greater_than_or_equal")];
    const [below, most] = [one(range, "less_than"), one(range, "less_than_or_equal")];
    const ends = { above, least, below, most };
    return isRecord(inside) ? boundsOfEnds(ends) : outsideOf(ends);
  }
  const [exact, not] = [one(limits, "must_be"), one(limits, "must_not_be")];
  if (exact !== undefined) return { min: exact, max: exact };
  if (not !== undefined) return { min: not, max: not, outside: true };
  const [above, least] = [
    one(limits, "must_be_greater_than"),
    one(limits, "must_be_greater_than_or_equal"),
  ];
  const [below, most] = [
    one(limits, "must_be_less_than"),
    one(limits, "must_be_less_than_or_equal"),
  ];
  const bounds = boundsOfEnds({ above, least, below, most });
  return Object.keys(bounds).length === 0 ? undefined : bounds;
}
