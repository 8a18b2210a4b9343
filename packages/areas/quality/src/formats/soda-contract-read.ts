import type { Bounds, Check, RowThreshold } from "../check.ts";
import { dimensions } from "../dimensions.ts";
import type { SodaRead, SodaReading } from "./from-soda.ts";
import { isRecord, listOf, numberOf, recordsOf, textOf } from "./read-document.ts";
import { validRules } from "./soda-cl-read.ts";
import { nameOf, type CheckBody } from "./words.ts";

type Record_ = Readonly<Record<string, unknown>>;

/** The checks of a contract of Soda 4. */
export function readSodaContract(file: Record_, reading: SodaReading): readonly SodaRead[] {
  const columns = recordsOf(file["columns"]);
  const names = columns.flatMap((column) => textOf(column["name"]) ?? []);
  const ofColumns = columns.flatMap((column) => {
    const name = textOf(column["name"]) ?? "";
    return entriesOf(column["checks"]).flatMap(([kind, given]) =>
      readEntry(kind, given, { ...reading, column: nameOf(name, reading.dialect), names }),
    );
  });
  const ofTable = entriesOf(file["checks"]).flatMap(([kind, given]) =>
    readEntry(kind, given, { ...reading, names }),
  );
  if (textOf(file["filter"]) !== undefined)
    reading.lose("*", "verdict", "filter", "the filter of the data set was put to no check");
  return [...ofColumns, ...ofTable];
}

function entriesOf(checks: unknown): readonly (readonly [string, Record_])[] {
  return recordsOf(checks).flatMap((entry) =>
    Object.entries(entry).map(([kind, given]) => [kind, isRecord(given) ? given : {}] as const),
  );
}

