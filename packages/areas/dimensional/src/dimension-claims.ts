import { relation, type Claim } from "@dx/core";
import { identifier, joinSql, sql, type Sql } from "@dx/sql";
import { claimId } from "./claim-id.ts";
import { columnsOf, sourceOf, tableOf } from "./load-options.ts";
import { unknownKey, type Dimension, type Hierarchy, type OuterTable } from "./model.ts";
import { memberColumn, membersFrom } from "./outer-tables.ts";
import { sameMember } from "./same-member.ts";
import type { ReconcileOptions } from "./reconcile.ts";

/** A dimension's source: the columns of the business key, that none of them is NULL, and the table. */
interface OfSource {
  readonly keys: readonly Sql[];
  readonly known: Sql;
  readonly from: Sql;
}

/** Claims about a dimension: its keys, its unknown member, and that its members are those of the source. */
export function dimensionClaims(
  dimension: Dimension,
  options: ReconcileOptions,
): readonly Claim<Sql>[] {
  const { name, source, surrogateKey, businessKey, scdType } = dimension;
  const table = relation(tableOf(name, options));
  const key = identifier("d", surrogateKey);
  const about = { subject: name, about: "result" } as const;
  const all = sql`select * from ${table} as d`;
  const keys = columnsOf(
    "s",
    businessKey.map((column) => column.source),
  );
  const known = joinSql(
    keys.map((one) => sql`${one} is not null`),
    " and ",
  );
  const from = sourceOf(source, options);
  return [
    {
      id: claimId(name, "surrogate-key"),
      statement: `${surrogateKey} of ${name} is unique and never NULL.`,
      ...about,
      check: {
        kind: "no-rows",
        violations: sql`select ${key} as surrogate_key, count(*) as n from ${table} as d group by ${key} having count(*) > 1 or ${key} is null`,
        population: all,
      },
    },
    {
      id: claimId(name, "unknown-member"),
      statement: `${name} has exactly one unknown member${dimension.kind === "junk" ? "" : ", and it alone has no business key"}.`,
      ...about,
      check: {
        kind: "no-rows",
        violations: sql`select c.n, c.nameless from (
            select count(case when ${key} = ${unknownKey} then 1 end) as n,
              count(case when ${key} <> ${unknownKey} and ${nameless(dimension)} then 1 end) as nameless
            from ${table} as d) as c where c.n <> 1 or c.nameless > 0`,
        population: all,
      },
    },
    ...(dimension.kind === "junk"
      ? [combinationClaim(dimension, sql`${table}`)]
      : [businessKeyClaim(dimension, { keys, known, from })]),
    ...(scdType === 2 ? [] : [membersClaim(dimension, { known, from, options })]),
    ...(dimension.outer ?? []).map((outer) => outerClaim(dimension, outer, options)),
    ...dimension.hierarchies.flatMap((hierarchy) => levelClaims(dimension, hierarchy, options)),
  ];
}

/** That the source's key is one. */
function businessKeyClaim(
  { source, name, businessKey }: Dimension,
  { keys, known, from }: OfSource,
): Claim<Sql> {
  return {
    id: claimId(name, "business-key"),
    statement: `In ${source}, ${businessKey.map((column) => column.source).join(", ")} tells rows apart.`,
    subject: source,
    about: "source",
    check: {
      kind: "no-rows",
      violations: sql`select ${keys}, count(*) as n from ${from} as s where ${known} group by ${keys} having count(*) > 1`,
      population: sql`select ${keys} from ${from} as s where ${known}`,
    },
  };
}

/** That no combination of flags has two members. */
function combinationClaim({ name, businessKey, surrogateKey }: Dimension, table: Sql): Claim<Sql> {
  const names = businessKey.map((column) => column.name);
  const all = sql`from ${table} as d where ${identifier("d", surrogateKey)} <> ${unknownKey}`;
  const columns = columnsOf("d", names);
  return {
    id: claimId(name, "combinations"),
    statement: `Each combination of ${names.join(", ")} is in ${name} once.`,
    subject: name,
    about: "result",
    check: {
      kind: "no-rows",
      violations: sql`select ${columns}, count(*) as n ${all} group by ${columns} having count(*) > 1`,
      population: sql`select ${columns} ${all}`,
    },
  };
}

