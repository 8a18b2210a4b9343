import { parseName, quoteName, type Relation } from "@dx/core";

/** The name of a table in the same schema, after another one's. */
export function nameBeside(table: Relation, suffix: string): Relation {
  const { text, exact } = parseName(table.name);
  const name = `${text}__${suffix}`;
  return { ...table, name: exact ? quoteName(name) : name };
}
