import { formatRelation, relation } from "@dx/core";
import {
  planChanges,
  planFacts,
  planHistoryTable,
  planHistoryViews,
  planSnapshots,
  type HistorySpec,
  type ResolveVersionsOptions,
  type TakenSnapshot,
} from "@dx/scd";
import { joinPlans, type Plan } from "@dx/sql";
import { changesOf, snapshotColumn, type Given } from "./changes-of.ts";
import type { Inputs } from "./inputs.ts";
import type { Made } from "./outputs.ts";

/** What the load is made of. */
export interface Load {
  readonly spec: HistorySpec;
  /** The columns of the source, with their types. */
  readonly columns: Made["columns"];
  /** What is loaded. */
  readonly given: Given;
  /** When. */
  readonly now: string;
  /** The schema for working tables. */
  readonly scratch: string;
  /** The snapshots of files, and where the target keeps them. */
  readonly kept:
    | { readonly table: string; readonly snapshots: readonly TakenSnapshot[] }
    | undefined;
  /** The facts as they were staged, and where they go with their versions. */
  readonly facts: { readonly staged: string; readonly into: string } | undefined;
}

/** The plan of a load: the dimension where there is none, the changes, the views, the facts. */
export function makePlan(
  inputs: Inputs,
  { spec, columns, given, now, scratch, kept, facts }: Load,
): Plan {
  const { dimensionTable } = inputs;
  const views = planHistoryViews(dimensionTable, spec);
  return joinPlans(
    ...(kept === undefined
      ? []
      : [planSnapshots(kept.table, kept.snapshots, { spec, at: snapshotColumn })]),
    planHistoryTable(dimensionTable, given.table, spec),
    planChanges(dimensionTable, changesOf(inputs, given), {
      spec,
      loadedAt: now,
      scratch,
      columns,
    }),
    views.current,
    views.historical,
    ...(facts === undefined
      ? []
      : [
          planFacts(facts.into, {
            ...factsOf(inputs, spec),
            facts: facts.staged,
            history: dimensionTable,
          }),
        ]),
  );
}

/** How facts find their versions. */
export function factsOf({ facts, businessKey }: Inputs, spec: HistorySpec): ResolveVersionsOptions {
  const { key = businessKey, at = "", late = "unknown" } = facts ?? {};
  const take =
    spec.surrogate === undefined
      ? { [spec.validFrom]: spec.validFrom }
      : { [spec.surrogate.column]: spec.surrogate.column };
  return { spec, factKey: key, at, take, early: late };
}

/** The table with what a dimension cannot tell. */
export function logTable(dimension: string): string {
  return withEnding(dimension, "_log");
}

/** Where the target keeps snapshots of files. */
export function keptTable({ dimensionTable, sourceTable }: Inputs): string {
  const { schema, catalog } = relation(dimensionTable);
  const { name } = relation(withEnding(sourceTable, "_snapshots"));
  return formatRelation({
    kind: "relation",
    name,
    ...(schema === undefined ? {} : { schema }),
    ...(catalog === undefined ? {} : { catalog }),
  });
}

function withEnding(text: string, ending: string): string {
  const table = relation(text);
  const { name } = table;
  const longer = name.endsWith('"') ? `${name.slice(0, -1)}${ending}"` : `${name}${ending}`;
  return formatRelation({ ...table, name: longer });
}
