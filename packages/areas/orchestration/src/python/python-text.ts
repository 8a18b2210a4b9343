/** What can be written as a literal of Python. */
export type PythonValue =
  | string
  | number
  | boolean
  | null
  | readonly PythonValue[]
  | { readonly [key: string]: PythonValue }
  | PythonCode;

/** Python that stands as it is. */
export interface PythonCode {
  readonly code: string;
  readonly kind: "code";
}

/** Marks text as Python. */
export function code(text: string): PythonCode {
  return { code: text, kind: "code" };
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/**
 * Text as a string literal of Python, in one line. What cannot be seen, or changes how a line is read (controls, marks of direction, line separators), is
 * written as an escape.
 */
export function pythonString(text: string): string {
  const inner = text.replaceAll(
    /[\\"\p{C}\p{Zl}\p{Zp}]/gu,
    (one) => escapes[one] ?? escapeOf(one.codePointAt(0) ?? 0),
  );
  return `"${inner}"`;
}

function escapeOf(point: number): string {
  const hex = point.toString(16);
  if (point < 0x1_00) return `\\x${hex.padStart(2, "0")}`;
  return point < 0x1_00_00 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

/** A literal, broken into lines where it is long; lines after the first are indented by `indent`. */
export function pythonValue(value: PythonValue, indent = ""): string {
  if (value === null) return "None";
  if (typeof value === "string") return pythonString(value);
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (isCode(value)) return value.code.replaceAll("\n", `\n${indent}`);
  const deeper = `${indent}    `;
  const [open, close, items] = isList(value)
    ? ["[", "]", value.map((one) => pythonValue(one, deeper))]
    : [
        "{",
        "}",
        Object.entries(value).map(
          ([key, one]) => `${pythonString(key)}: ${pythonValue(one, deeper)}`,
        ),
      ];
  return wrap(open, items, { close, indent });
}

/** A call with named arguments, those that are `undefined` left out. */
export function pythonCall(
  name: string,
  given: Readonly<Record<string, PythonValue | undefined>>,
  {
    indent = "",
    first = [],
  }: { readonly indent?: string; readonly first?: readonly string[] } = {},
): string {
  const deeper = `${indent}    `;
  const named = Object.entries(given).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${pythonValue(value, deeper)}`],
  );
  return wrap(`${name}(`, [...first, ...named], { close: ")", indent });
}

function wrap(
  open: string,
  items: readonly string[],
  { close, indent }: { readonly close: string; readonly indent: string },
): string {
  const line = `${open}${items.join(", ")}${close}`;
  if (line.length + indent.length <= 80 && !line.includes("\n")) return line;
  const lines = items.map((item) => `${indent}    ${item},\n`);
  return `${open}\n${lines.join("")}${indent}${close}`;
}

function isCode(value: object): value is PythonCode {
  return "kind" in value && value.kind === "code" && "code" in value;
}

function isList(value: PythonValue): value is readonly PythonValue[] {
  return Array.isArray(value);
}
