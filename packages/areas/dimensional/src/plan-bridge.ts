import { relation, type Claim } from "@dx/core";
import {
  castAs,
  createPlan,
  createTable,
  identifier,
  joinSql,
  sql,
  type Plan,
  type Sql,
} from "@dx/sql";
import { claimId } from "./claim-id.ts";
import { columnsOf, equalOn, sourceOf, tableOf, timeOf, type LoadOptions } from "./load-options.ts";
import { auditColumns, unknownKey, type DimensionalModel, type StarColumn } from "./model.ts";
import type { ReconcileOptions } from "./reconcile.ts";
import { findDimension } from "./star-columns.ts";

/** A table between a fact and a dimension where a fact has several members, as an account several holders, each with its share. */
export interface Bridge {
  /** As `brg_account_holder`. */
  readonly name: string;
  /** The table that has a row for each group and member. */
  readonly source: string;
  /** What names a group; facts have these columns too, as degenerate ones. */
  readonly group: readonly StarColumn[];
  /** The dimension of the members; not of type 2. */
  readonly dimension: string;
  /** The source's columns that name a member, in the order of the dimension's business key. */
  readonly member: readonly string[];
  /** The source's column of a member's share; without it, all members of a group have the same. */
  readonly weight?: string;
}

/** The column of a member's share. */
const weightColumn = "weight";
const weightType = { kind: "decimal", precision: 18, scale: 9 } as const;

/**
 * Plans a bridge: made if it is not there, and filled anew. Without a weight of the source, each member of a group has the same one but for the
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
 * if (planBridge(model, bridge, { loadedAt: "2026-01-01" }).flat().length !== 3) throw new Error();
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 8, multivalued dimensions and weighting factors
 */
export function planBridge(model: DimensionalModel, bridge: Bridge, options: LoadOptions): Plan {
  const { surrogateKey } = findDimension(model.dimensions, bridge.dimension);
  const place = tableOf(bridge.name, options);
  const groups = bridge.group.map(({ name }) => name);
  const columns = [...groups, surrogateKey, weightColumn, auditColumns.insertedAt];
  const definitions = [
    ...bridge.group.map(({ name, type }) => ({ name, type, nullable: false })),
    { name: surrogateKey, type: "int64", nullable: false },
    { name: weightColumn, type: weightType, nullable: false },
    { name: auditColumns.insertedAt, type: "timestamp", nullable: false },
  ] as const;
  return createPlan([
    [
      {
        purpose: `make ${bridge.name}: one row for each member of a group, with its share`,
        sql: createTable(place, definitions, { ifNotExists: true }),
      },
    ],
    [
      {
        purpose: `empty ${bridge.name}`,
        sql: sql`delete from ${relation(place)} where ${identifier(weightColumn)} is not null`,
      },
      {
        purpose: `fill ${bridge.name}`,
        sql: sql`insert into ${relation(place)} (${columns.map((one) => identifier(one))})
          select ${[...columnsOf("m", groups), identifier("m", surrogateKey), weightOf(bridge), timeOf(options)]}
          from (${membersOf(model, bridge, options)}) as m`,
      },
    ],
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
  const rows = sql`select ${[...group, key, ...given]} from ${sourceOf(bridge.source, options)} as s
    left join ${relation(tableOf(bridge.dimension, options))} as d on ${joinSql(same, " and ")}
    where ${joinSql(known, " and ")}`;
  const names = columnsOf(
    "r",
    bridge.group.map(({ name }) => name),
  );
  const own = identifier("r", surrogateKey);
  const total = bridge.weight === undefined ? [] : [sql`sum(r.given_weight) as given_weight`];
  const members = sql`select ${[...names, own, ...total]} from (${rows}) as r group by ${[...names, own]}`;
  const groups = columnsOf(
    "g",
    bridge.group.map(({ name }) => name),
  );
  return sql`select g.*, row_number() over (partition by ${groups} order by ${identifier("g", surrogateKey)}) as place_in_group,
    count(*) over (partition by ${groups}) as group_size from (${members}) as g`;
}

function weightOf({ weight }: Bridge): Sql {
  if (weight !== undefined) return castAs(sql`m.given_weight`, weightType);
  const part = sql`floor(1000000000.0 / m.group_size)`;
  const parts = sql`case when m.place_in_group = 1 then 1000000000 - (m.group_size - 1) * ${part} else ${part} end`;
  return castAs(sql`(${parts}) / 1000000000.0`, weightType);
}

/**
 * Claims about a bridge: weights of each group add up to 1, so that shares of a measure add up to it; each member is there; each group of
 * the source has its rows.
 * @example
 * ```ts
 * import { bridgeClaims } from "@dx/dimensional";
 * const id = { name: "code", source: "code", type: { kind: "text" } } as const;
 * const holder = { name: "dim_holder", source: "holders", surrogateKey: "holder_key", businessKey: [id], attributes: [], hierarchies: [], scdType: 1 } as const;
 * const model = { name: "accounts", facts: [], dimensions: [holder], date: null, decisions: [] };
 * const bridge = { name: "brg_account_holder", source: "account_holders", group: [id], dimension: "dim_holder", member: ["holder"] } as const;
 * if (bridgeClaims(model, bridge).length !== 3) throw new Error();
 * ```
 */
export function bridgeClaims(
  model: DimensionalModel,
  bridge: Bridge,
  options: ReconcileOptions = {},
): readonly Claim<Sql>[] {
  const { name, source, group, dimension } = bridge;
  const { surrogateKey } = findDimension(model.dimensions, dimension);
  const table = relation(tableOf(name, options));
  const names = group.map((one) => one.name);
  const groups = columnsOf("b", names);
  const all = sql`select * from ${table} as b`;
  const own = identifier("b", surrogateKey);
  const known = group.map((one) => sql`${identifier("s", one.source)} is not null`);
  const ofSource = group.map(
    (one) => sql`${identifier("s", one.source)} as ${identifier(one.name)}`,
  );
  const about = { subject: name, about: "result" } as const;
  return [
    {
      id: claimId(name, "weights"),
      statement: `The weights of each ${names.join(", ")} in ${name} add up to 1.`,
      subject: name,
      about: bridge.weight === undefined ? "result" : "source",
      check: {
        kind: "no-rows",
        violations: sql`select ${groups}, sum(${identifier("b", weightColumn)}) as total from ${table} as b group by ${groups} having sum(${identifier("b", weightColumn)}) <> 1`,
        population: all,
      },
    },
    {
      id: claimId(name, "members"),
      statement: `Each ${surrogateKey} of ${name} is a member of ${dimension}, once in a group.`,
      ...about,
      check: {
        kind: "no-rows",
        violations: sql`select ${[...groups, own]}, count(*) as n from ${table} as b
          left join ${relation(tableOf(dimension, options))} as d on ${identifier("d", surrogateKey)} = ${own}
          group by ${[...groups, own]} having count(*) > 1 or count(${identifier("d", surrogateKey)}) = 0`,
        population: all,
      },
    },
    {
      id: claimId(name, "groups"),
      statement: `Each ${names.join(", ")} of ${source} has rows in ${name}.`,
      ...about,
      check: {
        kind: "no-rows",
        violations: sql`select distinct ${columnsOf("g", names)} from (select ${ofSource} from ${sourceOf(source, options)} as s where ${joinSql(known, " and ")}) as g
          where not exists (select 1 from ${table} as b where ${equalOn("b", "g", names)})`,
        population: sql`select ${ofSource} from ${sourceOf(source, options)} as s where ${joinSql(known, " and ")}`,
      },
    },
  ];
}
