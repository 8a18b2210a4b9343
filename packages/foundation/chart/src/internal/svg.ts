import { escapeMarkup } from "@dx/core";

/** Values of attributes; what is `undefined` is left out, numbers are rounded to hundredths. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with children that are markup already. */
export function element(
  name: string,
  attributes: Attributes,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === undefined
      ? ""
      : ` ${key}="${typeof value === "number" ? round(value) : escapeMarkup(value)}"`,
  );
  const start = `<${name}${written.join("")}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.join("")}</${name}>`;
}

/** Text at a place. */
export function label(content: string, attributes: Attributes): string {
  return element("text", attributes, [escapeMarkup(content)]);
}

/** What is shown while the pointer is on its parent. */
export function tooltip(content: string): string {
  return element("title", {}, [escapeMarkup(content)]);
}

/** The commands of a path, such as `["M", 0, 1, "L", 2, 3]`. */
export function pathOf(parts: readonly (string | number)[]): string {
  return parts.map((part) => (typeof part === "number" ? round(part) : part)).join(" ");
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}
