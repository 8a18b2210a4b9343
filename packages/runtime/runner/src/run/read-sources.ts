import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { DxError, type Source, messageOf } from "@dx/core";

/**
 * Hashes the files that a flow reads, one after the other.
 * @throws DxError `DX_RUNNER_FILE` for the first that cannot be read
 */
export async function readSources(
  files: Readonly<Record<string, string>>,
  base: string,
): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for (const [name, location] of Object.entries(files)) {
    const hash = createHash("sha256");
    try {
      // oxlint-disable-next-line no-await-in-loop -- a disk reads one after the other
      await pipeline(createReadStream(resolve(base, location)), hash);
    } catch (error) {
      const reason = messageOf(error);
      throw new DxError("DX_RUNNER_FILE", `the file ${name} cannot be read: ${reason}`, {
        path: [name],
        hint: `paths are relative to ${resolve(base)}`,
        cause: error,
      });
    }
    sources.push({ name, location, fingerprint: hash.digest("hex") });
  }
  return sources;
}
