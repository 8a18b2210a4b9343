import { relation, type Claim, type DataType } from "@dx/core";
import { castAs, identifier, joinSql, sql, type Sql } from "@dx/sql";
import { claimId } from "./claim-id.ts";
import { columnsOf, equalOn, sourceOf, tableOf } from "./load-options.ts";
import {
  weightColumn,
  type Bridge,
  type DimensionalModel,
  type FactTable,
  type Measure,
} from "./model.ts";
import type { ReconcileOptions } from "./reconcile.ts";
import { findDimension, weightType } from "./star-columns.ts";

/**
 * Claims about a bridge: weights of each group add up to 1, so that shares of a measure add up to it; each member is there; each group of
 * the source has its rows; where the source has the weights, they add up to 1 there; and no additive measure of facts is lost or counted twice.
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
  const isKnown = known(
    "s",
    group.map((one) => one.source),
  );
  const ofSource = group.map(
    (one) => sql`${identifier("s", one.source)} as ${identifier(one.name)}`,
  );
  const about = { subject: name, about: "result" } as const;
  return [
    ...(bridge.weight === undefined ? [] : [sourceWeights(bridge, bridge.weight, options)]),
    ...measuresShared(model, bridge, options),
    {
      id: claimId(name, "weights"),
      statement: `The weights of each ${names.join(", ")} in ${name} add up to 1.`,
      ...about,
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
        violations: sql`select distinct ${columnsOf("g", names)} from (select ${ofSource} from ${sourceOf(source, options)} as s where ${isKnown}) as g
          where not exists (select 1 from ${table} as b where ${equalOn("b", "g", names)})`,
        population: sql`select ${ofSource} from ${sourceOf(source, options)} as s where ${isKnown}`,
      },
    },
  ];
}

/** That the weights of each group add up to 1 in the source: it can be asked before anything is made. */
function sourceWeights(
  { name, source, group }: Bridge,
  weight: string,
  options: ReconcileOptions,
): Claim<Sql> {
  const groups = columnsOf(
    "s",
    group.map((one) => one.source),
  );
  const rows = sql`from ${sourceOf(source, options)} as s where ${known(
    "s",
    group.map((one) => one.source),
  )}`;
  const total = sql`sum(${castAs(identifier("s", weight), weightType)})`;
  return {
    id: claimId(name, "weights-of-source"),
    statement: `In ${source}, the ${weight} of each ${group.map((one) => one.source).join(", ")} add up to 1, and none is missing.`,
    subject: source,
    about: "source",
    check: {
      kind: "no-rows",
      violations: sql`select ${groups}, ${total} as total ${rows} group by ${groups} having ${total} <> 1 or count(*) > count(${identifier("s", weight)})`,
      population: sql`select ${groups} ${rows}`,
    },
  };
}

/** That shares of a measure add up to it, for all facts whose group has members. */
function measuresShared(
  model: DimensionalModel,
  bridge: Bridge,
  options: ReconcileOptions,
): readonly Claim<Sql>[] {
  const table = relation(tableOf(bridge.name, options));
  return model.facts.flatMap((fact) =>
    linksOf(model, fact, bridge).flatMap(({ role, on }) =>
      fact.measures.filter(canShare).map((measure): Claim<Sql> => {
        const facts = relation(tableOf(fact.name, options));
        const value = castAs(identifier("f", measure.name), exactType(measure));
        return {
          id: claimId(bridge.name, fact.name, measure.name, ...role),
          statement: `Shared out by ${bridge.name}, ${measure.name} of ${fact.name} adds up to what it is: nothing is lost or counted twice.`,
          subject: bridge.name,
          about: "result",
          check: {
            kind: "same-rows",
            left: sql`select sum(${value}) as total from ${facts} as f where exists (select 1 from ${table} as b where ${on})`,
            right: sql`select ${castAs(sql`sum(${value} * ${identifier("b", weightColumn)})`, exactType(measure))} as total from ${facts} as f join ${table} as b on ${on}`,
            key: ["total"],
            columns: ["total"],
          },
        };
      }),
    ),
  );
}

/** How a fact finds its groups: by their dimension, in each role, or by the columns that it has of them. */
function linksOf(
  { dimensions }: DimensionalModel,
  { keys, grain, degenerate }: FactTable,
  { through, group }: Bridge,
): readonly { readonly role: readonly string[]; readonly on: Sql }[] {
  if (through !== undefined) {
    const { surrogateKey } = findDimension(dimensions, through);
    return keys
      .filter(({ dimension }) => dimension === through)
      .map(({ column, role }) => ({
        role: [role],
        on: sql`${identifier("b", surrogateKey)} = ${identifier("f", column)}`,
      }));
  }
  const own = new Set([...grain.key, ...degenerate].map(({ name }) => name));
  const names = group.map(({ name }) => name);
  const isOwn = names.every((name) => own.has(name));
  return isOwn ? [{ role: [], on: equalOn("b", "f", names) }] : [];
}

/** Products with shares are exact, and no longer than 38 digits. */
function canShare({ type, rollUp }: Measure): boolean {
  if (rollUp.kind !== "sum") return false;
  return (
    type.kind === "int32" ||
    type.kind === "int64" ||
    (type.kind === "decimal" && (type.precision ?? 38) <= 20)
  );
}

function exactType({ type }: Measure): DataType {
  return { kind: "decimal", precision: 20, scale: type.kind === "decimal" ? (type.scale ?? 0) : 0 };
}

function known(alias: string, names: readonly string[]): Sql {
  return joinSql(
    names.map((name) => sql`${identifier(alias, name)} is not null`),
    " and ",
  );
}
