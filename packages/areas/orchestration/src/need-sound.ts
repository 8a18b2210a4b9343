import { DxError } from "@dx/core";
import { checkDag } from "./check-dag.ts";
import type { Dag } from "./dag.ts";

/** Makes sure that a DAG can be handed to a scheduler. */
export function needSound(dag: Dag): void {
  const errors = checkDag(dag).filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length === 1 ? "" : `, and ${errors.length - 1} more`;
  throw new DxError(
    "DX_ORCHESTRATION_DAG",
    `the DAG ${JSON.stringify(dag.name)} is not sound: ${first.message} (${first.code})${more}`,
    { path: [first.subject], hint: "checkDag lists all that is wrong" },
  );
}

/** The error for what a target does not have. */
export function lacks(target: string, what: string, hint: string): DxError {
  return new DxError("DX_ORCHESTRATION_LACKS", `${target} has no ${what}`, { hint });
}
