import { DxError } from "@dx/core";
import type { Database } from "@dx/database";
import { env } from "node:process";
import { webReader } from "@dx/connectors";
import { apiSource, openAuthorization, ownQuery, type MoveSource } from "@dx/pipeline";
import type { Databases, TaskTools } from "@dx/runner";
import type { Api } from "../api-schema.ts";
import { feedTable, present } from "../specs.ts";
import type { Inputs, Source } from "../inputs.ts";

/** Where a source is, in this run. */
export function sourceOf(inputs: Inputs, source: Source, tools: TaskTools): MoveSource {
  const { file, rowNumber, table, query, feed, database, api } = source.connectionDetails;
  if (api !== undefined) return apiOf(api, tools);
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

/** An API, with its secrets out of the environment. */
function apiOf(
  { authorization, paginator, records, since, body, perSecond, nested, naming, url }: Api,
  { signal, log }: TaskTools,
): MoveSource {
  return apiSource(
    {
      ...present({ url, records, body, nested, naming }),
      ...(authorization === undefined
        ? {}
        : { authorization: openAuthorization(present(authorization), env) }),
      ...(paginator === undefined ? {} : { paginator: present(paginator) }),
      ...(since === undefined ? {} : { since: present(since) }),
      ...(perSecond === undefined ? {} : { rateLimit: { perSecond } }),
      onPages: (found) => log(`pages: ${found.paginator.kind}`),
    },
    webReader({ signal }),
  );
}

function databaseOf(databases: Databases, name: string): Database {
  const found = databases[name];
  if (found !== undefined) return found;
  throw new DxError("DX_FLOW_SOURCE", `no database is called ${name}`, {
    path: ["sources", "connectionDetails", "database"],
    hint: `give it, as --db ${name}=env:DATABASE_URL; there are ${Object.keys(databases).join(", ")}`,
  });
}
