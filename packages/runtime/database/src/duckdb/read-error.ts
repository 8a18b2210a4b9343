import { EngineError, type EngineErrorOptions } from "../internal/engine-error.ts";

const lost =
  /^Connection Error|database has been invalidated|connection (?:was never established|is closed|closed|disconnected)|[Ii]nstance (?:is )?closed/;

/** What DuckDB says, taken apart: message, place, advice. @param text - the statement */
export function readDuckdbError(error: unknown, text: string): unknown {
  if (!(error instanceof Error) || error.name === "DxError" || error instanceof EngineError)
    return error;
  const [, said = "", number, excerpt = "", caret = ""] =
    /^([^]*?)(?:\n\nLINE (\d+): ([^\n]*)\n( *)\^[^]*)?$/.exec(error.message) ?? [];
  const [message = "", ...advice] = said.split("\n").filter((line) => line.trim() !== "");
  const hint = advice.join(" ");
  const missing = missingName(message);
  const offset =
    number === undefined
      ? undefined
      : offsetOf({
          text,
          line: Number(number),
          excerpt,
          at: caret.length - `LINE ${number}: `.length,
        });
  const about: EngineErrorOptions = {
    ...(offset === undefined ? {} : { offset }),
    ...(hint === "" ? {} : { hint }),
    ...(missing === undefined ? {} : { missing }),
    cancelled: message.startsWith("INTERRUPT"),
    lost: lost.test(message),
  };
  return new EngineError(message, about);
}

/** Finds the place of a caret below an excerpt, of which both ends may be cut off. */
function offsetOf(found: {
  readonly text: string;
  readonly line: number;
  readonly excerpt: string;
  readonly at: number;
}): number | undefined {
  const { text, line, excerpt, at } = found;
  const lines = text.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const whole = lines[line - 1] ?? "";
  const head = excerpt.startsWith("...") && !whole.startsWith("...") ? 3 : 0;
  const tail = excerpt.endsWith("...") && !whole.endsWith("...") ? 3 : 0;
  const part = excerpt.slice(head, excerpt.length - tail);
  const from = whole.indexOf(part);
  const inLine = from + at - head;
  return from < 0 || inLine < 0 || inLine > whole.length ? undefined : start + inLine;
}

function missingName(message: string): EngineErrorOptions["missing"] {
  const [, table] = /Table with name "?([^"\s]+)"? does not exist/.exec(message) ?? [];
  if (table !== undefined) return { kind: "table", name: table };
  const [, column, other] =
    /Referenced column "([^"]+)" not found|does not have a column named "([^"]+)"/.exec(message) ??
    [];
  const name = column ?? other;
  return name === undefined ? undefined : { kind: "column", name };
}
