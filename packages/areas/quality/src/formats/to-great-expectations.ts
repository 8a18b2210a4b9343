import { renderSql, sql, verbatimSql } from "@dx/sql";
import type { Json } from "@dx/core";
import type { Check, Suite } from "../check.ts";
import { checkToJson, requireDistinctIds } from "./check-json.ts";
import { levelQuery } from "./check-level.ts";
import type { ExportOptions } from "./export-options.ts";
import { wideLoss } from "./great-expectations-native-wide.ts";
import { mostlyOf, nativeExpectation, type Expectation } from "./great-expectations-native.ts";
import { createLosses, type Exported, type Losses } from "./loss.ts";

/** An expectation as it stands in a suite. */
export interface GreatExpectation extends Expectation {
  /** How bad a failure is. */
  readonly severity: "critical" | "warning";
  /** The reason, for people. */
  readonly notes?: string;
  /** The check itself, so that nothing of it is lost. */
  readonly meta: Readonly<Record<"dx", Json>>;
}

/** What a suite was made of. */
export interface SuiteOrigin {
  /** The suite of dx. */
  readonly suite: string;
  /** The table. */
  readonly table: string;
}

/** A suite of Great Expectations 1.x. */
export interface GreatExpectationsSuite {
  /** The suite of dx and the table. */
  readonly name: string;
  /** What is expected. */
  readonly expectations: readonly GreatExpectation[];
  /** The table, which GX itself takes from its batch. */
  readonly meta: Readonly<Record<"dx", SuiteOrigin>>;
}

/** How GX calls the rows that it looks at, which may have an alias of their own. */
const batch = sql`(select * from ${verbatimSql("{batch}")})`;

/**
 * Suites of Great Expectations 1.x, one for each table, in the order of the checks. A check is said by GX's own expectation where that means the same for every row,
 * NULLs and the denominator of `mostly` included; else by SQL (`unexpected_rows_expectation`); a column of regular expressions by SQL too in DuckDB, which GX has no
 * expression for. A check that warns and fails is two expectations of two severities.
 * @throws DxError `DX_QUALITY_SUITE` if an id comes twice
 * @example
 * ```ts
 * import { toGreatExpectations, type Suite } from "@dx/quality";
 * const head = { table: "shop", dimension: "completeness", severity: "error" } as const;
 * const rule = { kind: "not-null", column: "city" } as const;
 * const suite: Suite = { name: "s", checks: [{ ...head, id: "city", rule, threshold: { of: "rows", failAbove: 0.05 } }] };
 * const { document, losses } = toGreatExpectations(suite, { dialect: "postgres" });
 * if (document[0]?.expectations[0]?.kwargs["mostly"] !== 0.95 || losses.length > 0) throw new Error();
 * ```
 * @see Great Expectations 1.24, `great_expectations/expectations/core`
 */
export function toGreatExpectations(
  { name, checks }: Suite,
  options: ExportOptions,
): Exported<readonly GreatExpectationsSuite[]> {
  requireDistinctIds(checks);
  const losses = createLosses();
  const tables = [...new Set(checks.map(({ table }) => table))];
  const document = tables.map((table) => ({
    name: `${name}.${table}`,
    expectations: checks
      .filter((check) => check.table === table)
      .flatMap((check) => writeExpectations(check, options, losses)),
    meta: { dx: { suite: name, table } },
  }));
  return { document, losses: losses.list };
}

/** The expectations of one check: two if it may warn before it fails, none if GX cannot say it. */
export function writeExpectations(
  check: Check,
  { dialect }: ExportOptions,
  losses: Losses,
): readonly GreatExpectation[] {
  const native = nativeExpectation(check, dialect);
  const failing = graded(check).map(({ severity, check: one }) => ({
    severity,
    expectation: say(one, native, dialect),
  }));
  if (failing.some(({ expectation }) => expectation === undefined)) {
    losses.add(
      check.id,
      "dropped",
      whatOf(check),
      "Great Expectations has no expectation for it, and no SQL of one's own can tell it in any database",
    );
    return [];
  }
  if (native !== undefined) nativeLosses(check, native, losses);
  const notes = check.reason === undefined ? {} : { notes: check.reason };
  return failing.flatMap(({ severity, expectation }) =>
    expectation === undefined
      ? []
      : [
          {
            ...expectation,
            severity,
            ...notes,
            meta: { dx: { check: checkToJson(check), dialect } },
          },
        ],
  );
}

/** A check as checks of one severity and one threshold each. */
function graded(
  check: Check,
): readonly { readonly severity: "critical" | "warning"; readonly check: Check }[] {
  const main = { severity: check.severity === "error" ? "critical" : "warning", check } as const;
  if ("schema" in check) return [main];
  if ("rule" in check) {
    const { of, warnAbove } = check.threshold;
    if (warnAbove === undefined) return [main];
    return [
      main,
      { severity: "warning", check: { ...check, threshold: { of, failAbove: warnAbove } } },
    ];
  }
  const { warnBounds, ...rest } = check;
  if (warnBounds === undefined) return [main];
  return [main, { severity: "warning", check: { ...rest, bounds: warnBounds } }];
}

function say(
  check: Check,
  native: Expectation | undefined,
  dialect: ExportOptions["dialect"],
): Expectation | undefined {
  const own = "measure" in check ? nativeExpectation(check, dialect) : native;
  const mostly = "rule" in check ? mostlyOf(check, check.threshold.failAbove) : {};
  if (own !== undefined && mostly !== undefined)
    return { ...own, kwargs: { ...own.kwargs, ...mostly } };
  if ("measure" in check && check.measure.kind === "freshness-minutes") return undefined;
  const level = levelQuery(withoutWarning(check), batch);
  if (level === undefined) return undefined;
  const judged = sql`select level from (${level}) as judged where level = 2`;
  const parts = renderSql(judged, dialect).text.split("{batch}");
  const query = parts.map((part) => part.replaceAll(/[{}]/g, "$&$&")).join("{batch}");
  return { type: "unexpected_rows_expectation", kwargs: { unexpected_rows_query: query } };
}

/** The check with its one threshold, whose failure is level 2. */
function withoutWarning(check: Check): Check {
  if ("rule" in check) {
    const { of, failAbove } = check.threshold;
    return { ...check, severity: "error", threshold: { of, failAbove } };
  }
  if ("schema" in check) return check;
  const { warnBounds: _warnBounds, ...rest } = check;
  return { ...rest, severity: "error" };
}

function whatOf(check: Check): string {
  if ("schema" in check) return "columns with types, or ordered among others";
  return "measure" in check ? check.measure.kind : check.rule.kind;
}

function nativeLosses(check: Check, { type }: Expectation, losses: Losses): void {
  if ("rule" in check && check.rule.kind === "between")
    losses.add(
      check.id,
      "verdict",
      "NaN",
      `${type} takes NaN as missing in pandas, and as above all numbers in SQL; in dx it is outside of every range`,
    );
  const wide = wideLoss(check);
  if (wide !== undefined) losses.add(check.id, "verdict", ...wide);
  if ("measure" in check && !["row-count", "columns-count"].includes(check.measure.kind))
    losses.add(
      check.id,
      "verdict",
      "a measure of no values",
      `${type} fails where there are no values; in dx that is an error, or for a share passes`,
    );
  if ("rule" in check && check.rule.kind === "matches" && check.rule.pattern.includes("."))
    losses.add(
      check.id,
      "verdict",
      "line feeds",
      "in pandas, BigQuery and Spark `.` is no line feed; in dx it is any character",
    );
}
