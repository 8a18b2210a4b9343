import type { Claim } from "@dx/core";
import type { Sql } from "@dx/sql";
import { bridgeClaims } from "./bridge-claims.ts";
import { dimensionClaims } from "./dimension-claims.ts";
import { factClaims } from "./fact-claims.ts";
import { headerClaims } from "./header-claims.ts";
import type { LoadOptions } from "./load-options.ts";
import { measureClaims } from "./measure-claims.ts";
import type { DimensionalModel } from "./model.ts";
import { referenceClaims } from "./reference-claims.ts";

/** How a star is held against its source. */
export interface ReconcileOptions extends Pick<LoadOptions, "sources" | "tables"> {
  /** How many of the source's rows may refer to no member, as a proportion; none, without a word. */
  readonly mostOrphans?: number;
}

/**
 * Claims that a star is what its source is: every row once, every reference to the member that the source names or to the unknown one,
 * members with the source's attributes, and each measure by its own roll-up, in total and for every member of every role. Each side
 * is counted for itself: the source's by its codes and dates, the star's by its keys.
 * @throws DxError `DX_DIMENSIONAL_NAME` for a reference to no dimension
 * @example
 * ```ts
 * import { reconcile } from "@dx/dimensional";
 * const id = { name: "iata", source: "iata", type: { kind: "text" } } as const;
 * const airport = { name: "dim_airport", source: "airports", surrogateKey: "airport_key", businessKey: [id], attributes: [], hierarchies: [], scdType: 1 } as const;
 * const claims = reconcile({ name: "flights", facts: [], dimensions: [airport], date: null, decisions: [] });
 * if (!claims.some((claim) => claim.id === "star.dim_airport.members")) throw new Error();
 * ```
 */
export function reconcile(
  model: DimensionalModel,
  options: ReconcileOptions = {},
): readonly Claim<Sql>[] {
  return [
    ...model.dimensions.flatMap((dimension) => dimensionClaims(dimension, options)),
    ...model.facts.flatMap((fact) => [
      ...factClaims(fact, options),
      ...headerClaims(fact, options),
      ...fact.keys.flatMap((key) => referenceClaims(model, { fact, key }, options)),
      ...fact.measures.flatMap((measure) => measureClaims(model, { fact, measure }, options)),
    ]),
    ...(model.bridges ?? []).flatMap((bridge) => bridgeClaims(model, bridge, options)),
  ];
}
