import type { Finding, Json } from "@dx/core";

/** A fault of a DAG; `example` says where. */
export function fault(
  code: string,
  subject: string,
  { message, example = null, severity = "error" }: Pick<Finding, "message"> & Partial<Finding>,
): Finding {
  return { code: `DX_ORCHESTRATION_${code}`, severity, message, subject, count: 1, example };
}

/** Text as JSON for a message. */
export function show(value: Json): string {
  return JSON.stringify(value);
}
