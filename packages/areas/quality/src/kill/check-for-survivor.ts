import type { ColumnProfile } from "@dx/profile";
import type { Mutation, MutationKind } from "./mutation.ts";

/**
 * The rule, in the grammar of `parseRule`, that would notice a damage which nothing noticed; with the figures of the
 * column's profile where there is one. For a person to look at: a rule that is not true of the data is no help.
 */
export function checkForSurvivor(mutation: Mutation, profile?: ColumnProfile): string {
  return rules[mutation.kind](profile, mutation);
}

type Rule = (profile: ColumnProfile | undefined, mutation: Mutation) => string;

const ofValues: Rule = (profile) =>
  profile !== undefined && profile.distinct > 0 && profile.top.length === profile.distinct
    ? `in (${profile.top.map(({ value }) => quoted(value)).join(", ")})`
    : rangeOrPattern(profile);
const ofTimes: Rule = (profile) => `between ${profile?.min ?? "(the first day)"} and (today)`;
const ofRows: Rule = () => "row count >= (the least that is ordinary)";
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
  placeholder: ofValues,
  "empty text": () => "length >= 1",
  padding: () => "not matches ^ | $",
  truncation: (profile) => `length >= ${profile?.lengths?.min ?? 2}`,
  "unit error": rangeOrPattern,
  sign: rangeOrPattern,
  zeroed: rangeOrPattern,
  drift: (profile) => {
    const mean = profile?.mean ?? null;
    return mean === null
      ? "mean between … and …"
      : `mean between ${near(mean, 0.8)} and ${near(mean, 1.2)}`;
  },
  swap: (_, { column, other }) =>
    `sql (what always holds between ${column ?? ""} and ${other ?? ""})`,
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

function near(value: number, share: number): string {
  return String(Number((value * share).toPrecision(3)));
}

function quoted(value: string): string {
  return /^[\w.-]+$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}
