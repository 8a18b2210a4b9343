import { DxError, relation, toNames, type Names, type TableName } from "@dx/core";
import { identifier, joinSql, sql, timestampLiteral, type Sql, type SqlValue } from "@dx/sql";
import { columnOf, columnsAs, isEverValid, isOpen } from "./as-of-condition.ts";
import { columnsOf, type HistorySpec } from "./history-spec.ts";

/** How facts name what they are about. */
export interface ResolveVersionsOptions {
  /** Which columns keep the history. */
  readonly spec: HistorySpec;
  /** The columns of the facts with the business key, in the order of the history's key. */
  readonly factKey: Names;
  /** The column of the facts with their time; a timestamp, as the history's. */
  readonly at: string;
  /** What facts get, by its name in the result: a column of the history. Without a word, the surrogate key, by its own name. */
  readonly take?: Readonly<Record<string, string>>;
  /** What facts without a version get instead, by its name in the result: the surrogate key of the unknown member, say; without a word, NULL. */
  readonly unknown?: Readonly<Record<string, SqlValue>>;
  /**
   * What becomes of facts from before the first version of their key: without a word, they have no version
   * (`unknown`); `earliest` gives them the first one.
   */
  readonly early?: "unknown" | "earliest";
}

/**
 * Each fact with the version of its dimension row that was valid at its time: all columns of the facts, and
 * what is taken. One row for each fact, if no two versions of a key overlap. A fact at the very time of a change gets the new version.
 * Facts with a NULL in key or time, of an unknown key, or in a gap (the key was deleted then) have no version.
 * @throws DxError `DX_SCD_FACTS` if the keys differ in length, or nothing can be taken
 * @example
 * ```ts
 * import { resolveVersions } from "@dx/scd";
 * import { renderSql } from "@dx/sql";
 * const spec = { key: "id", tracked: "city", validFrom: "since", validTo: "until" };
 * const options = { spec, factKey: "customer_id", at: "ordered_at", take: { customer_city: "city" } };
 * const { text } = renderSql(resolveVersions("orders", "customer", options), "duckdb");
 * if (!text.includes("left join")) throw new Error();
 * ```
 * @see Kimball and Ross, "The Data Warehouse Toolkit" (3rd ed., 2013), chapter 19, late arriving facts
 */
export function resolveVersions(
  facts: TableName,
  history: TableName,
  options: ResolveVersionsOptions,
): Sql {
  const { spec, unknown = {} } = options;
  const taken = takenColumns(options);
  const stray = Object.keys(unknown).find((name) => !(name in taken));
  if (stray !== undefined)
    throw refuse(
      ["unknown", stray],
      `${stray} is not taken`,
      `taken are ${Object.keys(taken).join(", ")}`,
    );
  const found = Object.entries(taken).map(([name, column]) => {
    const instead = unknown[name];
    const value = columnOf(column, "v");
    if (instead === undefined) return sql`${value} as ${identifier(name)}`;
    const isFound = sql`${columnOf(spec.validFrom, "v")} is not null`;
    return sql`case when ${isFound} then ${value} else ${instead} end as ${identifier(name)}`;
  });
  return sql`
    select f.*, ${found}
    from ${relation(facts)} as f
    left join ${versionsAt(history, options)} as v on ${matches(options)}`;
}

/** What is taken, by its name in the result. */
export function takenColumns({
  spec,
  take,
}: Pick<ResolveVersionsOptions, "spec" | "take">): Readonly<Record<string, string>> {
  if (take !== undefined && Object.keys(take).length > 0) return take;
  const surrogate = spec.surrogate?.column;
  if (surrogate !== undefined && take === undefined) return { [surrogate]: surrogate };
  throw refuse(
    ["take"],
    "nothing is taken",
    'name columns of the history, as { customer_city: "city" }',
  );
}

/**
 * That the fact `f` and the version `v` of {@link versionsAt} belong together: plain comparisons of two sides each,
 * for which engines hash, where they would compare all with all for an `or`.
 */
export function matches(options: ResolveVersionsOptions): Sql {
  return sql`${sameFactKey(options.spec, options.factKey)} and ${isValidThen(options)}`;
}

/** That the version `v` of {@link versionsAt} was valid at the time of the fact `f`. */
export function isValidThen({ at }: Pick<ResolveVersionsOptions, "at">): Sql {
  const time = columnOf(at, "f");
  return sql`v.version_begin <= ${time} and ${time} < v.version_end`;
}

/** That the fact `f` and the version `v` have the same key. */
export function sameFactKey(spec: HistorySpec, factKey: Names): Sql {
  const { key } = columnsOf(spec);
  const names = toNames(factKey, "factKey");
  if (names.length !== key.length)
    throw refuse(
      ["factKey"],
      `the facts' key has ${names.length} columns, the history's has ${key.length}`,
      `name one for each of ${key.join(", ")}, in this order`,
    );
  const each = key.map(
    (name, index) => sql`${columnOf(name, "v")} = ${columnOf(names[index] ?? name, "f")}`,
  );
  return joinSql(each, " and ");
}

const first = timestampLiteral("0001-01-01");
const last = timestampLiteral("9999-12-31T23:59:59.999999");

/** The versions that are ever valid, with `version_begin` and `version_end`, of which neither is open. */
export function versionsAt(
  history: TableName,
  { spec, early = "unknown" }: Pick<ResolveVersionsOptions, "spec" | "early">,
): Sql {
  const keys = columnsAs(columnsOf(spec).key, "n");
  const [from, to] = [columnOf(spec.validFrom, "n"), columnOf(spec.validTo, "n")];
  const nth = sql`row_number() over (partition by ${keys} order by ${from}, ${to} nulls last)`;
  const begin =
    early === "earliest" ? sql`case when ${nth} = 1 then ${first} else ${from} end` : from;
  const end = sql`case when ${isOpen(spec, "n")} then ${last} else ${to} end`;
  return sql`(
    select n.*, ${begin} as version_begin, ${end} as version_end
    from ${relation(history)} as n where ${isEverValid(spec, "n")})`;
}

function refuse(path: readonly string[], message: string, hint: string): DxError {
  return new DxError("DX_SCD_FACTS", message, { path, hint });
}
