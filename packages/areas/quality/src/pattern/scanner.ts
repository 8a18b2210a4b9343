import { DxError } from "@dx/core";

/** Where the reading of a pattern is. */
export interface Scanner {
  readonly characters: readonly string[];
  readonly text: string;
  at: number;
}

/** What a letter behind a backslash stands for. */
export const control: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  f: "\f",
  v: "\v",
};

/** An error with the place in the pattern. */
export function badPattern({ text, at }: Scanner, what: string, hint: string): DxError {
  return new DxError(
    "DX_QUALITY_PATTERN",
    `the pattern ${JSON.stringify(text)} ${what} (character ${at + 1})`,
    { path: [at], hint },
  );
}
