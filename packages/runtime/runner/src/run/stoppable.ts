import type { Database } from "@dx/database";
import type { Databases } from "../task.ts";

/** Databases whose statements end when the run is stopped, unless they are told otherwise; what is one stays one. */
export function allStoppable(databases: Databases, signal: AbortSignal): Databases {
  const made = new Map<Database, Database>();
  const once = (one: Database): Database => {
    const known = made.get(one) ?? stoppable(one, signal);
    made.set(one, known);
    return known;
  };
  const entries = Object.entries(databases).map(([name, one]) => [name, once(one)] as const);
  return { ...Object.fromEntries(entries), target: once(databases.target) };
}

/** The databases with another target; what was the old target under another name is the new one too. */
export function withTarget(databases: Databases, target: Database): Databases {
  const entries = Object.entries(databases).map(
    ([name, one]) => [name, one === databases.target ? target : one] as const,
  );
  return { ...Object.fromEntries(entries), target };
}

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
