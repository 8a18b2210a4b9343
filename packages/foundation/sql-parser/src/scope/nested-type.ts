/** A field of a type that holds fields. */
export interface TypeField {
  readonly name: string;
  readonly quoted: boolean;
  readonly type: string;
}

/** The fields of `struct<a int, b: text>`, `struct(a int)` or `row(a int)`; `null` of a type that holds none. */
export function fieldsOf(type: string | null): readonly TypeField[] | null {
  const inner = /^\s*(?:struct|row|object|record|tuple)\s*[<(](.*)[>)]\s*$/is.exec(type ?? "")?.[1];
  if (inner === undefined) return null;
  return parts(inner).flatMap((part): readonly TypeField[] => {
    const found = /^(?:"([^"]+)"|`([^`]+)`|([^\s:<(]+))\s*:?\s*(.*)$/s.exec(part);
    const name = found?.[1] ?? found?.[2] ?? found?.[3];
    if (name === undefined) return [];
    return [{ name, quoted: found?.[3] === undefined, type: found?.[4] ?? "" }];
  });
}

/** The type of the elements of `array<int>`, `list(int)` or `int[]`; `null` of a type that holds none. */
export function elementOf(type: string | null): string | null {
  const text = type?.trim() ?? "";
  if (text.endsWith("[]")) return text.slice(0, -2);
  return /^(?:array|list)\s*[<(](.*)[>)]$/is.exec(text)?.[1] ?? null;
}

/** What stands between the commas outside of all brackets. */
function parts(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const one = text.charAt(at);
    if (/[<([]/.test(one)) depth += 1;
    else if (/[>)\]]/.test(one)) depth -= 1;
    if (at === text.length || (one === "," && depth === 0)) {
      found.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return found.filter((one) => one !== "");
}
