import { relation } from "@dx/core";
import {
  castAs,
  createPlan,
  createTable,
  createTableAs,
  deleteUsing,
  dropTable,
  identifier,
  joinSql,
  sql,
  updateFrom,
  type Plan,
  type Sql,
} from "@dx/sql";
import {
  columnsOf,
  differOn,
  equalOn,
  sourceOf,
  stagingOf,
  tableOf,
  timeOf,
  type LoadOptions,
} from "./load-options.ts";
import {
  auditColumns,
  unknownKey,
  weightColumn,
  type Bridge,
  type DimensionalModel,
} from "./model.ts";
import { bridgeTable, findDimension, weightType } from "./star-columns.ts";

/**
 * Plans a bridge: made if it is not there, then brought to what the source has now, groups and members that it no longer has removed; twice is as good
 * as once. Without a weight of the source, each member of a group has the same one but for the
 * billionths that are left over, which the first has: weights of a group add up to exactly 1. What the source does not name, or the
 * dimension does not have, is the unknown member.
 * @throws DxError `DX_DIMENSIONAL_NAME` for a dimension that is not there
 * @example
 * ```ts
 * import { planBridge } from "@dx/dimensional";
 * const id = { name: "code", source: "code", type: { kind: "text" } } as const;
 * const holder = { name: "dim_holder", source: "holders", surrogateKey: "holder_key", businessKey: [id], attributes: [], hierarchies: [], scdType: 1 } as const;
 * const model = { name: "accounts", facts: [], dimensions: [holder], date: null, decisions: [] };
 * const bridge = { name: "brg_account_holder", source: "account_holders", group: [{ name: "account", source: "account", type: { kind: "int64" } }], dimension: "dim_holder", member: ["holder"] } as const;
 * if (planBridge(model, bridge, { loadedAt: "2026-01-01" }).flat().length !== 7) throw new Error();
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 8, multivalued dimensions and weighting factors
 */
export function planBridge(model: DimensionalModel, bridge: Bridge, options: LoadOptions): Plan {
  const { name } = bridge;
  const place = tableOf(name, options);
  const table = relation(place);
  const staging = relation(stagingOf(name, options));
  const { columns: definitions, primaryKey: key } = bridgeTable(model, bridge);
  const columns = definitions.map((one) => one.name);
  const own = columns.filter(
    (one) => one !== auditColumns.insertedAt && one !== auditColumns.updatedAt,
  );
  const others = own.filter((one) => !key.includes(one));
  const time = timeOf(options);
  const drop = {
    purpose: `remove the working table of ${name}`,
    sql: dropTable(staging, { ifExists: true }),
  };
  const members = sql`select ${[
    ...columnsOf(
      "m",
      own.filter((one) => one !== weightColumn),
    ),
    sql`${weightOf(bridge)} as ${identifier(weightColumn)}`,
  ]} from (${membersOf(model, bridge, options)}) as m`;
  return createPlan([
    [
      {
        purpose: `make ${name}: one row for each member of a group, with its share`,
        sql: createTable(place, definitions, { ifNotExists: true }),
      },
    ],
    [drop, { purpose: `stage the members of ${name}`, sql: createTableAs(staging, members) }],
    [
      {
        purpose: `remove from ${name} what the source no longer has`,
        sql: deleteUsing({
          table: place,
          as: relation(place).name,
          from: sql`(select ${columnsOf("o", key)} from ${table} as o where not exists (select 1 from ${staging} as s where ${equalOn("s", "o", key)})) as g`,
          on: equalOn(relation(place).name, "g", key),
        }),
      },
      {
        purpose: `change shares that differ in ${name}`,
        sql: updateFrom({
          table: place,
          as: "t",
          set: {
            ...Object.fromEntries(others.map((one) => [one, identifier("s", one)])),
            [auditColumns.updatedAt]: time,
          },
          from: sql`(select * from ${staging}) as s`,
          on: sql`${equalOn("t", "s", key)} and ${differOn("t", "s", others)}`,
        }),
      },
      {
        purpose: `put new members into ${name}`,
        sql: sql`insert into ${table} (${columns.map((one) => identifier(one))})
          select ${columnsOf("s", own)}, ${time}, ${time} from ${staging} as s
          where not exists (select 1 from ${table} as t where ${equalOn("t", "s", key)})`,
      },
    ],
    [drop],
  ]);
}

/** The members of each group, once, with their number in it and how many there are. */
function membersOf(model: DimensionalModel, bridge: Bridge, options: LoadOptions): Sql {
  const { surrogateKey, businessKey } = findDimension(model.dimensions, bridge.dimension);
  const group = bridge.group.map(
    ({ name, source }) => sql`${identifier("s", source)} as ${identifier(name)}`,
  );
  const known = bridge.group.map(({ source }) => sql`${identifier("s", source)} is not null`);
  const same = businessKey.map(
    ({ name }, at) => sql`${identifier("d", name)} = ${identifier("s", bridge.member[at] ?? "")}`,
  );
  const given =
    bridge.weight === undefined ? [] : [sql`${identifier("s", bridge.weight)} as given_weight`];
  const key = sql`coalesce(${identifier("d", surrogateKey)}, ${unknownKey}) as ${identifier(surrogateKey)}`;
  const through = throughOf(model, bridge, options);
  const rows = sql`select ${[...group, ...through.keys, key, ...given]} from ${sourceOf(bridge.source, options)} as s
    left join ${relation(tableOf(bridge.dimension, options))} as d on ${joinSql(same, " and ")}${through.join}
    where ${joinSql(known, " and ")}`;
  const names = columnsOf(
    "r",
    bridge.group.map(({ name }) => name),
  );
  const own = identifier("r", surrogateKey);
  const total = bridge.weight === undefined ? [] : [sql`sum(r.given_weight) as given_weight`];
  const throughKeys = columnsOf("r", through.names);
  const members = sql`select ${[...names, ...throughKeys, own, ...total]} from (${rows}) as r group by ${[...names, ...throughKeys, own]}`;
  const groups = columnsOf(
    "g",
    bridge.group.map(({ name }) => name),
  );
  return sql`select g.*, row_number() over (partition by ${groups} order by ${identifier("g", surrogateKey)}) as place_in_group,
    count(*) over (partition by ${groups}) as group_size from (${members}) as g`;
}

/** How the groups get the surrogate key of their dimension, if they are members of one. */
function throughOf(
  { dimensions }: DimensionalModel,
  { through, group }: Bridge,
  options: LoadOptions,
): { readonly names: readonly string[]; readonly keys: readonly Sql[]; readonly join: Sql } {
  if (through === undefined) return { names: [], keys: [], join: sql`` };
  const { surrogateKey, businessKey } = findDimension(dimensions, through);
  const same = businessKey.map(
    ({ name }, at) => sql`${identifier("g", name)} = ${identifier("s", group[at]?.source ?? "")}`,
  );
  const found = sql`coalesce(${identifier("g", surrogateKey)}, ${unknownKey})`;
  return {
    names: [surrogateKey],
    keys: [sql`${found} as ${identifier(surrogateKey)}`],
    join: sql` left join ${relation(tableOf(through, options))} as g on ${joinSql(same, " and ")}`,
  };
}

function weightOf({ weight }: Bridge): Sql {
  if (weight !== undefined) return castAs(sql`m.given_weight`, weightType);
  const part = sql`floor(1000000000.0 / m.group_size)`;
  const parts = sql`case when m.place_in_group = 1 then 1000000000 - (m.group_size - 1) * ${part} else ${part} end`;
  return castAs(sql`(${parts}) / 1000000000.0`, weightType);
}
