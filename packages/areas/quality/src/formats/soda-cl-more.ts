import type { Baseline, CheckValue, ShiftTest } from "../check.ts";
import { isRecord, listOf, numberOf, textOf } from "./read-document.ts";
import { limitsOf } from "./soda-cl-limits.ts";
import { measureBody, type SodaLimits } from "./soda-body.ts";
import type { CheckBody } from "./words.ts";

type Record_ = Readonly<Record<string, unknown>>;

const tests: Readonly<Record<string, ShiftTest>> = {
  chi_square: "chi-square-p",
  ks: "ks-p",
  psi: "psi",
};

/** A check of a distribution whose reference stands in the check itself; `undefined` for a reference in a file, and distances that dx has not. */
export function distributionBody(
  column: string,
  limits: SodaLimits,
  given: Record_,
): CheckBody | undefined {
  const reference = given["distribution reference"] ?? given["dro"];
  const method =
    textOf(given["method"]) ?? (isRecord(reference) ? textOf(reference["method"]) : undefined);
  const by = tests[method ?? ""];
  if (!isRecord(reference) || by === undefined) return undefined;
  const inner = isRecord(reference["distribution_reference"])
    ? reference["distribution_reference"]
    : reference;
  const weights = listOf(inner["weights"]).flatMap((one) => numberOf(one) ?? []);
  const bins = listOf(inner["bins"]);
  const baseline = baselineOf(bins, weights);
  if (baseline === undefined) return undefined;
  const floor = by === "psi" ? { floor: 0.0001 } : {};
  return measureBody({ kind: "shift", column, baseline, by, ...floor }, limits);
}

function baselineOf(bins: readonly unknown[], weights: readonly number[]): Baseline | undefined {
  const sum = weights.reduce((total, one) => total + one, 0);
  if (Math.abs(sum - 1) > 1e-6) return undefined;
  const values = bins.filter(
    (one): one is CheckValue =>
      typeof one === "string" || typeof one === "number" || typeof one === "boolean",
  );
  if (values.length === weights.length) return { values, weights };
  const edges = bins.flatMap((one) => numberOf(one) ?? []);
  return edges.length === weights.length + 1 ? { edges, weights } : undefined;
}

/** The checks of groups that a query gives: no group is as it must not be. */
export function groupChecks(given: Record_): readonly CheckBody[] {
  const query = textOf(given["query"])?.trim().replace(/;$/, "");
  if (query === undefined) return [];
  // oxlint-disable-next-line complexity -- an entry is text, or an object with one key
  return listOf(given["checks"]).flatMap((entry): readonly CheckBody[] => {
    const [text, inner]: readonly [string, Record_] =
      typeof entry === "string"
        ? [entry, {}]
        : isRecord(entry)
          ? (Object.entries(entry).map(
              ([key, value]) => [key, isRecord(value) ? value : {}] as const,
            )[0] ?? ["", {}])
          : ["", {}];
    const [, figure, limit = ""] = /^([A-Za-z_]\w*)\s*(.*)$/s.exec(text) ?? [];
    const bounds = limitsOf(limit === "" ? undefined : limit, inner)?.fail?.bounds;
    if (figure === undefined || bounds === undefined) return [];
    const { min, max, strictMin = false, strictMax = false, outside = false } = bounds;
    const inside = [
      ...(min === undefined ? [] : [`${figure} ${strictMin ? ">" : ">="} ${min}`]),
      ...(max === undefined ? [] : [`${figure} ${strictMax ? "<" : "<="} ${max}`]),
    ].join(" and ");
    const sql = `select count(*) from (${query}\n) as group_rows where ${outside ? "" : "not "}(${inside})`;
    return [{ measure: { kind: "query", sql }, bounds: { max: 0 } }];
  });
}
