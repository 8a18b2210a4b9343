/* What the target keeps of a source of records: which columns its tables have had, and what they are part of. */
import { formatRelation, relation, toObjects, type Relation, type TableName } from "@dx/core";
import {
  createPlan,
  createTable,
  query,
  sql,
  type Plan,
  type Query,
  type Statement,
} from "@dx/sql";

/** A table that records were loaded into. */
export interface RecordTable {
  /** The target's table, as `formatRelation` writes it. */
  readonly table: string;
  /** The columns that records have had, but for values apart. */
  readonly columns: readonly string[];
}

function fieldsTable(table: TableName): Relation {
  return { ...relation(table), name: "_dx_fields" };
}

const ofTable = (name: string) => ({ name, type: "text", nullable: false }) as const;

/** The plan that makes the table of fields beside a table, unless it is there. */
export function planRecordFields(table: TableName): Plan {
  const made = fieldsTable(table);
  return createPlan([
    [
      {
        purpose: `make ${formatRelation(made)}: what records have had`,
        sql: createTable(
          made,
          [ofTable("root_table"), ofTable("table_name"), ofTable("column_name")],
          { ifNotExists: true, primaryKey: ["table_name", "column_name"] },
        ),
      },
    ],
  ]);
}

/** The table of a source's records, if it was loaded before, and those of their lists. */
export function readRecordTables(table: TableName): Query<readonly RecordTable[]> {
  const root = formatRelation(relation(table));
  return query(
    "recordTables",
    sql`select table_name, column_name from ${fieldsTable(table)} where root_table = ${root} order by table_name, column_name`,
    (rows) => {
      const found = new Map<string, string[]>();
      for (const row of toObjects(rows, "text")) {
        const name = row["table_name"]?.value ?? "";
        found.set(name, [...(found.get(name) ?? []), row["column_name"]?.value ?? ""]);
      }
      return [...found].map(([name, columns]) => ({ table: name, columns }));
    },
  );
}

/** The statements that note columns that are new. */
export function noteFields(
  root: TableName,
  { table, columns }: { readonly table: TableName; readonly columns: readonly string[] },
): readonly Statement[] {
  if (columns.length === 0) return [];
  const [of, name] = [formatRelation(relation(root)), formatRelation(relation(table))] as const;
  const values = columns.map((column) => sql`(${of}, ${name}, ${column})`);
  return [
    {
      purpose: "note which columns records have",
      sql: sql`insert into ${fieldsTable(root)} (root_table, table_name, column_name) values ${values}`,
    },
  ];
}
