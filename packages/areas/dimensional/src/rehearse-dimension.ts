import { relation, toMicros, type Claim, type TableName, type Time } from "@dx/core";
import {
  castAs,
  createPlan,
  createTableAs,
  dropTable,
  identifier,
  joinSql,
  sql,
  timestampLiteral,
  type Plan,
  type Sql,
} from "@dx/sql";
import { claimId } from "./claim-id.ts";
import { columnsOf, tableOf, type LoadOptions } from "./load-options.ts";
import { unknownKey, versionColumns, type Dimension, type StarColumn } from "./model.ts";
import { withoutOuter } from "./outer-tables.ts";

/** Three days of a source of three members, in tables with the source's columns. */
export type RehearsalDays = readonly [TableName, TableName, TableName];

const place = "dx_place";

/**
 * Plans three days of a dimension's source, of its first three members: on the second day the first one has changed, the second is gone, and
 * the third is new; on the third day the second one is back. What a load makes of them, {@link rehearsalClaim} says.
 * @param source - where the dimension's source is
 * @example
 * ```ts
 * import { planRehearsal } from "@dx/dimensional";
 * const id = { name: "iata", source: "iata", type: { kind: "text" } } as const;
 * const airport = { name: "dim_airport", source: "airports", surrogateKey: "airport_key", businessKey: [id], attributes: [], hierarchies: [], scdType: 1 } as const;
 * if (planRehearsal(airport, "airports", ["day_1", "day_2", "day_3"]).length !== 3) throw new Error();
 * ```
 */
export function planRehearsal(dimension: Dimension, source: TableName, days: RehearsalDays): Plan {
  const { name, businessKey, attributes } = withoutOuter(dimension);
  const keys = businessKey.map((column) => column.source);
  const known = joinSql(
    columnsOf("s", keys).map((one) => sql`${one} is not null`),
    " and ",
  );
  const columns = [...new Set([...businessKey, ...attributes].map((column) => column.source))];
  const members = sql`(select ${columnsOf("s", columns)}, row_number() over (order by ${columnsOf("s", keys)}) as ${identifier(place)}
    from ${relation(source)} as s where ${known}) as m`;
  const own = identifier("m", place);
  const changed = attributes.find((column) => changeOf(column) !== null);
  const values = columns.map((column) => {
    if (changed?.source !== column) return identifier("m", column);
    return sql`case when ${own} = ${1n} then ${changeOf(changed) ?? sql`null`} else ${identifier("m", column)} end as ${identifier(column)}`;
  });
  const whole = columnsOf("m", [...columns, place]);
  const queries = [
    sql`select ${whole} from ${members} where ${own} <= ${2n}`,
    sql`select ${[...values, own]} from ${members} where ${own} in (${[1n, 3n]})`,
    sql`select ${[...values, own]} from ${members} where ${own} <= ${3n}`,
  ];
  return createPlan(
    queries.map((query, index) => [
      {
        purpose: `make room for day ${index + 1} of ${name}`,
        sql: dropTable(days[index] ?? "", { ifExists: true }),
      },
      { purpose: `make day ${index + 1} of ${name}`, sql: createTableAs(days[index] ?? "", query) },
    ]),
  );
}

/** Another value of a column, of the same type; `null` for types of which none is known. */
function changeOf({ source, type }: StarColumn): Sql | null {
  const value = identifier("m", source);
  switch (type.kind) {
    case "text":
      return type.native === undefined ? sql`concat(coalesce(${value}, ''), '*')` : null;
    case "int32":
    case "int64":
    case "decimal":
      return castAs(sql`coalesce(${value}, 0) - 1`, type);
    case "float64":
      return sql`coalesce(${value}, 0) - 1`;
    case "boolean":
      return sql`not coalesce(${value}, false)`;
    default:
      return null;
  }
}

/** Where a rehearsal was done. */
export interface RehearsalOptions extends Pick<LoadOptions, "tables"> {
  /** The three days. */
  readonly days: RehearsalDays;
  /** Of type 2: when each day's rows were so. */
  readonly times: readonly [Time, Time, Time];
}

/**
 * The claim that a copy of a dimension, after loads of the three days of {@link planRehearsal}, has the history that was asked for: of type 0
 * first values, of type 1 new ones, both with what is gone; of type 2 each version with its times, and a gap between delete and return.
 * @example
 * ```ts
 * import { rehearsalClaim } from "@dx/dimensional";
 * const id = { name: "iata", source: "iata", type: { kind: "text" } } as const;
 * const airport = { name: "dim_airport", source: "airports", surrogateKey: "airport_key", businessKey: [id], attributes: [], hierarchies: [], scdType: 1 } as const;
 * const claim = rehearsalClaim(airport, { days: ["day_1", "day_2", "day_3"], times: ["2026-01-01", "2026-01-02", "2026-01-03"] });
 * if (claim.check.kind !== "same-rows") throw new Error();
 * ```
 */
export function rehearsalClaim(whole: Dimension, options: RehearsalOptions): Claim<Sql> {
  const dimension = withoutOuter(whole);
  const { name, surrogateKey, businessKey, attributes, scdType } = dimension;
  const { validFrom, validTo } = versionColumns;
  const own = [...businessKey, ...attributes].map((column) => column.name);
  const columns = [...own, ...(scdType === 2 ? [validFrom, validTo] : [])];
  const texts = {
    0: "attributes keep their first values, and no member goes",
    1: "the new value stands, and no member goes",
    2: "each change begins a version, and between delete and return there is a gap",
  };
  return {
    id: claimId(name, "history"),
    statement: `An insert, a change, a delete and a return on a copy of ${name} give the history of type ${scdType}: ${texts[scdType]}.`,
    subject: name,
    about: "result",
    check: {
      kind: "same-rows",
      left: expected(dimension, options),
      right: sql`select ${columnsOf("d", columns)} from ${relation(tableOf(name, options))} as d where ${identifier("d", surrogateKey)} <> ${unknownKey}`,
      key: [...businessKey.map((column) => column.name), ...(scdType === 2 ? [validFrom] : [])],
      columns,
    },
  };
}

/** The history by the days alone. */
function expected(dimension: Dimension, { days, times }: RehearsalOptions): Sql {
  const columns = [...dimension.businessKey, ...dimension.attributes].map(
    ({ name, source }) => sql`${identifier("s", source)} as ${identifier(name)}`,
  );
  const [one, two, three] = days.map((day) => sql`${relation(day)} as s`);
  const [first, second, third] = times.map((time) => timestampLiteral(toMicros(time)));
  const at = identifier("s", place);
  const rows = (from: Sql | undefined, where: Sql, more: readonly Sql[] = []): Sql =>
    sql`select ${[...columns, ...more]} from ${from ?? sql``} where ${where}`;
  if (dimension.scdType === 1) return rows(three, sql`${at} > 0`);
  if (dimension.scdType === 0)
    return sql`${rows(one, sql`${at} > 0`)} union all ${rows(two, sql`${at} = 3`)}`;
  return joinSql(
    [
      rows(one, sql`${at} > 0`, span(first, second)),
      rows(two, sql`${at} > 0`, span(second, undefined)),
      rows(three, sql`${at} = 2`, span(third, undefined)),
    ],
    " union all ",
  );
}

function span(from: Sql | undefined, to: Sql | undefined): readonly Sql[] {
  return [
    sql`${from ?? sql``} as ${identifier(versionColumns.validFrom)}`,
    sql`${to ?? castAs(sql`null`, "timestamp")} as ${identifier(versionColumns.validTo)}`,
  ];
}
