import { castAs, identifier, joinSql, sql, type Sql } from "@dx/sql";
import { columnsOf, sourceOf, type LoadOptions } from "./load-options.ts";
import type { Allocation, FactKey, FactTable, Measure, OuterTable } from "./model.ts";

/**
 * The rows that a fact is made of: its source, with what it takes from headers as further columns. It has as many rows as the source, if the
 * headers' keys are keys; {@link inRows} says how the columns are called.
 */
export function factRows(fact: FactTable, options: Pick<LoadOptions, "sources">): Sql {
  const { headers = [], source } = fact;
  if (headers.length === 0) return sourceOf(source, options);
  const joins = headers.map(({ name, source: table, columns, key }) => {
    const on = key.map(
      (column, at) =>
        sql`${identifier(aliasOf(name), column)} = ${identifier("s", columns[at] ?? "")}`,
    );
    return sql` left join ${sourceOf(table, options)} as ${identifier(aliasOf(name))} on ${joinSql(on, " and ")}`;
  });
  const taken = Array.from(
    takenOf(fact),
    ([name, [from, column]]) => sql`${identifier(aliasOf(from), column)} as ${identifier(name)}`,
  );
  const rows = sql`select ${[sql`s.*`, ...taken]} from ${sourceOf(source, options)} as s${joinSql(joins, "")}`;
  return sql`(${allocated(fact).reduce((inner, one) => allocate(inner, one, fact), rows)})`;
}

/** A fact whose keys and measures have the names of columns of {@link factRows}, wherever they come from. */
export function inRows(fact: FactTable): FactTable {
  if (fact.headers === undefined) return fact;
  return {
    ...fact,
    keys: fact.keys.map(keyIn),
    measures: fact.measures.map((one) => Object.assign({ ...one }, { source: sourceIn(one) })),
  };
}

function keyIn({ from, asOfFrom, source, asOf, ...key }: FactKey): FactKey {
  return {
    ...key,
    source: source.map((one) => rowName(from, one)),
    ...(asOf === undefined ? {} : { asOf: rowName(asOfFrom ?? from, asOf) }),
  };
}

function sourceIn({ source, allocation }: Measure): string {
  return rowName(allocation?.from, source);
}

function rowName(from: string | undefined, column: string): string {
  return from === undefined ? column : `${from}__${column}`;
}

function aliasOf(header: string): string {
  return `h_${header}`;
}

/** Columns of headers by their names in rows. */
function takenOf(fact: FactTable): ReadonlyMap<string, readonly [string, string]> {
  const taken = fact.keys.flatMap(({ from, asOfFrom = from, source, asOf }) => [
    ...source.map((column) => [from, column] as const),
    ...(asOf === undefined ? [] : [[asOfFrom, asOf] as const]),
  ]);
  const found = new Map<string, readonly [string, string]>();
  for (const [from, column] of taken)
    if (from !== undefined) found.set(rowName(from, column), [from, column]);
  for (const { measure, header } of allocated(fact))
    found.set(`${sourceIn(measure)}__whole`, [header.name, measure.source]);
  return found;
}

interface Allocated {
  readonly measure: Measure;
  readonly allocation: Allocation;
  readonly header: OuterTable;
}

function allocated({ measures, headers = [] }: FactTable): readonly Allocated[] {
  return measures.flatMap((measure) => {
    const { allocation } = measure;
    const header = headers.find(({ name }) => name === allocation?.from);
    return allocation === undefined || header === undefined
      ? []
      : [{ measure, allocation, header }];
  });
}

/** Shares of a header's measure: each is rounded down to the last digit, and the first row has what is left, so that they add up to it. */
function allocate(
  rows: Sql,
  { measure, allocation, header }: Allocated,
  { grain }: FactTable,
): Sql {
  const name = sourceIn(measure);
  const { type } = measure;
  const unit = 10n ** BigInt(type.kind === "decimal" ? (type.scale ?? 0) : 0);
  const group = sql`partition by ${columnsOf("r", header.columns)}`;
  const whole = identifier("r", `${name}__whole`);
  const weight =
    allocation.by === null
      ? castAs(sql`1`, "float64")
      : sql`coalesce(${castAs(identifier("r", allocation.by), "float64")}, 0)`;
  const total = sql`sum(${weight}) over (${group})`;
  const equal = sql`${castAs(sql`1`, "float64")} / count(*) over (${group})`;
  const ratio = sql`case when ${total} = 0 then ${equal} else ${weight} / ${total} end`;
  const part = castAs(
    sql`floor(${castAs(whole, "float64")} * ${unit} * (${ratio})) / ${unit}`,
    type,
  );
  const place = sql`row_number() over (${group} order by ${columnsOf(
    "r",
    grain.key.map(({ source }) => source),
  )})`;
  const parts = sql`select ${[sql`r.*`, sql`${part} as ${identifier(`${name}__part`)}`, sql`${place} as ${identifier(`${name}__place`)}`]} from (${rows}) as r`;
  const own = identifier("r", `${name}__part`);
  const rest = sql`${whole} - (sum(${own}) over (${group}) - ${own})`;
  const share = castAs(
    sql`case when ${identifier("r", `${name}__place`)} = 1 then ${rest} else ${own} end`,
    type,
  );
  return sql`select ${[sql`r.*`, sql`${share} as ${identifier(name)}`]} from (${parts}) as r`;
}
