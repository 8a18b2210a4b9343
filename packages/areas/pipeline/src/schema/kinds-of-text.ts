import { formatPlainValue, parsePlainValue, type DataTypeKind, type DateLike } from "@dx/core";

/** Which text is read as another type. */
export type Reading = "dates" | "all" | "none";

const forms: readonly (readonly [DataTypeKind, RegExp, Exclude<Reading, "none">])[] = [
  ["boolean", /^(?:true|false)$/, "all"],
  ["int64", /^(?:0|-?[1-9]\d{0,18})$/, "all"],
  ["decimal", /^-?(?:0|[1-9]\d{0,37})(?:\.\d{1,38})?$/, "all"],
  ["date", /^\d{4}-\d{2}-\d{2}$/, "dates"],
  ["timestamp", /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?$/, "dates"],
  [
    "instant",
    /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)$/,
    "dates",
  ],
];

/** The types that a text can be read as without losing anything, but for how it was written. */
export function kindsOfText(
  text: string,
  {
    reading,
    among,
  }: { readonly reading: Reading; readonly among?: ReadonlySet<DataTypeKind> | undefined },
): Set<DataTypeKind> {
  const found = new Set<DataTypeKind>();
  if (reading === "none" || text.length > 80) return found;
  for (const [kind, pattern, from] of forms)
    if (
      (among === undefined || among.has(kind)) &&
      (reading === "all" || from === "dates") &&
      pattern.test(text) &&
      isRead(kind, text)
    )
      found.add(kind);
  return found;
}

function isRead(kind: DataTypeKind, text: string): boolean {
  try {
    const value = parsePlainValue(kind, text);
    const written = formatPlainValue(kind, value);
    return kind === "date" || kind === "timestamp" || kind === "instant" || written === text;
  } catch {
    return false;
  }
}

/** Whether a value is a date object. */
export function isInstant(value: unknown): value is DateLike {
  return (
    typeof value === "object" &&
    value !== null &&
    "getTime" in value &&
    typeof value.getTime === "function"
  );
}
