/** What an engine says that a statement lacks. */
export interface MissingName {
  readonly kind: "table" | "column";
  readonly name: string;
}

/** What is known of an engine's error, beside its message. */
export interface EngineErrorOptions {
  /** Where in the statement, in UTF-16 units from 0. */
  readonly offset?: number;
  /** The engine's own advice. */
  readonly hint?: string;
  /** The name that it does not know. */
  readonly missing?: MissingName;
  /** Whether the connection is gone. */
  readonly lost?: boolean;
  /** Whether somebody has stopped the statement. */
  readonly cancelled?: boolean;
}

/** What an engine or its driver says went wrong; never leaves the package. */
export class EngineError extends Error {
  override readonly name: string = "EngineError";
  readonly about: EngineErrorOptions;
  constructor(message: string, about: EngineErrorOptions = {}) {
    super(message);
    this.about = about;
  }
}
