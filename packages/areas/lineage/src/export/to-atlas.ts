import type { Json } from "@dx/core";
import { isDirect } from "../build/compose-kinds.ts";
import { columnKey } from "../build/column-key.ts";
import type { Lineage } from "../build/lineage.ts";

/** How Atlas knows the tables. */
export interface ToAtlasOptions {
  /** The name of the database. */
  readonly database: string;
  /** The name of the instance that it is in; at the end of all qualified names. */
  readonly instance: string;
  /** What engine the instance runs, as `postgres`. */
  readonly engine: string;
  /** Where it runs, as `linux`; the engine's name without it. */
  readonly platform?: string;
  /** Whether the database is that of production; `PROD` without it. */
  readonly environment?: string;
}

/** What Atlas takes in bulk. */
export interface AtlasEntities {
  /** Tables, columns and processes. */
  readonly entities: readonly Readonly<Record<string, Json>>[];
}

type Fields = Readonly<Record<string, Json>>;

/**
 * Entities for Apache Atlas 2, as its call `entity/bulk` takes them: tables and columns (`rdbms_*`), and processes, one for each
 * table that is filled and one for each of its columns that values come into. They point to each other by numbers that hold
 * within the call; what is there already is found by its qualified name. O(edges).
 * @example
 * ```ts
 * import { buildLineage, toAtlas } from "@dx/lineage";
 * import { loadParser } from "@dx/sql-parser";
 * const sql = "create table b as select x from a";
 * const lineage = buildLineage(await loadParser(), [{ kind: "script", name: "s", sql, dialect: "duckdb" }]);
 * const { entities } = toAtlas(lineage, { database: "shop", instance: "local", engine: "duckdb" });
 * if (entities.filter(({ typeName }) => typeName === "Process").length !== 2) throw new Error();
 * ```
 * @see https://atlas.apache.org/2.0.0/TypeSystem.html
 */
export function toAtlas(lineage: Lineage, options: ToAtlasOptions): AtlasEntities {
  const { database, instance, engine, platform = engine, environment = "PROD" } = options;
  const { entities, add, refer } = createEntities();
  const known = (name: string): string => `${database}.${name}@${instance}`;
  const inInstance = {
    instance: add("rdbms_instance", instance, { name: instance, rdbms_type: engine, platform }),
  };
  const inDatabase = {
    db: add(
      "rdbms_db",
      `${database}@${instance}`,
      { name: database, prodOrOther: environment },
      inInstance,
    ),
  };
  for (const { name: table, kind, columns } of lineage.tables) {
    const made = add("rdbms_table", known(table), { name: table, type: kind }, inDatabase);
    for (const { name, type } of columns)
      add(
        "rdbms_column",
        known(columnKey({ table, column: name })),
        { name, data_type: type },
        { table: made },
      );
  }
  const process = (
    typeName: "rdbms_table" | "rdbms_column",
    target: string,
    sources: ReadonlySet<string>,
  ): void => {
    const what = typeName === "rdbms_table" ? "table" : "column";
    add("Process", `fills ${what}:${known(target)}`, {
      name: `fills ${target}`,
      inputs: [...sources].map((one) => refer(typeName, known(one))),
      outputs: [refer(typeName, known(target))],
    });
  };
  for (const [table, sources] of tableSources(lineage)) process("rdbms_table", table, sources);
  for (const [column, sources] of columnSources(lineage)) process("rdbms_column", column, sources);
  return { entities };
}

function tableSources({ tableEdges }: Lineage): ReadonlyMap<string, ReadonlySet<string>> {
  const into = new Map<string, Set<string>>();
  for (const { from, to } of tableEdges) {
    const sources = into.get(to) ?? new Set<string>();
    into.set(to, sources);
    if (from !== to) sources.add(from);
  }
  return into;
}

function columnSources({ edges }: Lineage): ReadonlyMap<string, ReadonlySet<string>> {
  const into = new Map<string, Set<string>>();
  for (const { from, to, kind } of edges)
    if (isDirect(kind))
      into.set(columnKey(to), (into.get(columnKey(to)) ?? new Set()).add(columnKey(from)));
  return into;
}

/** Entities, each with a number of its own. */
function createEntities(): {
  readonly entities: Fields[];
  readonly add: (
    ...about: readonly [
      typeName: string,
      qualifiedName: string,
      attributes: Fields,
      relations?: Fields,
    ]
  ) => Json;
  readonly refer: (typeName: string, qualifiedName: string) => Json;
} {
  const entities: Fields[] = [];
  const references = new Map<string, Json>();
  return {
    entities,
    add: (...[typeName, qualifiedName, attributes, relations]) => {
      const guid = `-${entities.length + 1}`;
      const reference = { typeName, guid };
      references.set(`${typeName} ${qualifiedName}`, reference);
      entities.push({
        ...reference,
        status: "ACTIVE",
        attributes: { ...attributes, qualifiedName },
        ...(relations === undefined ? {} : { relationshipAttributes: relations }),
      });
      return reference;
    },
    refer: (typeName, qualifiedName) => references.get(`${typeName} ${qualifiedName}`) ?? null,
  };
}
