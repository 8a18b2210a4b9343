/** What a Jupyter or Deno notebook asks a value for. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display");

/** What Node's `console.log` and Deno ask a value for. */
export const nodeInspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** What a value looks like, by media type, as notebooks ask for it. */
export type MimeBundle = Readonly<Record<string, string>> & {
  /** For terminals. */
  readonly "text/plain": string;
};

/** A value that shows itself in notebooks and consoles; neither property is enumerable. */
export interface Display {
  /** By media type. */
  readonly [jupyterDisplay]: () => MimeBundle;
  /** The text. */
  readonly [nodeInspect]: () => string;
}

/**
 * Lets a value, which the caller has just made, show itself in notebooks and consoles. It stays plain data:
 * what is added is not enumerable.
 * @param show - called when it is looked at
 */
export function withDisplay<Value extends object>(
  value: Value,
  show: () => MimeBundle,
): Value & Display {
  const display: Display = { [jupyterDisplay]: show, [nodeInspect]: () => show()["text/plain"] };
  return Object.defineProperties(Object.assign(value, display), {
    [jupyterDisplay]: { enumerable: false },
    [nodeInspect]: { enumerable: false },
  });
}
