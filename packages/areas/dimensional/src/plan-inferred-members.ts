import { relation, type TableName } from "@dx/core";
import { createPlan, identifier, joinSql, sql, type Plan, type Sql, type Statement } from "@dx/sql";
import { factRows, inRows } from "./fact-rows.ts";
import { columnsOf, equalOn, nullOf, tableOf, timeOf, type LoadOptions } from "./load-options.ts";
import { auditColumns, unknownKey, type Dimension, type DimensionalModel } from "./model.ts";

/** The text that inferred members have in place of names, until the source describes them. */
export const inferredText = "(not known yet)";

/**
 * Plans members for what facts name and no dimension has yet, as an order of a customer who is registered tomorrow: each gets a key, and
 * attributes of `(not known yet)` for texts and NULL for all else. When the source describes it, the load of the
 * dimension changes it in place, and facts keep its key. It stands between the loads of dimensions and those of facts. Of type 1
 * alone, and not of combinations of flags: first values (0) would stay for ever, and of type 2 the history is kept elsewhere.
 * @throws DxError `DX_DIMENSIONAL_NAME` for a reference to no dimension
 * @example
 * ```ts
 * import { planInferredMembers } from "@dx/dimensional";
 * const plan = planInferredMembers({ name: "sales", facts: [], dimensions: [], date: null, decisions: [] }, { loadedAt: "2026-01-01" });
 * if (plan.length > 0) throw new Error();
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 19, early arriving facts
 */
export function planInferredMembers(model: DimensionalModel, options: LoadOptions): Plan {
  const statements = model.dimensions.flatMap((dimension): readonly Statement[] => {
    const named = namedBy(model, dimension, options);
    if (dimension.scdType !== 1 || dimension.kind === "junk" || named.length === 0) return [];
    return [
      {
        purpose: `put what facts name and ${dimension.name} lacks into it`,
        sql: insertInferred(dimension, named, options),
      },
    ];
  });
  return statements.length === 0 ? [] : createPlan([statements]);
}

/** The codes of a dimension in each role of each fact. */
function namedBy(
  { facts }: DimensionalModel,
  { name, businessKey }: Dimension,
  options: LoadOptions,
): readonly Sql[] {
  return facts.flatMap((fact) =>
    inRows(fact)
      .keys.filter(({ dimension }) => dimension === name)
      .map(({ source }) => {
        const codes = columnsOf("f", source);
        const known = codes.map((code) => sql`${code} is not null`);
        const renamed = codes.map(
          (code, at) => sql`${code} as ${identifier(businessKey[at]?.name ?? "")}`,
        );
        return sql`select ${renamed} from ${factRows(fact, options)} as f where ${joinSql(known, " and ")}`;
      }),
  );
}

function insertInferred(dimension: Dimension, named: readonly Sql[], options: LoadOptions): Sql {
  const { name, surrogateKey, businessKey, attributes } = dimension;
  const place: TableName = tableOf(name, options);
  const table = relation(place);
  const keys = businessKey.map((column) => column.name);
  const others = attributes.map(({ type }) =>
    type.kind === "text" && type.native === undefined ? sql`${inferredText}` : nullOf(type),
  );
  const columns = [surrogateKey, ...keys, ...attributes.map((column) => column.name)];
  const audit = [auditColumns.insertedAt, auditColumns.updatedAt];
  const time = timeOf(options);
  const order = sql`row_number() over (order by ${columnsOf("s", keys)})`;
  return sql`insert into ${table} (${[...columns, ...audit].map((one) => identifier(one))})
    select ${[sql`g.greatest_key + ${order}`, ...columnsOf("s", keys), ...others, time, time]}
    from (select distinct ${columnsOf("n", keys)} from (${joinSql(named, " union all ")}) as n) as s
    cross join (select coalesce(max(${identifier("m", surrogateKey)}), 0) as greatest_key
      from ${table} as m where ${identifier("m", surrogateKey)} > 0) as g
    where not exists (select 1 from ${table} as d where ${identifier("d", surrogateKey)} <> ${unknownKey} and ${equalOn("d", "s", keys)})`;
}
