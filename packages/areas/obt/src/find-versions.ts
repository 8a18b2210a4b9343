import { parseName, type TableSchema } from "@dx/core";

/** The columns by which a dimension keeps versions of its members, as far as it has them. */
export interface VersionColumns {
  /** A boolean that is true in current versions. */
  readonly flag?: string;
  /** The begin of a version. */
  readonly validFrom?: string;
  /** Its end. */
  readonly validTo?: string;
}

const flags = /^(?:is_current|is_latest|is_active|current_flag|current|is_current_row)$/i;
const begins = /^(?:dbt_)?(?:valid|effective)_from$|^(?:row_)?effective_date$|^start_date$/i;
const ends = /^(?:dbt_)?(?:valid|effective)_to$|^(?:row_)?(?:expiry|expiration)_date$|^end_date$/i;
const times: ReadonlySet<string> = new Set(["date", "timestamp", "instant"]);

/** Finds by names and types how a dimension keeps versions; `undefined` of one that has neither a flag nor begin and end. */
export function findVersions({
  columns,
}: Pick<TableSchema, "columns">): VersionColumns | undefined {
  const named = (pattern: RegExp, isFit: (kind: string) => boolean): string | undefined =>
    columns.find(({ name, type }) => pattern.test(parseName(name).text) && isFit(type.kind))?.name;
  const flag = named(flags, (kind) => kind === "boolean");
  const validFrom = named(begins, (kind) => times.has(kind));
  const validTo = named(ends, (kind) => times.has(kind));
  if (flag === undefined && (validFrom === undefined || validTo === undefined)) return undefined;
  return {
    ...(flag === undefined ? {} : { flag }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
  };
}
