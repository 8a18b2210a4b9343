import type { Finding } from "@dx/core";
import type { LineageSource } from "../build/lineage.ts";

/** What another tool's file says, as {@link buildLineage} takes it. */
export interface ReadSources {
  /** Tables, scripts and edges, in the order in which they run. */
  readonly sources: readonly LineageSource[];
  /** What could not be taken, each with its reason. */
  readonly findings: readonly Finding[];
}

/** Something that was left out, or is known only in part. */
export function said(
  code: string,
  subject: string,
  about: string | { readonly message: string; readonly count: number },
): Finding {
  const { message, count } = typeof about === "string" ? { message: about, count: 1 } : about;
  return { code, severity: "warning", subject, message, count, example: null };
}
