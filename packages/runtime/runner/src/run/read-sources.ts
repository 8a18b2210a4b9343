import { createHash } from "node:crypto";
import { createReadStream, readdirSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { DxError, type Source, messageOf } from "@dx/core";

/**
 * Hashes the files that a flow reads, one after the other; of a folder, all files below it, with their paths.
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
      for (const { path, label } of filesOf(resolve(base, location))) {
        hash.update(label);
        // oxlint-disable-next-line no-await-in-loop -- a disk reads one after the other
        for await (const piece of createReadStream(path)) hash.update(piece);
      }
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

/** A file itself, or all files of a folder in the order of their paths, each told apart by its path and size. */
function filesOf(path: string): readonly { readonly path: string; readonly label: string }[] {
  if (!statSync(path).isDirectory()) return [{ path, label: "" }];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: file, name: relative(path, file).replaceAll(sep, "/") }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((file) => ({
      path: file.path,
      label: `${JSON.stringify(file.name)} ${statSync(file.path).size}\n`,
    }));
}
