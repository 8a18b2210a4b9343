/** What a value looks like, by media type, as notebooks ask for it. */
export type Display = Readonly<Record<string, string>> & {
  /** For terminals. */
  readonly "text/plain": string;
};

/**
 * Lets a value show itself: in notebooks through `Symbol.for("Jupyter.display")`, and in Node through
 * its inspect symbol. The value stays plain data; what is added is not enumerable.
 * @param show - called when it is looked at
 */
export function withDisplay<Value extends object>(value: Value, show: () => Display): Value {
  return Object.defineProperties(value, {
    [Symbol.for("Jupyter.display")]: { value: show, enumerable: false },
    [Symbol.for("nodejs.util.inspect.custom")]: {
      value: () => show()["text/plain"],
      enumerable: false,
    },
  });
}

/** Text as it is written into HTML, also into attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (one) => `&#${one.codePointAt(0)};`);
}
