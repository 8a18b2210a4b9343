import {
  DxError,
  formatTimestamp,
  isDxError,
  type ExactValue,
  type Json,
  messageOf,
} from "@dx/core";
import { replay } from "./apply-changes.ts";
import type { PlainRow } from "./apply-changes-values.ts";
import { readRequest } from "./scd-apply-read.ts";

/** Why there are no versions. */
export interface ScdApplyError {
  /** Stable. */
  readonly code: string;
  /** For people. */
  readonly message: string;
  /** Where in the request the fault is. */
  readonly path: readonly (string | number)[];
  /** What to do about it; `null` where there is nothing to say. */
  readonly hint: string | null;
}

/** What `dx scd apply` answers to a line. */
export interface ScdApplyAnswer {
  /** By key and time; empty if there is an error. */
  readonly versions: readonly Readonly<Record<string, Json>>[];
  /** `null` if there are versions. */
  readonly error: ScdApplyError | null;
}

/**
 * What `dx scd apply` does with each line of JSON: the model `replay` over plain JSON, so that histories of other tools
 * can be compared with it. A request is `{ spec, batches }`: `spec` is a `HistorySpec` (without `surrogate`, `rowHash`, `audit`
 * and `log`, which are not part of what is modelled) with a `source`: `{ kind: "delta", sequence }`, `{ kind: "log", sequence,
 * operation, deletes, tieBreak? }`, `{ kind: "snapshots", at, times? }` (`times` is by default what a batch has), or
 * `{ kind: "snapshot", at: [...] }` with one time for each batch. Rows are plain objects of NULL, booleans, numbers and text;
 * times are ISO 8601 text, and come out as `2025-03-17T00:00:00.000000`, open ends as `null` or the specification's.
 * It never throws: what is wrong is in `error`.
 * @example
 * ```ts
 * import { scdApply } from "@dx/scd";
 * const source = { kind: "delta", sequence: "at" };
 * const spec = { key: "id", tracked: ["city"], validFrom: "since", validTo: "until", source };
 * const batches = [[{ id: 1, city: "Ulm", at: "2025-03-02" }], [{ id: 1, city: "Bonn", at: "2025-03-01" }]];
 * const { versions, error } = scdApply({ spec, batches });
 * if (error !== null || versions[0]?.["until"] !== "2025-03-02T00:00:00.000000") throw new Error();
 * ```
 */
export function scdApply(request: unknown): ScdApplyAnswer {
  try {
    const { spec, batches } = readRequest(request);
    const { versions } = replay(spec, batches);
    const times = [spec.validFrom, spec.validTo];
    return { versions: versions.map((version) => toJson(version, times)), error: null };
  } catch (error) {
    const {
      code,
      summary: message,
      path,
      hint,
    } = isDxError(error) ? error : new DxError("DX_SCD_SOURCE", messageOf(error));
    return { versions: [], error: { code, message, path, hint: hint ?? null } };
  }
}

function toJson(version: PlainRow, times: readonly string[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    Object.entries(version).map(([name, value]) => [
      name,
      times.includes(name) && typeof value === "bigint"
        ? formatTimestamp(value).replace(" ", "T")
        : toPlain(value),
    ]),
  );
}

function toPlain(value: ExactValue): Json {
  return value === null || typeof value !== "object" ? toScalar(value) : JSON.stringify(value);
}

function toScalar(value: null | boolean | number | bigint | string): Json {
  return typeof value === "bigint" ? String(value) : value;
}
