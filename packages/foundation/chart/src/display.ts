/** What a Jupyter or Deno notebook asks a value for. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display");

/** What Node's `console.log` and Deno ask a value for. */
export const nodeInspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** Content by media type, as notebooks take it. */
export type MimeBundle = Readonly<Record<string, string>>;

/** A value that shows itself in notebooks and consoles; neither property is enumerable. */
export interface Display {
  /** By media type; `text/plain` is always there. */
  readonly [jupyterDisplay]: () => MimeBundle;
  /** The text. */
  readonly [nodeInspect]: () => string;
}

/**
 * A copy of a value that shows itself in notebooks and consoles.
 * @param show - called when it is shown
 */
export function withDisplay<Value extends object>(
  value: Value,
  show: () => MimeBundle & { readonly "text/plain": string },
): Value & Display {
  const display: Display = Object.defineProperties(
    { [jupyterDisplay]: show, [nodeInspect]: () => show()["text/plain"] },
    { [jupyterDisplay]: { enumerable: false }, [nodeInspect]: { enumerable: false } },
  );
  return Object.defineProperties(
    { ...value, ...display },
    Object.getOwnPropertyDescriptors(display),
  );
}
