import { relation, type Json } from "@dx/core";
import { foldName } from "@dx/sql";
import type { Bounds, Check, Suite } from "../check.ts";
import { requireDistinctIds } from "./check-json.ts";
import type { ExportOptions } from "./export-options.ts";
import { createLosses, type Exported, type Losses } from "./loss.ts";
import { headLosses, levelRows, nanLoss, twoWarnings } from "./soda-level.ts";
import { nativeSoda, type SodaCheck, type SodaValid } from "./soda-native.ts";
import { writeYaml } from "./write-yaml.ts";

/** How a contract for Soda 4 is written. */
export interface SodaContractOptions extends ExportOptions {
  /** What Soda calls the database: the first part of a data set's name. */
  readonly dataSource: string;
}

/** A contract of one table. */
export interface SodaContract {
  /** The table. */
  readonly table: string;
  /** The file's text. */
  readonly text: string;
}

interface Entry {
  readonly column?: string;
  readonly check: Readonly<Record<string, Json>>;
}

/**
 * Contracts for Soda 4, one for each table. Where a threshold is a share of all rows, Soda's own percentages are taken, which version 4 does not round; what is of the rows
 * considered, or another rule, is a query that gives no row where it passes.
 * @throws DxError `DX_QUALITY_SUITE` if an id comes twice
 * @example
 * ```ts
 * import { toSodaContract, type Suite } from "@dx/quality";
 * const head = { table: "main.shop", dimension: "completeness", severity: "error" } as const;
 * const rule = { kind: "not-null", column: "city" } as const;
 * const suite: Suite = { name: "s", checks: [{ ...head, id: "city", rule, threshold: { of: "rows", failAbove: 0.05 } }] };
 * const { document } = toSodaContract(suite, { dialect: "duckdb", dataSource: "lake" });
 * if (document[0]?.text.startsWith("dataset: lake/main/shop") !== true) throw new Error();
 * ```
 * @see Soda, "Contract language reference" (version 4)
 */
export function toSodaContract(
  { checks }: Suite,
  options: SodaContractOptions,
): Exported<readonly SodaContract[]> {
  requireDistinctIds(checks);
  const losses = createLosses();
  const tables = [...new Set(checks.map(({ table }) => table))];
  const document = tables.map((table) => {
    const mine = checks.filter((check) => check.table === table);
    return {
      table,
      text: writeYaml(writeContract(table, mine, { ...options, losses })),
    };
  });
  return { document, losses: losses.list };
}

interface Writing extends SodaContractOptions {
  readonly losses: Losses;
}

function writeContract(table: string, checks: readonly Check[], writing: Writing): object {
  const { name, schema, catalog } = relation(table);
  const fold = (part: string): string => foldName(part, writing.dialect);
  const path = [catalog, schema, name].flatMap((part) => (part === undefined ? [] : [fold(part)]));
  const entries = checks.flatMap((check) => writeCheck(check, writing));
  const asked = checks.flatMap((check) =>
    "schema" in check ? check.schema.columns.map((column) => fold(column.name)) : [],
  );
  const columns = [
    ...new Set([
      ...asked,
      ...entries.flatMap(({ column }) => (column === undefined ? [] : [fold(column)])),
    ]),
  ];
  if (asked.length > 0 && columns.length > asked.length)
    writing.losses.add(
      "*",
      "verdict",
      `further columns of ${table}`,
      "a column that has a check is part of Soda's schema too",
    );
  const ofTable = entries.filter(({ column }) => column === undefined).map(({ check }) => check);
  return {
    dataset: [writing.dataSource, ...path].join("/"),
    columns: columns.map((column) => {
      const own = entries.filter(
        (entry) => entry.column !== undefined && fold(entry.column) === column,
      );
      const mine = own.map(({ check }) => check);
      return mine.length === 0 ? { name: column } : { name: column, checks: mine };
    }),
    ...(ofTable.length === 0 ? {} : { checks: ofTable }),
  };
}

function writeCheck(check: Check, writing: Writing): readonly Entry[] {
  const { losses, dialect } = writing;
  const head = { name: check.id, qualifier: check.id };
  if ("schema" in check) return [schemaEntry(check, losses)];
  const native = nativeEntry(check, losses);
  if (native !== undefined) return [native];
  const query = levelRows(check, dialect);
  if (query === undefined) {
    losses.add(
      check.id,
      "dropped",
      "measure" in check ? check.measure.kind : "columns",
      "Soda has no such check, and no SQL of one's own can tell it at a time that Soda knows",
    );
    return [];
  }
  headLosses(check, [], losses);
  losses.add(check.id, "one-way", "what its query asks", "it is SQL, which is not read back");
  const isWarning = check.severity === "warning";
  const threshold = isWarning
    ? { must_be: 0, level: "warn" }
    : { must_be_less_than: 2, additional: { must_be_less_than: 1, level: "warn" } };
  return [{ check: { failed_rows: { ...head, query, threshold } } }];
}

function attributesOf(check: Check): Readonly<Record<string, Json>> {
  const { dimension, reason, owner } = check;
  return {
    dimension,
    ...(reason === undefined ? {} : { reason }),
    ...(owner === undefined ? {} : { owner }),
  };
}

