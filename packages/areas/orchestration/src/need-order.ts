import { DxError } from "@dx/core";
import { checkLinks } from "./check/check-links.ts";
import type { Dag } from "./dag.ts";

/** Makes sure that all tasks of a DAG have an order. */
export function needOrder(dag: Dag): void {
  const ids = dag.tasks.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  const [first] = checkLinks(dag);
  if (twice === undefined && first === undefined) return;
  throw new DxError(
    "DX_ORCHESTRATION_ORDER",
    `the tasks of ${dag.name} have no order: ${twice === undefined ? (first?.message ?? "") : `two are called ${twice}`}`,
    { path: ["tasks"], hint: "checkDag lists all that is wrong" },
  );
}
