/* oxlint-disable no-await-in-loop -- one table after the other */
import { findNamed, relation, toObjects, type Relation, type Rows } from "@dx/core";
import { identifier, query, sql, type Query, type Sql } from "@dx/sql";
import { withoutRows } from "../contract/conform-rows.ts";
import type { LoadSpec } from "../load/load-spec.ts";
import { nestedColumns } from "../records/collect-records.ts";
import type { TypedColumn } from "../schema/typed-column.ts";
import { countGiven, noRows, type GivenTable } from "./given-rows.ts";
import type { MoveResult, Moving } from "./move-table.ts";
import type { PlannedExtraction } from "./plan-extraction.ts";
import type { ListRows } from "./pipeline-database.ts";
import type { Staged } from "./stage-rows.ts";

/**
 * The ids of the records that a load takes: not those that the contract or the cursor leaves out, nor, of an append, those
 * that are there already. `undefined`: all of them.
 */
export async function findTaken(
  { tx, spec }: Moving,
  {
    staged,
    extraction: { lists, rows, reread },
    before,
  }: {
    readonly staged: Staged;
    readonly extraction: PlannedExtraction;
    readonly before: readonly TypedColumn[] | undefined;
  },
): Promise<ReadonlySet<string> | undefined> {
  if (lists === undefined || lists.length === 0) return undefined;
  const isReread =
    reread.reread !== undefined && findNamed(before ?? [], nestedColumns.id) !== undefined;
  const isCut =
    staged.read < countGiven(rows ?? noRows) ||
    staged.rejected.some(({ discarded }) => discarded === "row");
  if (!isReread && !isCut) return undefined;
  return tx.run(readIds(staged.table, isReread ? relation(spec.table) : undefined));
}

function id(whose: string): Sql {
  return identifier(whose, nestedColumns.id);
}

function readIds(of: Relation, but: Relation | undefined): Query<ReadonlySet<string>> {
  const rest =
    but === undefined
      ? sql``
      : sql` where not exists (select 1 from ${but} as o where ${id("o")} = ${id("s")})`;
  return query(
    "ids",
    sql`select ${id("s")} from ${of} as s${rest}`,
    (rows) => new Set(toObjects(rows, "text").map((row) => row[nestedColumns.id]?.value ?? "")),
  );
}

/** Moves the rows of lists, each into its table, as their records were moved. */
export async function moveLists(
  on: Moving,
  {
    lists,
    roots,
    owners,
    move,
  }: {
    readonly lists: readonly ListRows[];
    readonly roots: ReadonlySet<string> | undefined;
    readonly owners: Relation;
    readonly move: (on: Moving) => Promise<MoveResult>;
  },
): Promise<readonly MoveResult[]> {
  const { spec } = on;
  const done: MoveResult[] = [];
  for (const { table, rows: all, known } of lists) {
    const rows = roots === undefined ? all : ofRoots(all, roots);
    const count = countGiven(rows);
    if (count === 0 && (spec.mode === "append" || known.length === 0)) continue;
    done.push(
      await move({
        ...on,
        source: { rows: count === 0 ? noRows : rows, known },
        spec: listSpec(spec, table),
        root: spec.table,
        ...(spec.deletes === "by-keys"
          ? {}
          : { owners: { table: owners, id: nestedColumns.id, column: nestedColumns.root } }),
      }),
    );
  }
  return done;
}

/** A merge writes lists by the ids of their items; those that a record does not have any more are deleted. */
function listSpec({ mode, contract, replace }: LoadSpec, table: Relation): LoadSpec {
  const of = { table, mode, ...(contract === undefined ? {} : { contract }) };
  if (mode === "merge") return { ...of, key: nestedColumns.id, deletes: "by-keys" };
  return mode === "replace" && replace !== undefined ? { ...of, replace } : of;
}

/** The rows of some records only; those that are not in memory are looked at when they are read. */
function ofRoots(given: GivenTable, roots: ReadonlySet<string>): GivenTable {
  const keep = (rows: Rows): Rows => {
    const column = rows.columns.find(({ name }) => name === nestedColumns.root);
    const gone = new Set<number>();
    if (column?.kind === "text")
      for (const [at, root] of column.values.entries())
        if (root === null || !roots.has(root)) gone.add(at);
    return gone.size === 0 ? rows : withoutRows(rows, gone);
  };
  return { ...given, rows: keep(given.rows), keep };
}
