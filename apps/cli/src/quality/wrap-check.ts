import type { vocabularies } from "./read-suite.ts";

/** A single check of a tool, and where it stands. */
export interface LoneCheck {
  readonly check: unknown;
  readonly vocabulary: (typeof vocabularies)[number];
  readonly table: string;
  readonly column: string | undefined;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const contractChecks = new Set([
  "row_count",
  "missing",
  "invalid",
  "duplicate",
  "aggregate",
  "metric",
  "failed_rows",
  "freshness",
]);

/** A single check as a document of its tool; a document stays as it is. */
export function wrapCheck({ check, vocabulary, table, column }: LoneCheck): unknown {
  switch (vocabulary) {
    case "dx":
      return check;
    case "great_expectations":
      if (!isRecord(check) || "expectations" in check) return check;
      return { name: "line", expectations: [withColumn(check, column)], meta: {} };
    case "dbt": {
      if (
        isRecord(check) &&
        ["models", "sources", "seeds", "snapshots"].some((key) => key in check)
      )
        return check;
      const tests = { data_tests: [check] };
      return {
        models: [
          {
            name: table,
            ...(column === undefined ? tests : { columns: [{ name: column, ...tests }] }),
          },
        ],
      };
    }
    case "soda":
      return wrapSoda(check, table, column);
  }
}

/** A single expectation may have its arguments beside its type. */
function withColumn(
  check: Readonly<Record<string, unknown>>,
  column: string | undefined,
): Readonly<Record<string, unknown>> {
  const { type, expectation_type: older, kwargs, meta, id, severity, notes, ...beside } = check;
  const own = isRecord(kwargs) ? kwargs : beside;
  const kept = {
    ...(meta === undefined ? {} : { meta }),
    ...(id === undefined ? {} : { id }),
    ...(severity === undefined ? {} : { severity }),
    ...(notes === undefined ? {} : { notes }),
  };
  return {
    type: type ?? older,
    kwargs: column === undefined || "column" in own ? own : { column, ...own },
    ...kept,
  };
}

function wrapSoda(check: unknown, table: string, column: string | undefined): unknown {
  if (isRecord(check)) {
    const keys = Object.keys(check);
    if (keys.some((key) => key === "dataset" || key.startsWith("checks for "))) return check;
    const [only = ""] = keys;
    const isContract =
      contractChecks.has(only) &&
      keys.length === 1 &&
      (check[only] === null || (isRecord(check[only]) && !isGraded(check[only])));
    if (isContract)
      return {
        dataset: `line/${table}`,
        ...(column === undefined
          ? { checks: [check] }
          : { columns: [{ name: column, checks: [check] }] }),
      };
    if ("columns" in check && !("schema" in check)) return { dataset: `line/${table}`, ...check };
  }
  return { [`checks for ${table}`]: [check] };
}

/** Whether thresholds stand in it as SodaCL of version 3 has them. */
function isGraded(check: Readonly<Record<string, unknown>>): boolean {
  return "warn" in check || "fail" in check;
}
