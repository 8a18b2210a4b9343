import { escapeMarkup } from "@dx/core";

/** An element of XML. */
export interface Xml {
  /** What it is called. */
  readonly name: string;
  /** In their order; what is `undefined` is left out. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** Elements, or a text. */
  readonly children: readonly Xml[] | string;
}

/** An element with what is in it. */
export function element(
  name: string,
  attributes: Xml["attributes"] = {},
  children: Xml["children"] = [],
): Xml {
  return { name, attributes, children };
}

/** Writes a document of XML 1.0 in UTF-8. */
export function writeXml(root: Xml): string {
  return `<?xml version='1.0' encoding='utf-8' ?>\n${write(root, "")}\n`;
}

function write({ name, attributes, children }: Xml, indent: string): string {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}='${inAttribute(value ?? "")}'`)
    .join("");
  if (children.length === 0) return `${indent}<${name}${given} />`;
  if (typeof children === "string")
    return `${indent}<${name}${given}>${escapeMarkup(children)}</${name}>`;
  const inner = children.map((one) => write(one, `${indent}  `));
  return `${indent}<${name}${given}>\n${inner.join("\n")}\n${indent}</${name}>`;
}

/** Line breaks and tabs would else be read as spaces. */
function inAttribute(text: string): string {
  return escapeMarkup(text).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}