function nameless({ kind, businessKey }: Dimension): Sql {
  if (kind === "junk") return sql`1 = 0`;
  const missing = businessKey.map(({ name }) => sql`${identifier("d", name)} is null`);
  return sql`(${joinSql(missing, " or ")})`;
}

/** Members that the source no longer has stay in the star, so they are left out of the comparison. */
function membersClaim(
  dimension: Dimension,
  {
    known,
    from,
    options,
  }: { readonly known: Sql; readonly from: Sql; readonly options: ReconcileOptions },
): Claim<Sql> {
  const { name, source, surrogateKey, businessKey, attributes, scdType } = dimension;
  const compared = scdType === 0 ? businessKey : [...businessKey, ...attributes];
  const table = relation(tableOf(name, options));
  const isJunk = dimension.kind === "junk";
  const same = sameMember(dimension, "d", (column) => identifier("s", column.source));
  const kept = sql`exists (select 1 from ${from} as s where ${same})`;
  const columns = compared.map((column) => column.name);
  return {
    id: claimId(name, "members"),
    statement:
      scdType === 0
        ? `Each row of ${source} is a member of ${name}, once; attributes keep their first values.`
        : isJunk
          ? `The members of ${name} are the combinations that ${source} has.`
          : `Each row of ${source} is a member of ${name}, once, with the source's attributes.`,
    subject: name,
    about: "result",
    check: {
      kind: "same-rows",
      left: sql`select ${isJunk ? sql`distinct ` : sql``}${compared.map((column) => sql`${memberColumn(column)} as ${identifier(column.name)}`)} from ${membersFrom(dimension, options)} where ${isJunk ? sql`1 = 1` : known}`,
      right: sql`select ${columnsOf("d", columns)} from ${table} as d where ${identifier("d", surrogateKey)} <> ${unknownKey} and ${kept}`,
      key: businessKey.map((column) => column.name),
      columns,
    },
  };
}

/** That an outer table tells its rows apart: else members would be doubled. */
function outerClaim(
  { name }: Dimension,
  { name: role, source, key }: OuterTable,
  options: ReconcileOptions,
): Claim<Sql> {
  const columns = columnsOf("s", key);
  const from = sourceOf(source, options);
  return {
    id: claimId(name, "outer", role),
    statement: `In ${source}, whose columns ${name} takes over, ${key.join(", ")} tells rows apart.`,
    subject: source,
    about: "source",
    check: {
      kind: "no-rows",
      violations: sql`select ${columns}, count(*) as n from ${from} as s group by ${columns} having count(*) > 1`,
      population: sql`select ${columns} from ${from} as s`,
    },
  };
}

/** That each value of a level has one value of the next. */
function levelClaims(
  { name, surrogateKey }: Dimension,
  { levels }: Hierarchy,
  options: ReconcileOptions,
): readonly Claim<Sql>[] {
  const table = relation(tableOf(name, options));
  const known = sql`${identifier("d", surrogateKey)} <> ${unknownKey}`;
  return levels.slice(1).map((upper, index) => {
    const lower = levels[index] ?? upper;
    const [low, high] = [identifier("d", lower), identifier("d", upper)];
    const pairs = sql`select distinct ${low} as lower_level, ${high} as upper_level from ${table} as d where ${known} and ${low} is not null`;
    return {
      id: claimId(name, "hierarchy", lower, upper),
      statement: `Each ${lower} of ${name} has one ${upper}.`,
      subject: name,
      about: "source",
      check: {
        kind: "no-rows",
        violations: sql`select p.lower_level, count(*) as counted from (${pairs}) as p group by p.lower_level having count(*) > 1`,
        population: pairs,
      },
    };
  });
}
