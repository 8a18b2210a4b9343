import { formatRelation, relation, type Relation, type TableName } from "@dx/core";
import { createPlan, createTable, type ColumnDefinition, type Plan } from "@dx/sql";

/** The tables in a target's schema that say what was loaded, how far, and what was not let in. */
export interface StateTables {
  /** One row a load: what it was, and how many rows it changed. */
  readonly loads: Relation;
  /** One row a table: how far its source was read. */
  readonly cursors: Relation;
  /** One row for each value that a contract did not let in. */
  readonly quarantine: Relation;
}

/** The state tables beside a table. */
export function stateTables(table: TableName): StateTables {
  const beside = (name: string): Relation => ({ ...relation(table), name });
  return {
    loads: beside("_dx_loads"),
    cursors: beside("_dx_cursors"),
    quarantine: beside("_dx_quarantine"),
  };
}

const text = (name: string): ColumnDefinition => ({ name, type: "text" });
const number = (name: string): ColumnDefinition => ({ name, type: "int64" });
const keyed = (name: string): ColumnDefinition => ({ name, type: "text", nullable: false });

const columns: Readonly<Record<keyof StateTables, readonly ColumnDefinition[]>> = {
  loads: [
    keyed("table_name"),
    keyed("load_id"),
    { name: "loaded_at", type: "timestamp" },
    text("mode"),
    ...[
      "read_rows",
      "inserted_rows",
      "updated_rows",
      "deleted_rows",
      "rejected_values",
      "bytes",
    ].map(number),
    { name: "seconds", type: "float64" },
    text("cursor_after"),
  ],
  cursors: [keyed("table_name"), text("state"), text("load_id")],
  quarantine: [
    text("table_name"),
    text("load_id"),
    number("row_number"),
    ...["column_name", "reason", "discarded", "value", "record"].map(text),
  ],
};

/** The plan that makes the state tables beside a table, unless they are there. */
export function planStateTables(table: TableName): Plan {
  const made = stateTables(table);
  const ifNotExists = true;
  return createPlan([
    [
      {
        purpose: `make ${formatRelation(made.loads)}: what was loaded`,
        sql: createTable(made.loads, columns.loads, {
          ifNotExists,
          primaryKey: ["table_name", "load_id"],
        }),
      },
      {
        purpose: `make ${formatRelation(made.cursors)}: how far sources were read`,
        sql: createTable(made.cursors, columns.cursors, { ifNotExists, primaryKey: "table_name" }),
      },
      {
        purpose: `make ${formatRelation(made.quarantine)}: what contracts did not let in`,
        sql: createTable(made.quarantine, columns.quarantine, { ifNotExists }),
      },
    ],
  ]);
}
