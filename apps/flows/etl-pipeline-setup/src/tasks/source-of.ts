import { DxError } from "@dx/core";
import type { Database } from "@dx/database";
import { ownQuery, type MoveSource } from "@dx/pipeline";
import type { Databases, TaskTools } from "@dx/runner";
import { feedTable } from "../specs.ts";
import type { Inputs, Source } from "../inputs.ts";

/** Where a source is, in this run. */
export function sourceOf(inputs: Inputs, source: Source, tools: TaskTools): MoveSource {
  const { file, rowNumber, table, query, feed, database } = source.connectionDetails;
  if (source.type === "file") {
    const path = tools.files[source.name];
    if (file === undefined || path === undefined)
      throw new DxError("DX_FLOW_SOURCE", `${source.name} has no file`);
    return rowNumber === undefined ? { file: path } : { file: path, rowNumber };
  }
  if (feed !== undefined)
    return { database: tools.databases.target, table: feedTable(inputs, source) };
  return {
    database: databaseOf(tools.databases, database),
    table: query === undefined ? (table ?? "") : ownQuery(query),
  };
}

function databaseOf(databases: Databases, name: string): Database {
  const found = databases[name];
  if (found !== undefined) return found;
  throw new DxError("DX_FLOW_SOURCE", `no database is called ${name}`, {
    path: ["sources", "connectionDetails", "database"],
    hint: `give it, as --db ${name}=env:DATABASE_URL; there are ${Object.keys(databases).join(", ")}`,
  });
}
