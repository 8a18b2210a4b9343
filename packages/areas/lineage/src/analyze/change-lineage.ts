import type {
  Assignment,
  DeleteStatement,
  Identifier,
  MergeBranch,
  MergeStatement,
  UpdateStatement,
} from "@dx/sql-parser";
import { foldIdentifier, shownName } from "@dx/sql-parser";
import type { OutputLineage } from "../statement-lineage.ts";
import { createInfluences, identity, type Influences } from "./influence.ts";
import type { Filled } from "./query-lineage.ts";
import { addJoins, indirect, type Tracer } from "./tracer.ts";

/** The columns that an update, delete or merge fills, and what decides on which rows. */
export function changeLineage(
  tree: UpdateStatement | DeleteStatement | MergeStatement,
  tracer: Tracer,
): Filled {
  const { statement } = tracer;
  const rows = createInfluences();
  for (const source of statement.sources) tracer.addSourceRows(source, rows);
  addJoins(statement, rows, tracer);
  const columns = createColumns(tracer);
  if (tree.kind === "merge") mergeParts(tree, { rows, columns }, tracer);
  else {
    if (tree.where !== null) tracer.addExpression(tree.where, indirect("filter"), rows);
    if (tree.kind === "update")
      for (const assignment of tree.assignments)
        if (assignment.column !== null)
          addAssigned(assignment, columns.into(assignment.column), tracer);
  }
  return { outputs: columns.list(), rows: rows.list() };
}

/** What comes into one column; of a query that gives a row, its value in the same place. */
function addAssigned({ value, place }: Assignment, into: Influences, tracer: Tracer): void {
  const query = value.kind === "subquery" ? tracer.statement.queries.get(value) : undefined;
  const output = place === undefined ? undefined : query?.outputs[place];
  if (query === undefined || output === undefined) tracer.addExpression(value, identity, into);
  else {
    into.addThrough(identity, tracer.ofOutput(output));
    into.addThrough(identity, tracer.rowsOf(query));
  }
}

interface Columns {
  /** Where what comes into a column is gathered. */
  into(column: Identifier): Influences;
  list(): readonly OutputLineage[];
}

/** The columns of the target that are filled, in its order where that is known. */
function createColumns({ statement }: Tracer): Columns {
  const found = new Map<string, { readonly name: string; readonly influences: Influences }>();
  const order = new Map((statement.targetColumns ?? []).map(({ name }, index) => [name, index]));
  return {
    into: (column) => {
      const key = foldIdentifier(column, statement.dialect);
      const name = shownName(column, statement.dialect);
      const known = found.get(key) ?? { name, influences: createInfluences() };
      found.set(key, known);
      return known.influences;
    },
    list: () =>
      [...found]
        .toSorted(
          ([one], [other]) => (order.get(one) ?? Infinity) - (order.get(other) ?? Infinity) || 0,
        )
        .map(([key, { name, influences }], index) => ({
          name,
          ordinal: order.get(key) ?? index,
          sources: influences.list(),
        })),
  };
}

interface MergeParts {
  readonly rows: Influences;
  readonly columns: Columns;
}

function mergeParts(tree: MergeStatement, { rows, columns }: MergeParts, tracer: Tracer): void {
  if (tree.on !== null) tracer.addExpression(tree.on, indirect("join"), rows);
  for (const branch of tree.branches) {
    const { condition } = branch;
    const assigned = assignmentsOf(branch, tracer);
    for (const { column, add } of assigned) {
      const into = columns.into(column);
      add(into);
      if (condition !== null) tracer.addExpression(condition, indirect("conditional"), into);
    }
    if (condition !== null) tracer.addExpression(condition, indirect("filter"), rows);
  }
}

interface Assigned {
  readonly column: Identifier;
  readonly add: (into: Influences) => void;
}

/** What a branch sets: what it says, all columns by name, or, without a list, the table's columns by place. */
function assignmentsOf(branch: MergeBranch, tracer: Tracer): readonly Assigned[] {
  if (branch.star) return byName(tracer);
  const { targetColumns } = tracer.statement;
  return branch.assignments.flatMap(({ column, value }, index): readonly Assigned[] => {
    const target = targetColumns?.[index];
    const name = column ?? (target === undefined ? null : named(target.written, tracer));
    if (name === null) return [];
    return [
      {
        column: name,
        add: (into) => {
          tracer.addExpression(value, identity, into);
        },
      },
    ];
  });
}

function named(name: string, tracer: Tracer): Identifier {
  const span = tracer.statement.changed?.span ?? { start: 0, end: 0, line: 1, column: 1 };
  return { name, quoted: true, span };
}

function byName(tracer: Tracer): readonly Assigned[] {
  const { targetColumns, sources } = tracer.statement;
  const [source] = sources;
  if (source === undefined) return [];
  const known = targetColumns === null ? null : new Set(targetColumns.map(({ name }) => name));
  return source.columns.flatMap((column): readonly Assigned[] => {
    const { name, written } = column;
    if (name === null || known?.has(name) === false) return [];
    const binding = { kind: "column", source, column, name } as const;
    return [
      {
        column: named(written ?? name, tracer),
        add: (into) => {
          into.addThrough(identity, tracer.ofBinding(binding, null));
        },
      },
    ];
  });
}
