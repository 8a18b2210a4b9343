import { relation } from "@dx/core";
import {
  createPlan,
  createTableAs,
  dropTable,
  identifier,
  joinSql,
  sql,
  updateFrom,
} from "@dx/sql";
import type { Plan, Sql, SqlValue, Statement } from "@dx/sql";
import {
  columnsOf,
  differOn,
  equalOn,
  nullOf,
  stagingOf,
  tableOf,
  timeOf,
  type LoadOptions,
} from "./load-options.ts";
import { auditColumns, unknownKey, unknownText, versionColumns } from "./model.ts";
import type { Dimension, StarColumn } from "./model.ts";
import { sameMember } from "./same-member.ts";
import { memberColumn, membersFrom } from "./outer-tables.ts";

/**
 * Plans the load of a dimension: its unknown member, what changed, what is new. Loading the same twice changes nothing. Members that
 * the source no longer has stay, since facts refer to them. Of type 0, what is there stays as it is; of type 1, new values stand;
 * of type 2, the table becomes that of the versions in `<name>_history`, with their surrogate keys.
 * Rows whose business key has a NULL are no members, but of combinations of flags. The business key must be unique in the source: see `reconcile`.
 * @example
 * ```ts
 * import { planDimensionLoad } from "@dx/dimensional";
 * const id = { name: "iata", source: "iata", type: { kind: "text" } } as const;
 * const airport = { name: "dim_airport", source: "airports", surrogateKey: "airport_key", businessKey: [id], attributes: [], hierarchies: [], scdType: 1 } as const;
 * if (planDimensionLoad(airport, { loadedAt: "2026-01-01" }).length !== 3) throw new Error();
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 5
 */
export function planDimensionLoad(dimension: Dimension, options: LoadOptions): Plan {
  const staging = stagingOf(dimension.name, options);
  const stage: Statement = {
    purpose: `stage the members of ${dimension.name}`,
    sql: createTableAs(staging, membersOf(dimension, options)),
  };
  const drop: Statement = {
    purpose: `remove the working table of ${dimension.name}`,
    sql: dropTable(staging, { ifExists: true }),
  };
  return createPlan([
    [drop, stage],
    dimension.scdType === 2 ? loadVersions(dimension, options) : loadMembers(dimension, options),
    [drop],
  ]);
}

/** The table in which another package keeps the versions of a dimension of type 2. */
export function historyOf(dimension: string): string {
  return dimension.endsWith('"') ? `${dimension.slice(0, -1)}_history"` : `${dimension}_history`;
}

function membersOf(dimension: Dimension, options: LoadOptions): Sql {
  const { name, businessKey, attributes, surrogateKey, scdType } = dimension;
  if (scdType === 2) {
    const { validFrom, validTo, current } = versionColumns;
    const columns = [
      identifier("s", surrogateKey),
      ...[...businessKey, ...attributes].map(renamed),
      ...columnsOf("s", [validFrom, validTo, current]),
    ];
    return sql`select ${columns} from ${relation(tableOf(historyOf(name), options))} as s`;
  }
  const columns = [...businessKey, ...attributes].map(renamed);
  if (dimension.kind === "junk")
    return sql`select distinct ${columns} from ${membersFrom(dimension, options)}`;
  const known = businessKey.map((column) => sql`${identifier("s", column.source)} is not null`);
  return sql`select ${columns} from ${membersFrom(dimension, options)} where ${joinSql(known, " and ")}`;
}

function renamed(column: StarColumn): Sql {
  return sql`${memberColumn(column)} as ${identifier(column.name)}`;
}

/** Puts in the unknown member, where it is not there yet. */
export function insertUnknown(
  table: Sql,
  key: string,
  {
    values,
    options,
  }: { readonly values: Readonly<Record<string, SqlValue>>; readonly options: LoadOptions },
): Sql {
  const time = timeOf(options);
  const all: Readonly<Record<string, SqlValue>> = {
    ...values,
    [auditColumns.insertedAt]: time,
    [auditColumns.updatedAt]: time,
  };
  return sql`insert into ${table} (${Object.keys(all).map((name) => identifier(name))})
    select ${Object.values(all)} from (select 1 as one) as o
    where not exists (select 1 from ${table} as d where ${identifier("d", key)} = ${unknownKey})`;
}

