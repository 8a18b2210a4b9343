import type { InsertStatement, ResolvedOutput } from "@dx/sql-parser";
import { foldIdentifier, shownName } from "@dx/sql-parser";
import type { OutputLineage, SourceColumn } from "../statement-lineage.ts";
import { createInfluences, weaken } from "./influence.ts";
import { orderedRows, type Filled } from "./query-lineage.ts";
import { indirect, type Tracer } from "./tracer.ts";

/** The columns that an insert fills, by its list, by the table's columns, or by the names of the query. */
export function insertLineage(tree: InsertStatement, tracer: Tracer): Filled {
  const { query, targetColumns } = tracer.statement;
  const outputs = query?.outputs ?? [];
  const places = placesOf(tree, outputs, tracer);
  const isGuessed =
    tree.columns.length === 0 && !tree.byName && targetColumns === null && outputs.length > 0;
  const filled = places.map(({ name, output }, ordinal): OutputLineage => {
    const sources = output === null ? [] : tracer.ofOutput(output);
    return { name, ordinal, sources: isGuessed ? weaken(sources, "candidate", 0.5) : sources };
  });
  const rows = query === null ? [] : orderedRows(query, tracer);
  const conflict = conflictLineage(tree, filled, tracer);
  return {
    outputs: conflict.outputs,
    rows: [...rows, ...conflict.rows],
    findings: isGuessed ? [guessed(tree, tracer)] : [],
  };
}

interface Place {
  readonly name: string | null;
  readonly output: ResolvedOutput | null;
}

function placesOf(
  tree: InsertStatement,
  outputs: readonly ResolvedOutput[],
  { statement }: Tracer,
): readonly Place[] {
  const { targetColumns } = statement;
  if (tree.byName) return outputs.map((output) => ({ name: output.name, output }));
  const names =
    tree.columns.length > 0
      ? tree.columns.map((one) => shownName(one, statement.dialect))
      : (targetColumns ?? []).map(({ written }) => written);
  if (names.length === 0) return outputs.map((output) => ({ name: output.name, output }));
  const star = outputs.find(({ key }) => key === "*");
  const count = star === undefined ? Math.min(names.length, outputs.length) : names.length;
  return names
    .slice(0, count)
    .map((name, index) => ({ name, output: star ?? outputs[index] ?? null }));
}

/** `on conflict do update`: more comes into the columns that it sets, and decides on them. */
function conflictLineage(
  { conflict }: InsertStatement,
  outputs: readonly OutputLineage[],
  tracer: Tracer,
): Pick<Filled, "outputs" | "rows"> {
  if (conflict === null) return { outputs, rows: [] };
  const { dialect } = tracer.statement;
  const fold = (name: string): string => foldIdentifier({ name, quoted: true }, dialect);
  const same = (one: string, other: string): boolean => fold(one) === fold(other);
  const rows = createInfluences();
  if (conflict.where !== null) tracer.addExpression(conflict.where, indirect("conditional"), rows);
  const merged = outputs.map((output): OutputLineage => {
    const into = createInfluences();
    for (const source of output.sources) into.add(source);
    for (const { column, value } of conflict.assignments)
      if (column !== null && output.name !== null && same(column.name, output.name))
        tracer.addExpression(value, { kind: "identity", isMasking: false }, into);
    const sources: readonly SourceColumn[] = into.list();
    return { name: output.name, ordinal: output.ordinal, sources };
  });
  return { outputs: merged, rows: rows.list() };
}

function guessed(
  tree: InsertStatement,
  { statement }: Tracer,
): Required<Filled>["findings"][number] {
  const { line, column } = tree.target.span;
  const target = statement.target ?? "";
  return {
    code: "DX_LINEAGE_INSERT_NAMES",
    severity: "warning",
    message: `line ${line}, column ${column}: the columns of ${target} are not known; those of the query are taken for them`,
    subject: target,
    count: 1,
    example: { ...tree.target.span },
  };
}
