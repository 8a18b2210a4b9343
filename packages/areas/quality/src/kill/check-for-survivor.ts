import type { ColumnProfile } from "@dx/profile";
import type { Mutation, MutationKind } from "./mutation.ts";

/**
 * The rule, in the grammar of `parseRule`, that would notice a damage which nothing noticed; with the figures of the
 * column's profile, and of the number of rows, where they are given. For a person to look at: a rule that is not true of the data is no help.
 */
export function checkForSurvivor(
  mutation: Mutation,
  profile?: ColumnProfile,
  rows?: number,
): string {
  return rules[mutation.kind](profile, mutation, rows);
}

type Rule = (
  profile: ColumnProfile | undefined,
  mutation: Mutation,
  rows: number | undefined,
) => string;

const ofValues: Rule = (profile) =>
  profile !== undefined && profile.distinct > 0 && profile.top.length === profile.distinct
    ? `in (${profile.top.map(({ value }) => quoted(value)).join(", ")})`
    : rangeOrPattern(profile);
const ofTimes: Rule = (profile) => `between ${profile?.min ?? "(the first day)"} and (today)`;
const ofRows: Rule = (_profile, _mutation, rows) =>
  `row count >= ${rows ?? "(the least that is ordinary)"}`;
const ofSchema: Rule = () => "a schema check that names the column and its type";

const rules: Readonly<Record<MutationKind, Rule>> = {
  nulls: (profile) =>
    profile === undefined || profile.nulls === 0
      ? "not null"
      : `null share <= (a little above that of today, ${profile.nulls} rows)`,
  "emptied column": () => "null share <= 0.5",
  "stuck value": () => "distinct count >= 2",
  "unknown value": ofValues,
  case: ofValues,
  encoding: ofValues,
  placeholder: (profile, ...rest) =>
    typeof profile?.mean === "number" ? rangeOrMean(profile) : ofValues(profile, ...rest),
  "empty text": () => "length >= 1",
  padding: () => "not matches ^ | $",
  truncation: (profile) => `length >= ${profile?.lengths?.min ?? 2}`,
  "unit error": rangeOrPattern,
  sign: rangeOrMean,
  zeroed: rangeOrMean,
  drift: meanRule,
  swap: (_, { column, other }) =>
    `sql (what holds of ${column ?? ""} and ${other ?? ""} in each row: the data do not tell)`,
  "date of default": ofTimes,
  "date in the future": ofTimes,
  "late data": () => "fresh within 1 day",
  "dropped partition": (profile) => `distinct count >= ${profile?.distinct ?? "…"}`,
  "lost rows": ofRows,
  "empty table": ofRows,
  "duplicated rows": () => "unique with (the other columns of the key)",
  "lost column": ofSchema,
  "changed type": ofSchema,
};

function rangeOrPattern(profile: ColumnProfile | undefined): string {
  if (profile === undefined) return "between … and …";
  const { type, min, max, lengths } = profile;
  if (type.kind !== "text") return `between ${min ?? "…"} and ${max ?? "…"}`;
  return `matches (what a value looks like, ${lengths?.min ?? 1} to ${lengths?.max ?? "…"} characters)`;
}

/** Where numbers are below and above zero, zero and either sign are ordinary: only the mean may tell. */
function rangeOrMean(profile: ColumnProfile | undefined): string {
  const { min = null, max = null } = profile ?? {};
  const isBoth = min !== null && max !== null && Number(min) < 0 && Number(max) > 0;
  return isBoth ? meanRule(profile) : rangeOrPattern(profile);
}

function meanRule(profile: ColumnProfile | undefined): string {
  const mean = profile?.mean ?? null;
  if (mean === null) return "mean between … and …";
  const ends = [mean * 0.8, mean * 1.2].toSorted((one, other) => one - other);
  return `mean between ${ends.map((end) => near(end, 1)).join(" and ")}`;
}

function near(value: number, share: number): string {
  return String(Number((value * share).toPrecision(3)));
}

function quoted(value: string): string {
  return /^[\w.-]+$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}
