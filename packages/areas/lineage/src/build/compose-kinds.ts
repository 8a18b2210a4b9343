import type { EdgeKind } from "../statement-lineage.ts";

const strength: Partial<Record<EdgeKind, number>> = {
  identity: 0,
  transformation: 1,
  aggregation: 2,
};

/** Whether values come from the column, or it only decides. */
export function isDirect(kind: EdgeKind): boolean {
  return strength[kind] !== undefined;
}

/**
 * The kind of an influence through a table between: what only decides in the step nearer to the result, only decides;
 * else what the step farther away is, if that only decides; else the stronger of aggregation, transformation and identity.
 * @example
 * ```ts
 * import { composeKinds } from "@dx/lineage";
 * if (composeKinds("identity", "aggregation") !== "aggregation") throw new Error();
 * if (composeKinds("filter", "aggregation") !== "filter") throw new Error();
 * if (composeKinds("aggregation", "join") !== "join") throw new Error();
 * ```
 * @see https://openlineage.io/docs/integrations/spark/spark_column_lineage/
 */
export function composeKinds(near: EdgeKind, far: EdgeKind): EdgeKind {
  if (!isDirect(near)) return near;
  if (!isDirect(far)) return far;
  return (strength[near] ?? 0) >= (strength[far] ?? 0) ? near : far;
}