function nativeEntry(check: Check, losses: Losses): Entry | undefined {
  const native = nativeSoda(check);
  if (native === undefined) return undefined;
  const column = native.columns[0];
  const common = {
    name: check.id,
    qualifier: check.id,
    attributes: attributesOf(check),
    ...(check.where === undefined ? {} : { filter: check.where }),
  };
  const isWarning = check.severity === "warning";
  switch (native.kind) {
    case "measure": {
      const threshold = boundsThreshold(native, isWarning);
      if (native.of === "row_count") return { check: { row_count: { ...common, threshold } } };
      return {
        ...(column === undefined ? {} : { column }),
        check: { aggregate: { ...common, function: native.of, threshold } },
      };
    }
    case "freshness":
      return freshnessEntry(check, native, { common, losses });
    default: {
      if (!("rule" in check)) return undefined;
      const threshold = shareThreshold(check, native.kind);
      if (threshold === undefined) return undefined;
      if (native.kind === "duplicate")
        losses.add(
          check.id,
          "figure",
          "how many fail",
          "Soda counts the rows beyond the first of each value, dx all that have it",
        );
      nanLoss(check, native, losses);
      const valid = native.kind === "invalid" ? validWords(native.valid) : {};
      return {
        ...(column === undefined ? {} : { column }),
        check: { [native.kind]: { ...common, ...valid, threshold } },
      };
    }
  }
}

const most = (minutes: number): Comparison => ({ must_be_less_than_or_equal: minutes });

function freshnessEntry(
  check: Check,
  { columns, max, warn }: Extract<SodaCheck, { kind: "freshness" }>,
  { common, losses }: { readonly common: Comparison; readonly losses: Losses },
): Entry {
  losses.add(check.id, "verdict", "the time it is judged at", "Soda takes the clock's");
  twoWarnings(check, losses);
  losses.add(check.id, "metadata", "now", "it is not part of the check in Soda");
  const second = warn === undefined ? undefined : most(warn);
  const graded = grade(most(max), second, check.severity === "warning");
  const [column = ""] = columns;
  return { check: { freshness: { ...common, column, threshold: { unit: "minute", ...graded } } } };
}

type Comparison = Readonly<Record<string, Json>>;

function grade(fail: Comparison, warn: Comparison | undefined, isWarning: boolean): Comparison {
  if (isWarning) return { ...fail, level: "warn" };
  return warn === undefined ? fail : { ...fail, additional: { ...warn, level: "warn" } };
}

const inside = ({ min, max }: Bounds): Comparison => {
  if (min !== undefined && min === max) return { must_be: min };
  if (min !== undefined && max !== undefined)
    return { must_be_between: { greater_than_or_equal: min, less_than_or_equal: max } };
  return min === undefined
    ? { must_be_less_than_or_equal: max ?? 0 }
    : { must_be_greater_than_or_equal: min };
};

function boundsThreshold(
  { bounds, warnBounds }: Extract<SodaCheck, { kind: "measure" }>,
  isWarning: boolean,
): Comparison {
  return grade(
    inside(bounds),
    warnBounds === undefined ? undefined : inside(warnBounds),
    isWarning,
  );
}

const percent = (share: number): Comparison => ({
  must_be_less_than_or_equal: Number((share * 100).toPrecision(12)),
});

/** Of all rows, Soda's percentage means the same; of those considered, only nothing does. */
function shareThreshold(
  { rule, threshold: { of, failAbove, warnAbove }, severity }: Extract<Check, { rule: unknown }>,
  kind: SodaCheck["kind"],
): Comparison | undefined {
  const isStrict = failAbove === 0 && warnAbove === undefined;
  if (isStrict) return grade({ must_be: 0 }, undefined, severity === "warning");
  if (kind === "duplicate" || (of !== "rows" && rule.kind !== "not-null")) return undefined;
  return {
    metric: "percent",
    ...grade(
      percent(failAbove),
      warnAbove === undefined ? undefined : percent(warnAbove),
      severity === "warning",
    ),
  };
}

function validWords({
  values,
  not,
  min,
  max,
  minLength,
  maxLength,
  regex,
}: SodaValid): Readonly<Record<string, Json>> {
  const words = {
    valid_values: values,
    invalid_values: not,
    valid_min: min,
    valid_max: max,
    valid_min_length: minLength,
    valid_max_length: maxLength,
  };
  const given = Object.entries(words).flatMap(
    ([key, value]): readonly (readonly [string, Json])[] =>
      value === undefined ? [] : [[key, value]],
  );
  return {
    ...Object.fromEntries(given),
    ...(regex === undefined ? {} : { valid_format: { regex, name: "pattern" } }),
  };
}

function schemaEntry(check: Extract<Check, { schema: unknown }>, losses: Losses): Entry {
  const { columns, ordered = false, others = false } = check.schema;
  if (columns.some(({ type }) => type !== undefined))
    losses.add(
      check.id,
      "verdict",
      "types",
      "Soda compares the engine's names of types, which dx does not keep",
    );
  if (check.severity === "warning")
    losses.add(check.id, "verdict", "its severity", "a schema check of Soda fails");
  return {
    check: {
      schema: {
        name: check.id,
        qualifier: check.id,
        attributes: attributesOf(check),
        allow_extra_columns: others,
        allow_other_column_order: !ordered,
      },
    },
  };
}
