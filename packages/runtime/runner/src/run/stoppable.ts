import type { Database } from "@dx/database";
import type { Databases } from "../task.ts";

/** A database whose statements end when the run is stopped, unless they are told otherwise. */
function stoppable(database: Database, signal: AbortSignal): Database {
  return {
    ...database,
    run: async (inquiry, options) => database.run(inquiry, { signal, ...options }),
    apply: async (plan, options) => database.apply(plan, { signal, ...options }),
    transaction: async (body) =>
      database.transaction(async (within) => body(stoppable(within, signal))),
    query: async (sql, options) => database.query(sql, { signal, ...options }),
    stream: (sql, options) => database.stream(sql, { signal, ...options }),
    explain: async (sql, options) => database.explain(sql, { signal, ...options }),
    load: async (table, source, options) => database.load(table, source, { signal, ...options }),
  };
}

/** The same for all databases of a run. */
export function allStoppable(databases: Databases, signal: AbortSignal): Databases {
  const entries = Object.entries(databases).map(
    ([name, one]) => [name, stoppable(one, signal)] as const,
  );
  return { ...Object.fromEntries(entries), target: stoppable(databases.target, signal) };
}
