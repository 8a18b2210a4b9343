import { inspect } from "node:util";
import { DxError, escapeMarkup, isDxError, messageOf } from "@dx/core";

/** Keeps secrets out of all that a run writes and says. */
export interface Secrets {
  /** From now on, this text is left out; texts of less than four characters are not, since they would match everywhere. */
  readonly add: (text: string) => void;
  /** A text with `***` in place of each secret, also of one written as in JSON or in an address. */
  readonly redact: (text: string) => string;
  /** The same for all texts in a value. */
  readonly redactAll: <T>(value: T) => T;
  /** The same for an error, with all that it carries. */
  readonly redactError: (error: unknown) => unknown;
}

/** Secrets, beginning with those that are known. */
export function createSecrets(known: Iterable<string> = []): Secrets {
  const forms = new Set<string>();
  const secrets: Secrets = {
    add: (text) => {
      if (text.length < 4) return;
      const inJson = JSON.stringify(text).slice(1, -1);
      for (const form of [text, inJson, encodeURIComponent(text), escapeMarkup(text)])
        forms.add(form);
    },
    redact: (text) => {
      let clean = text;
      for (const form of [...forms].toSorted((a, b) => b.length - a.length))
        clean = clean.replaceAll(form, "***");
      return clean;
    },
    redactAll: (value) => (forms.size === 0 ? value : redactValue(value, secrets.redact)),
    redactError: (error) => redactError(error, secrets.redact),
  };
  for (const text of known) secrets.add(text);
  return secrets;
}

function redactValue<T>(value: T, redact: (text: string) => string): T {
  // oxlint-disable typescript/no-unsafe-type-assertion -- the shape stays, only texts change
  if (typeof value === "string") return redact(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => redactValue(item, redact)) as T;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), redactValue(item, redact)]),
  ) as T;
  // oxlint-enable typescript/no-unsafe-type-assertion
}

/** The error itself if it has no secret; else one like it, whose causes keep only what is said. */
function redactError(error: unknown, redact: (text: string) => string): unknown {
  const seen = inspect(error, { depth: 8, showHidden: true, maxStringLength: null });
  if (redact(seen) === seen) return error;
  if (!(error instanceof Error)) return redactValue(error, redact);
  const message = redact(messageOf(error));
  const cause = error.cause === undefined ? undefined : redactError(error.cause, redact);
  const clean = isDxError(error)
    ? new DxError(error.code, message, {
        path: redactValue(error.path, redact),
        ...(error.hint === undefined ? {} : { hint: redact(error.hint) }),
        cause,
      })
    : Object.assign(new Error(message, cause === undefined ? {} : { cause }), { name: error.name });
  clean.stack = redact(error.stack ?? message);
  return clean;
}
