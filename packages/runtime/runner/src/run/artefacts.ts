import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DxError } from "@dx/core";
import type { Artefact, Artefacts } from "../task.ts";
import type { Secrets } from "../secrets.ts";

/** Writes below `out/artefacts`; without a folder, checks and forgets. */
export function createArtefacts(out: string | undefined, secrets: Secrets): Artefacts {
  return {
    write: async (files) => {
      const contents = Object.entries(files).map(([path, content]) => {
        requireInside(path);
        return [`artefacts/${path}`, withoutSecrets(path, content, secrets)] as const;
      });
      if (out !== undefined) writeAll(out, contents);
      return contents.map(([path, content]): Artefact => ({
        path,
        bytes: content.byteLength,
        sha256: createHash("sha256").update(content).digest("hex"),
      }));
    },
  };
}

/** All are written beside their places before the first is moved there. */
function writeAll(out: string, contents: readonly (readonly [string, Uint8Array])[]): void {
  const beside = join(out, `.part-${randomUUID()}`);
  try {
    for (const [path, content] of contents) {
      mkdirSync(dirname(join(beside, path)), { recursive: true });
      writeFileSync(join(beside, path), content, { flush: true });
    }
    for (const [path] of contents) mkdirSync(dirname(join(out, path)), { recursive: true });
    for (const [path] of contents) renameSync(join(beside, path), join(out, path));
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

function requireInside(path: string): void {
  const parts = path.split("/");
  const isInside = parts.every((part) => part !== "" && part !== "." && part !== "..");
  if (isInside && !/[\\\p{Cc}]|^[A-Za-z]:/u.test(path)) return;
  throw new DxError("DX_RUNNER_PATH", `${JSON.stringify(path)} is no path inside of artefacts`, {
    path: [path],
    hint: "write it with single slashes, without . and .., as sql/load.sql",
  });
}

function withoutSecrets(path: string, content: string | Uint8Array, secrets: Secrets): Uint8Array {
  if (typeof content === "string") return Buffer.from(secrets.redact(content));
  const text = Buffer.from(content).toString("utf8");
  if (secrets.redact(text) === text) return content;
  throw new DxError("DX_RUNNER_SECRET", `${path} is not text, and has a secret in it`, {
    hint: "leave it out of the file",
  });
}
