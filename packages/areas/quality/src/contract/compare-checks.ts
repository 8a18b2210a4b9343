import type { Bounds, Check } from "../check.ts";
import { canonicalJson, checkToJson } from "../formats/check-json.ts";
import { isWide } from "../formats/wide.ts";
import type { NoteChange, Party } from "./diff-contract.ts";

/** What the promises of checks became: a laxer one breaks consumers, a stricter one producers. */
export function compareChecks(
  older: readonly Check[],
  newer: readonly Check[],
  note: NoteChange,
): void {
  const after = new Map(newer.map((check) => [check.id, check]));
  const before = new Set(older.map(({ id }) => id));
  for (const check of older) {
    const other = after.get(check.id);
    if (other === undefined)
      note(check.id, "check-removed", {
        breaks: ["consumers"],
        message: `${check.id} is no longer promised`,
      });
    else compareCheck(check, other, note);
  }
  for (const { id } of newer)
    if (!before.has(id))
      note(id, "check-added", { breaks: ["producers"], message: `${id} is promised` });
}

function compareCheck(older: Check, newer: Check, note: NoteChange): void {
  const [one, other] = [askedOf(older), askedOf(newer)];
  if (canonicalJson(one) === canonicalJson(other)) {
    if (canonicalJson(checkToJson(older)) !== canonicalJson(checkToJson(newer)))
      note(older.id, "check-reworded", {
        breaks: [],
        message: `${older.id} is described differently`,
      });
    return;
  }
  const steps = stepsOf(older, newer);
  const isKnown = canonicalJson(restOf(older)) === canonicalJson(restOf(newer));
  const isLaxer = !isKnown || steps.includes("laxer");
  const isStricter = !isKnown || steps.includes("stricter");
  const breaks: readonly Party[] = [
    ...(isLaxer ? (["consumers"] as const) : []),
    ...(isStricter ? (["producers"] as const) : []),
  ];
  const code =
    isLaxer && isStricter ? "check-changed" : isLaxer ? "check-loosened" : "check-tightened";
  const words = {
    "check-changed": "asks something else",
    "check-loosened": "allows more",
    "check-tightened": "allows less",
  } as const;
  note(older.id, code, { breaks, message: `${older.id} ${words[code]}` });
}

/** What a check asks, without words. */
function askedOf(check: Check): unknown {
  const { reason: _reason, owner: _owner, dimension: _dimension, ...asked } = check;
  return checkToJson({ ...asked, dimension: "validity" });
}

/** What a check asks, without what can be compared. */
function restOf(check: Check): unknown {
  const { reason: _reason, owner: _owner, severity: _severity, ...asked } = check;
  const rest: Check = { ...asked, severity: "error", dimension: "validity" };
  if ("measure" in rest)
    return checkToJson(isWide(rest) ? rest : { ...rest, bounds: {}, warnBounds: {} });
  if ("schema" in rest) return checkToJson(rest);
  const { rule, threshold } = rest;
  const plain = { ...rest, threshold: { of: threshold.of, failAbove: 0 } } as const;
  if (rule.kind === "in-set" || rule.kind === "not-in-set")
    return checkToJson({ ...plain, rule: { ...rule, values: [] } });
  if (rule.kind === "between" || rule.kind === "length")
    return checkToJson({ ...plain, rule: { kind: "length", column: rule.column } });
  return checkToJson(plain);
}

type Step = "laxer" | "stricter";

const share = (one: number | undefined, other: number | undefined): readonly Step[] =>
  step((other ?? 1) - (one ?? 1));

/** Each part that can be compared, if it changed. */
// oxlint-disable-next-line complexity -- one case for each kind
function stepsOf(older: Check, newer: Check): readonly Step[] {
  const severity =
    older.severity === newer.severity
      ? []
      : [newer.severity === "error" ? ("stricter" as const) : ("laxer" as const)];
  if ("measure" in older && "measure" in newer)
    return [
      ...severity,
      ...boundSteps(older.bounds, newer.bounds),
      ...boundSteps(older.warnBounds ?? {}, newer.warnBounds ?? {}),
    ];
  if (!("rule" in older) || !("rule" in newer)) return severity;
  const steps = [
    ...severity,
    ...share(older.threshold.failAbove, newer.threshold.failAbove),
    ...share(older.threshold.warnAbove, newer.threshold.warnAbove),
  ];
  const [one, other] = [older.rule, newer.rule];
  if ((one.kind === "in-set" || one.kind === "not-in-set") && one.kind === other.kind) {
    const [had, has] = [new Set(one.values), new Set(other.values)];
    const [gained, lost] = [
      other.values.some((value) => !had.has(value)),
      one.values.some((value) => !has.has(value)),
    ];
    const isIn = one.kind === "in-set";
    return [
      ...steps,
      ...(gained ? [isIn ? ("laxer" as const) : ("stricter" as const)] : []),
      ...(lost ? [isIn ? ("stricter" as const) : ("laxer" as const)] : []),
    ];
  }
  if (one.kind === "between" && other.kind === "between") {
    const edge = (from: boolean | undefined, to: boolean | undefined): readonly Step[] =>
      step(Number(from ?? false) - Number(to ?? false));
    return [
      ...steps,
      ...boundSteps(numeric(one), numeric(other)),
      ...edge(one.strictMin, other.strictMin),
      ...edge(one.strictMax, other.strictMax),
      ...textSteps(one, other),
    ];
  }
  if (one.kind === "length" && other.kind === "length")
    return [...steps, ...boundSteps(one, other)];
  return steps;
}

type Between = { readonly min?: unknown; readonly max?: unknown };

function numeric({ min, max }: Between): Bounds {
  return {
    ...(typeof min === "number" ? { min } : {}),
    ...(typeof max === "number" ? { max } : {}),
  };
}

/** Bounds that are text or large numbers are not ordered here: another one is both. */
function textSteps(one: Between, other: Between): readonly Step[] {
  const isOther = (["min", "max"] as const).some(
    (key) =>
      one[key] !== other[key] &&
      [one[key], other[key]].some((bound) => bound !== undefined && typeof bound !== "number"),
  );
  return isOther ? ["laxer", "stricter"] : [];
}

function boundSteps(older: Bounds, newer: Bounds): readonly Step[] {
  return [
    ...step(
      (older.min ?? -Infinity) === (newer.min ?? -Infinity)
        ? 0
        : (older.min ?? -Infinity) - (newer.min ?? -Infinity),
    ),
    ...step(
      (older.max ?? Infinity) === (newer.max ?? Infinity)
        ? 0
        : (newer.max ?? Infinity) - (older.max ?? Infinity),
    ),
  ];
}

/** More is laxer. */
function step(more: number): readonly Step[] {
  if (more === 0) return [];
  return [more > 0 ? "laxer" : "stricter"];
}