function unknownOf(dimension: Dimension, options: LoadOptions): Statement {
  const { name, surrogateKey, businessKey, attributes, scdType } = dimension;
  const values: Readonly<Record<string, SqlValue>> = {
    [surrogateKey]: unknownKey,
    ...Object.fromEntries(businessKey.map((column) => [column.name, nullOf(column.type)])),
    ...Object.fromEntries(
      attributes.map((column) => [column.name, isText(column) ? unknownText : nullOf(column.type)]),
    ),
    ...(scdType === 2 ? { [versionColumns.current]: true } : {}),
  };
  const table = sql`${relation(tableOf(name, options))}`;
  return {
    purpose: `put the unknown member into ${name}`,
    sql: insertUnknown(table, surrogateKey, { values, options }),
  };
}

/** Whether a column takes the text of unknown members: one of a type that the engine calls text. */
function isText({ type }: StarColumn): boolean {
  return type.kind === "text" && type.native === undefined;
}

function loadMembers(dimension: Dimension, options: LoadOptions): readonly Statement[] {
  const { name, surrogateKey, businessKey, attributes, scdType } = dimension;
  const table = relation(tableOf(name, options));
  const staging = relation(stagingOf(name, options));
  const keys = businessKey.map((column) => column.name);
  const others = attributes.map((column) => column.name);
  const columns = [...keys, ...others];
  const time = timeOf(options);
  const mark = sql`(select coalesce(max(${identifier("m", surrogateKey)}), 0) as greatest_key
    from ${table} as m where ${identifier("m", surrogateKey)} > 0) as g`;
  const same = sameMember(dimension, "d", (column) => identifier("s", column.name));
  const place = sql`row_number() over (order by ${columnsOf("s", keys)})`;
  const insert = sql`insert into ${table} (${[surrogateKey, ...columns, auditColumns.insertedAt, auditColumns.updatedAt].map((one) => identifier(one))})
    select g.greatest_key + ${place}, ${columnsOf("s", columns)}, ${time}, ${time}
    from ${staging} as s cross join ${mark}
    where not exists (select 1 from ${table} as d where ${identifier("d", surrogateKey)} <> ${unknownKey} and ${same})`;
  return [
    unknownOf(dimension, options),
    ...(scdType === 0 || others.length === 0
      ? []
      : [overwrite(dimension, { keys, others, options })]),
    { purpose: `put new members into ${name}`, sql: insert },
  ];
}

function overwrite(
  { name }: Dimension,
  {
    keys,
    others,
    options,
  }: {
    readonly keys: readonly string[];
    readonly others: readonly string[];
    readonly options: LoadOptions;
  },
): Statement {
  return {
    purpose: `overwrite what changed in ${name}`,
    sql: updateFrom({
      table: tableOf(name, options),
      as: "d",
      set: {
        ...Object.fromEntries(others.map((one) => [one, identifier("s", one)])),
        [auditColumns.updatedAt]: timeOf(options),
      },
      from: sql`(select * from ${relation(stagingOf(name, options))}) as s`,
      on: sql`${equalOn("d", "s", keys)} and ${differOn("d", "s", others)}`,
    }),
  };
}

function loadVersions(dimension: Dimension, options: LoadOptions): readonly Statement[] {
  const { name, surrogateKey, businessKey, attributes } = dimension;
  const table = relation(tableOf(name, options));
  const staging = relation(stagingOf(name, options));
  const { validFrom, validTo, current } = versionColumns;
  const others = [
    ...[...businessKey, ...attributes].map((column) => column.name),
    validFrom,
    validTo,
    current,
  ];
  const columns = [surrogateKey, ...others];
  const time = timeOf(options);
  return [
    unknownOf(dimension, options),
    {
      purpose: `remove versions of ${name} that late changes took away`,
      sql: sql`delete from ${table} where ${identifier(surrogateKey)} <> ${unknownKey}
        and ${identifier(surrogateKey)} not in (select ${identifier("s", surrogateKey)} from ${staging} as s)`,
    },
    overwrite(dimension, { keys: [surrogateKey], others, options }),
    {
      purpose: `put new versions into ${name}`,
      sql: sql`insert into ${table} (${[...columns, auditColumns.insertedAt, auditColumns.updatedAt].map((one) => identifier(one))})
        select ${columnsOf("s", columns)}, ${time}, ${time} from ${staging} as s
        where not exists (select 1 from ${table} as d where ${equalOn("d", "s", [surrogateKey])})`,
    },
  ];
}
