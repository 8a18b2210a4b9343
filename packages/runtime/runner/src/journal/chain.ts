import { createHash } from "node:crypto";
import { DxError } from "@dx/core";

const seal = /,"chain":"([0-9a-f]{32})"\}$/;

/** A line of a journal with the hash of it and of all lines before. @param body - a JSON object of at least one field */
export function sealLine(
  body: string,
  before: string,
): { readonly line: string; readonly chain: string } {
  const chain = hashText(`${before}\n${body}`).slice(0, 32);
  return { line: `${body.slice(0, -1)},"chain":"${chain}"}`, chain };
}

/**
 * Takes the hashes off a journal's lines.
 * @throws DxError `DX_RUNNER_JOURNAL` with the number of the first line that is not as it was written
 */
export function unsealLines(lines: readonly string[]): {
  readonly bodies: readonly string[];
  readonly chain: string;
} {
  let chain = "";
  const bodies = lines.map((line, index) => {
    const found = seal.exec(line);
    const body = found === null ? line : `${line.slice(0, found.index)}}`;
    const sealed = sealLine(body, chain);
    if (found?.[1] !== sealed.chain)
      throw new DxError(
        "DX_RUNNER_JOURNAL",
        `line ${index + 1} of the journal is not as dx wrote it`,
        {
          path: [index],
          hint: "it was edited, or is of another program: begin a new run in another folder",
        },
      );
    ({ chain } = sealed);
    return body;
  });
  return { bodies, chain };
}

/** The SHA-256 of a text, in hexadecimal digits. */
export function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
