/** An object of the parser's JSON. */
export type Raw = Readonly<Record<string, unknown>>;

/** An expression of the parser's JSON, which names its kind by its only key. */
export interface Tagged {
  readonly tag: string;
  readonly data: Raw;
}

/** Whether a value is an object. */
export function isRaw(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The list, or none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text, or none. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

const noData: Raw = {};

/** Fields that structures which are no expressions have alone. */
const plain = new Set(["this", "expressions", "name", "columns", "value", "spec", "type"]);

/** Reads an expression; `null` if it is none. */
export function tagged(value: unknown): Tagged | null {
  if (!isRaw(value)) return null;
  let tag = "";
  let count = 0;
  for (const key in value) {
    tag = key;
    count += 1;
    if (count > 1) return null;
  }
  if (count === 0 || plain.has(tag)) return null;
  const data = value[tag];
  if (isRaw(data)) return { tag, data };
  return data === null || Array.isArray(data) ? { tag, data: noData } : null;
}

/** The data of an expression of one kind. */
export function dataOf(value: unknown, tag: string): Raw | null {
  const found = tagged(value);
  return found?.tag === tag ? found.data : null;
}
