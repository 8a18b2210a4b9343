import { DxError, messageOf } from "@dx/core";
import { EngineError } from "./engine-error.ts";
import { locate } from "./locate.ts";

/** What was done when an error came. */
export interface Doing {
  readonly code: "DX_DATABASE_QUERY" | "DX_DATABASE_STATEMENT" | "DX_DATABASE_LOAD";
  /** The text that was run. */
  readonly text: string;
  /** What to do about it, where the engine has no advice of its own. */
  readonly hint?: string;
  readonly path?: readonly (string | number)[];
}

/** The error that a caller gets for one of an engine. */
export function translateError(error: unknown, { code, text, path, hint }: Doing): DxError {
  if (error instanceof DxError) return error;
  if (!(error instanceof EngineError))
    return new DxError(code, messageOf(error), {
      ...(path === undefined ? {} : { path }),
      cause: error,
    });
  const { offset, lost = false, hint: advice } = error.about;
  if (lost) return lostConnection(error.message);
  const place = offset === undefined || offset > text.length ? undefined : locate(text, offset);
  const shown =
    place === undefined
      ? error.message
      : `${error.message} (line ${place.line}, column ${place.column})\n${place.excerpt}`;
  const where = place === undefined ? [] : ["line", place.line, "column", place.column];
  const advised = [advice, hint].find((one) => one !== undefined);
  return new DxError(code, shown, {
    path: path ?? where,
    ...(advised === undefined ? {} : { hint: advised }),
  });
}

/** The error of a connection that is gone. */
export function lostConnection(reason: string): DxError {
  return new DxError("DX_DATABASE_LOST", `the connection is lost: ${reason}`, {
    hint: "what was not committed is undone; the next call takes a new connection",
  });
}