interface Place extends SodaReading {
  readonly column?: string;
  readonly names: readonly string[];
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
  if (body === undefined) {
    lose("dropped", kind, "dx does not know this check, or not with this threshold");
    return [];
  }
  const severity = threshold["level"] === "warn" ? "warning" : "error";
  return [
    {
      name,
      place: at,
      body,
      severity,
      where: textOf(given["filter"]),
      kept: keptOf(given["attributes"]),
    },
  ];
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

const aggregates: Readonly<Record<string, "mean" | "sum" | "min" | "max">> = {
  avg: "mean",
  sum: "sum",
  min: "min",
  max: "max",
};

// oxlint-disable-next-line complexity -- one case for each check
function bodyOf(kind: string, given: Record_, reading: Reading): CheckBody | undefined {
  const { column, threshold, names, lose, dialect } = reading;
  const additional = isRecord(threshold["additional"]) ? threshold["additional"] : undefined;
  switch (kind) {
    case "schema":
      return {
        schema: {
          kind: "columns",
          columns: names.map((name) => ({ name: nameOf(name, dialect) })),
          ...(given["allow_other_column_order"] === true ? {} : { ordered: true }),
          ...(given["allow_extra_columns"] === true ? { others: true } : {}),
        },
      };
    case "row_count": {
      const bounds = Object.keys(threshold).length === 0 ? { min: 1 } : boundsOf(threshold, true);
      const warnBounds = additional === undefined ? undefined : boundsOf(additional, true);
      return bounds === undefined
        ? undefined
        : {
            measure: { kind: "row-count" },
            bounds,
            ...(warnBounds === undefined ? {} : { warnBounds }),
          };
    }
    case "aggregate":
    case "freshness": {
      const of = kind === "freshness" ? "freshness" : aggregates[textOf(given["function"]) ?? ""];
      const factor = { hour: 60, day: 1440 }[textOf(threshold["unit"]) ?? ""] ?? 1;
      const scaled = (bounds: Bounds | undefined): Bounds | undefined =>
        bounds === undefined
          ? undefined
          : {
              ...(bounds.min === undefined ? {} : { min: bounds.min * factor }),
              ...(bounds.max === undefined ? {} : { max: bounds.max * factor }),
            };
      const bounds = scaled(boundsOf(threshold, false));
      const warnBounds = additional === undefined ? undefined : scaled(boundsOf(additional, false));
      if (of === undefined || column === undefined || bounds === undefined) return undefined;
      if (of === "freshness")
        lose(
          "verdict",
          "the time it is judged at",
          "Soda takes the clock's; dx is given one, and this is none",
        );
      const measure =
        of === "freshness"
          ? ({ kind: "freshness-minutes", column, now: "1970-01-01T00:00:00Z" } as const)
          : { kind: of, column };
      return { measure, bounds, ...(warnBounds === undefined ? {} : { warnBounds }) };
    }
    default:
      return readRule(kind, given, reading);
  }
}

function readRule(
  kind: string,
  given: Record_,
  { column, threshold, dialect }: Reading,
): CheckBody | undefined {
  const columns =
    column === undefined
      ? listOf(given["columns"])
          .filter((one) => typeof one === "string")
          .map((one) => nameOf(one, dialect))
      : [column];
  const isOwn = given["missing_values"] !== undefined || given["missing_format"] !== undefined;
  if (kind === "missing" && column !== undefined && !isOwn)
    return withThreshold({ kind: "not-null", column }, threshold, "rows");
  if (kind === "duplicate" && columns.length > 0)
    return withThreshold({ kind: "unique", columns }, threshold, "considered");
  if (kind === "invalid" && column !== undefined && !isOwn) {
    const spaced = Object.fromEntries(
      Object.entries(given).map(([key, value]) => [key.replaceAll("_", " "), value]),
    );
    const { "valid format": format, ...rest } = spaced;
    const rules = validRules(column, {
      ...rest,
      ...(isRecord(format) ? { "valid regex": format["regex"] } : {}),
    });
    return rules.length === 1 && rules[0] !== undefined
      ? withThreshold(rules[0], threshold, "considered")
      : undefined;
  }
  return undefined;
}

function withThreshold(
  rule: Extract<CheckBody, { rule: unknown }>["rule"],
  threshold: Record_,
  strictOf: RowThreshold["of"],
): CheckBody | undefined {
  const isPercent = threshold["metric"] === "percent";
  const share = (limits: Record_): number | undefined => {
    const most = numberOf(limits["must_be_less_than_or_equal"]) ?? numberOf(limits["must_be"]);
    if (most === undefined)
      return Object.keys(limits).some((key) => key.startsWith("must_")) ? undefined : 0;
    return isPercent ? Number((most / 100).toPrecision(12)) : most === 0 ? 0 : undefined;
  };
  const failAbove = share(threshold);
  const additional = isRecord(threshold["additional"]) ? share(threshold["additional"]) : null;
  if (failAbove === undefined || additional === undefined) return undefined;
  if (isPercent && rule.kind === "unique") return undefined;
  return {
    rule,
    threshold: {
      of: isPercent ? "rows" : strictOf,
      failAbove,
      ...(additional === null ? {} : { warnAbove: additional }),
    },
  };
}

function boundsOf(limits: Record_, isWhole: boolean): Bounds | undefined {
  const between = isRecord(limits["must_be_between"]) ? limits["must_be_between"] : {};
  const exact = numberOf(limits["must_be"]);
  const step = isWhole ? 1 : 0;
  const shift = (value: number | undefined, by: number): number | undefined =>
    value === undefined || (!isWhole && by !== 0) ? undefined : value + by;
  const low =
    exact ??
    numberOf(limits["must_be_greater_than_or_equal"]) ??
    numberOf(between["greater_than_or_equal"]) ??
    shift(numberOf(limits["must_be_greater_than"]), step);
  const high =
    exact ??
    numberOf(limits["must_be_less_than_or_equal"]) ??
    numberOf(between["less_than_or_equal"]) ??
    shift(numberOf(limits["must_be_less_than"]), -step);
  return low === undefined && high === undefined
    ? undefined
    : { ...(low === undefined ? {} : { min: low }), ...(high === undefined ? {} : { max: high }) };
}
