import { escapeMarkup } from "@dx/core";

/** Values of attributes; `true` is written without a value, `false` and `undefined` not at all. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with children that are markup already. */
export function element(
  name: string,
  attributes: Attributes,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes).map(([key, value]) => {
    if (value === undefined || value === false) return "";
    return value === true ? ` ${key}` : ` ${key}="${escapeMarkup(String(value))}"`;
  });
  return `<${name}${written.join("")}>${children.join("")}</${name}>`;
}

/** An element with nothing but text. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return element(name, attributes, [escapeMarkup(text)]);
}
