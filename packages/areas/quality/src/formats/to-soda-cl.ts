import { relation, type Json } from "@dx/core";
import type { Bounds, Check, Suite } from "../check.ts";
import { requireDistinctIds } from "./check-json.ts";
import type { ExportOptions } from "./export-options.ts";
import { createLosses, type Exported, type Losses } from "./loss.ts";
import { headLosses, levelRows, nanLoss, twoWarnings } from "./soda-level.ts";
import { nativeSoda, type SodaCheck, type SodaValid } from "./soda-native.ts";
import { writeYaml } from "./write-yaml.ts";

/**
 * Checks in SodaCL, for Soda 3. Soda's own metrics are taken where nothing may fail, since its percentages are of all rows and are rounded; what has a threshold, or another
 * rule, is a query that gives no row where it passes.
 * @throws DxError `DX_QUALITY_SUITE` if an id comes twice
 * @example
 * ```ts
 * import { toSodaCl, type Suite } from "@dx/quality";
 * const head = { table: "shop", dimension: "completeness", severity: "error" } as const;
 * const rule = { kind: "not-null", column: "city" } as const;
 * const suite: Suite = { name: "s", checks: [{ ...head, id: "city", rule, threshold: { of: "rows", failAbove: 0 } }] };
 * const { document } = toSodaCl(suite, { dialect: "duckdb" });
 * if (!document.includes("missing_count(city) = 0")) throw new Error();
 * ```
 * @see Soda, "SodaCL reference" (version 3); soda-core 3.5, `soda/execution`
 */
export function toSodaCl({ checks }: Suite, options: ExportOptions): Exported<string> {
  requireDistinctIds(checks);
  const losses = createLosses();
  const sections = new Map<string, Json[]>();
  for (const table of new Set(checks.map((check) => check.table))) {
    const { name, schema } = relation(table);
    if (schema !== undefined)
      losses.add(
        "*",
        "verdict",
        `the schema of ${table}`,
        "SodaCL looks in the schema of its data source",
      );
    const entries = sections.get(`checks for ${name}`) ?? [];
    sections.set(`checks for ${name}`, entries);
    entries.push(
      ...checks
        .filter((check) => check.table === table)
        .flatMap((check) => writeCheck(check, options, losses)),
    );
  }
  const document = Object.fromEntries(sections);
  return { document: writeYaml(document), losses: losses.list };
}

function writeCheck(check: Check, { dialect }: ExportOptions, losses: Losses): readonly Json[] {
  const entry =
    "schema" in check
      ? schemaEntry(check, losses)
      : (nativeEntry(check, losses) ?? queryEntry(check, dialect, losses));
  if (entry === undefined)
    losses.add(
      check.id,
      "dropped",
      "rule" in check ? check.rule.kind : "a measure or columns",
      "SodaCL has no such check, and no SQL of one's own can tell it at a time that Soda knows",
    );
  else headLosses(check, [], losses);
  return entry === undefined ? [] : [entry];
}

function nativeEntry(check: Check, losses: Losses): Json | undefined {
  const native = nativeSoda(check);
  if (native === undefined) return undefined;
  const more = { name: check.id, ...(check.where === undefined ? {} : { filter: check.where }) };
  const column = native.columns.join(", ");
  const isWarning = check.severity === "warning";
  if (native.kind === "measure") return measureEntry(check, native, more);
  if (native.kind === "freshness") return freshnessEntry(check, native, losses);
  if (
    !("rule" in check) ||
    check.threshold.failAbove > 0 ||
    check.threshold.warnAbove !== undefined
  )
    return undefined;
  if (native.kind === "invalid" && native.valid.not !== undefined) return undefined;
  const metric = `${native.kind}_count(${column})`;
  if (native.kind === "duplicate")
    losses.add(
      check.id,
      "figure",
      "how many fail",
      "Soda counts the values that come more than once, dx the rows that have them",
    );
  const valid = native.kind === "invalid" ? validWords(native.valid) : {};
  nanLoss(check, native, losses);
  return isWarning
    ? { [metric]: { ...more, ...valid, warn: "when > 0" } }
    : { [`${metric} = 0`]: { ...more, ...valid } };
}

function freshnessEntry(
  check: Check,
  { columns, max, warn }: Extract<SodaCheck, { kind: "freshness" }>,
  losses: Losses,
): Json | undefined {
  if (check.where !== undefined) return undefined;
  losses.add(
    check.id,
    "verdict",
    "the time it is judged at",
    "Soda takes the clock's, unless it is given a variable NOW",
  );
  twoWarnings(check, losses);
  losses.add(check.id, "metadata", "now", "it is not part of the check in Soda");
  const metric = `freshness(${columns.join(", ")})`;
  const name = check.id;
  if (check.severity === "warning") return { [metric]: { name, warn: `when > ${max}m` } };
  if (warn === undefined) return { [`${metric} <= ${max}m`]: { name } };
  return { [metric]: { name, warn: `when > ${warn}m`, fail: `when > ${max}m` } };
}

function measureEntry(
  check: Check,
  { of, columns, bounds, warnBounds }: Extract<SodaCheck, { kind: "measure" }>,
  more: Readonly<Record<string, Json>>,
): Json {
  const metric = of === "row_count" ? of : `${of}(${columns.join(", ")})`;
  if (check.severity === "warning")
    return { [metric]: { ...more, warn: `when ${outside(bounds)}` } };
  return {
    [metric]: {
      ...more,
      ...(warnBounds === undefined ? {} : { warn: `when ${outside(warnBounds)}` }),
      fail: `when ${outside(bounds)}`,
    },
  };
}

function outside({ min, max }: Bounds): string {
  if (min !== undefined && max !== undefined) return `not between ${min} and ${max}`;
  return min === undefined ? `> ${max}` : `< ${min}`;
}

function validWords({
  values,
  min,
  max,
  minLength,
  maxLength,
  regex,
}: SodaValid): Readonly<Record<string, Json>> {
  const words = {
    "valid values": values,
    "valid min": min,
    "valid max": max,
    "valid min length": minLength,
    "valid max length": maxLength,
    "valid regex": regex,
  };
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function queryEntry(
  check: Check,
  dialect: ExportOptions["dialect"],
  losses: Losses,
): Json | undefined {
  const query = levelRows(check, dialect);
  if (query === undefined) return undefined;
  losses.add(check.id, "one-way", "what its query asks", "it is SQL, which is not read back");
  const limits =
    check.severity === "warning" ? { warn: "when > 0" } : { warn: "when = 1", fail: "when > 1" };
  return { "failed rows": { name: check.id, "fail query": query, ...limits } };
}

function schemaEntry(check: Extract<Check, { schema: unknown }>, losses: Losses): Json {
  const { columns, ordered = false, others = false } = check.schema;
  if (!others)
    losses.add(
      check.id,
      "verdict",
      "further columns",
      "SodaCL cannot forbid columns that it does not know the names of",
    );
  if (columns.some(({ type }) => type !== undefined))
    losses.add(
      check.id,
      "verdict",
      "types",
      "SodaCL compares the engine's names of types, which dx does not keep",
    );
  const when = {
    "when required column missing": columns.map(({ name }) => name),
    ...(ordered
      ? { "when wrong column index": Object.fromEntries(columns.map(({ name }, at) => [name, at])) }
      : {}),
  };
  return { schema: { name: check.id, [check.severity === "error" ? "fail" : "warn"]: when } };
}
