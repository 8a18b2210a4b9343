import { matches, type Sql } from "@dx/sql";
import type { Meaning, MeaningKind } from "../profile.ts";

interface Pattern {
  readonly kind: MeaningKind;
  readonly format?: string;
  readonly pattern: string;
}

const day = "(0[1-9]|[12][0-9]|3[01])";
const month = "(0[1-9]|1[0-2])";
const year = "[0-9]{4}";
const shortDay = "(0?[1-9]|[12][0-9]|3[01])";
const shortMonth = "(0?[1-9]|1[0-2])";
const clock = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?";
const hex = (digits: number): string => `[0-9a-fA-F]{${digits}}`;

/** What texts may be; of those that as many texts fit, the first counts. */
export const patterns: readonly Pattern[] = [
  {
    kind: "date",
    format: "YYYYMMDD",
    pattern: `^(19|20)[0-9]{2}${month}${day}$`,
  },
  { kind: "integer", pattern: "^[+-]?(0|[1-9][0-9]*)$" },
  { kind: "decimal", pattern: "^[+-]?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]{1,3})?$" },
  {
    kind: "decimal",
    format: "1,234.5",
    pattern: "^[+-]?[0-9]{1,3}(,[0-9]{3})*([.][0-9]+)?$",
  },
  {
    kind: "decimal",
    format: "1.234,5",
    pattern: "^[+-]?([0-9]{1,3}([.][0-9]{3})*|[0-9]+)(,[0-9]+)?$",
  },
  { kind: "boolean", pattern: "^([tT]rue|[fF]alse|TRUE|FALSE|[yY]es|[nN]o|YES|NO|[tTfFyYnN])$" },
  { kind: "date", format: "YYYY-MM-DD", pattern: `^${year}-${month}-${day}$` },
  { kind: "date", format: "YYYY/MM/DD", pattern: `^${year}/${month}/${day}$` },
  { kind: "date", format: "DD.MM.YYYY", pattern: `^${shortDay}[.]${shortMonth}[.]${year}$` },
  { kind: "date", format: "DD/MM/YYYY", pattern: `^${shortDay}/${shortMonth}/${year}$` },
  { kind: "date", format: "MM/DD/YYYY", pattern: `^${shortMonth}/${shortDay}/${year}$` },
  { kind: "date", format: "DD-MM-YYYY", pattern: `^${day}-${month}-${year}$` },
  {
    kind: "timestamp",
    format: "YYYY-MM-DD HH:MM:SS",
    pattern: `^${year}-${month}-${day}[ T]${clock}$`,
  },
  {
    kind: "timestamp",
    format: "YYYY-MM-DD HH:MM:SS+ZZ:ZZ",
    pattern: `^${year}-${month}-${day}[ T]${clock} ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$`,
  },
  { kind: "time", format: "HH:MM:SS", pattern: `^${clock}$` },
  {
    kind: "uuid",
    pattern: `^${[8, 4, 4, 4, 12].map(hex).join("-")}$`,
  },
  { kind: "hash", pattern: `^(${[32, 40, 64].map(hex).join("|")})$` },
  { kind: "email", pattern: "^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$" },
  { kind: "url", pattern: "^[A-Za-z][A-Za-z0-9+.-]*://[^ ]+$" },
  { kind: "ip", pattern: "^[0-9]{1,3}([.][0-9]{1,3}){3}$" },
  { kind: "code", pattern: "^[A-Z0-9]{1,20}([-_/.][A-Z0-9]{1,20}){0,4}$" },
];

/** For each pattern, whether text fits it. */
export function fitsOf(text: Sql): readonly Sql[] {
  return patterns.map(({ pattern }) => matches(text, pattern));
}

const enough = 0.9;

/**
 * What texts mean.
 * @param fits - how many fit each pattern
 * @param of - how many there are that are not empty
 */
export function guessMeaning(fits: readonly number[], of: number): Meaning | null {
  if (of === 0) return null;
  const most = Math.max(...fits);
  if (most < of * enough) return { kind: "text", fits: of, of };
  const best = patterns.filter((_, index) => fits[index] === most);
  const kind = best[0]?.kind ?? "text";
  const formats = best.filter((one) => one.kind === kind).map(({ format }) => format);
  const format = formats.every((one) => one !== undefined) ? formats.join(" or ") : undefined;
  return { kind, ...(format === undefined ? {} : { format }), fits: most, of };
}
