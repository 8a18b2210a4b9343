import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** A file of a run's folder. */
export interface ListedFile {
  readonly path: string;
  readonly bytes: number;
}

/** The artefacts of a run, by their names. */
export function listArtefacts(out: string): readonly ListedFile[] {
  const folder = join(out, "artefacts");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: path.slice(out.length).replaceAll("\\", "/").replace(/^\/+/, ""),
      bytes: statSync(path).size,
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
