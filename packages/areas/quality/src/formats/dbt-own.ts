import { parseName, quoteName, relation, type Dialect } from "@dx/core";
import type { CheckValue, RowThreshold, RowRule, SetRule, StepUnit } from "../check.ts";
import { minutesOf } from "./dbt-age.ts";
import type { DbtTest } from "./from-dbt.ts";
import type { ReadingTest } from "./dbt-read.ts";
import { listOf, numberOf, textOf } from "./read-document.ts";
import { complement, nameOf, sqlNameOf, strict, type CheckBody } from "./words.ts";

/** What a test asks, and the groups that it asks it of. */
export type DbtBody = CheckBody & {
  readonly groupBy?: readonly string[];
  readonly where?: string;
};

const rule = (one: RowRule | SetRule, threshold: RowThreshold = strict): DbtBody => ({
  rule: one,
  threshold,
});

const isValue = (value: unknown): value is number | string =>
  typeof value === "number" || typeof value === "string";

/** What a test of dbt itself or of dbt_utils says; `undefined` if dx cannot say it. */
// oxlint-disable-next-line complexity, max-lines-per-function -- one case for each test
export function readOwnTest(test: DbtTest, reading: ReadingTest): DbtBody | undefined {
  const { type, given } = test;
  const { dialect, now } = reading;
  const named = test.column;
  const column = named === undefined || named.startsWith('"') ? named : nameOf(named, dialect);
  const names = (value: unknown): readonly string[] =>
    (typeof value === "string" ? [value] : listOf(value))
      .filter((one) => typeof one === "string")
      .map((one) => nameOf(one, dialect));
  const columns = names(given["combination_of_columns"]);
  const groups = names(given["group_by_columns"]);
  const grouped = groups.length === 0 ? {} : { groupBy: groups };
  const within = groups.length === 0 ? {} : { within: groups };
  const other = (key: string): string | undefined => {
    const table = tableOf(textOf(given[key]) ?? "", dialect);
    return table === undefined ? undefined : sqlTable(table, dialect);
  };
  switch (type.replace(/^dbt_utils\./, "")) {
    case "not_null":
    case "not_null_where":
      return column === undefined
        ? undefined
        : rule({ kind: "not-null", column }, { ...strict, of: "rows" });
    case "unique":
    case "unique_where":
      return column === undefined ? undefined : rule({ kind: "unique", columns: [column] });
    case "accepted_values":
    case "not_accepted_values": {
      if (column === undefined) return undefined;
      const kind = type.endsWith("not_accepted_values") ? "not-in-set" : "in-set";
      const isText = given["quote"] !== false;
      const values = listOf(given["values"]).map((value): CheckValue =>
        isText
          ? String(value)
          : typeof value === "number" || typeof value === "boolean"
            ? value
            : String(value),
      );
      return values.length === 0 ? undefined : rule({ kind, column, values });
    }
    case "relationships": {
      const [to, field] = [tableOf(textOf(given["to"]) ?? "", dialect), textOf(given["field"])];
      if (column === undefined || to === undefined || field === undefined) return undefined;
      return rule({
        kind: "references",
        columns: [column],
        table: to,
        referenced: [nameOf(field, dialect)],
      });
    }
    case "relationships_where": {
      const [to, field] = [other("to"), textOf(given["field"])];
      if (named === undefined || to === undefined || field === undefined) return undefined;
      const [own, theirs] = [sqlNameOf(bare(named), dialect), sqlNameOf(field, dialect)];
      const [left, right] = ["from_condition", "to_condition"].map(
        (key) => textOf(given[key]) ?? "1=1",
      );
      const parents = `select ${theirs} as parent_key from ${to} where ${right} and ${theirs} is not null`;
      return counted(
        `select count(*) from (select ${own} as child_key from {table} as child_rows where ${own} is not null and ${left}) as children left join (${parents}) as parents on child_key = parent_key where parent_key is null`,
      );
    }
    case "unique_combination_of_columns":
      return columns.length === 0 ? undefined : rule({ kind: "unique", columns, leaveOut: "none" });
    case "not_null_proportion": {
      const [least, most] = [numberOf(given["at_least"]), numberOf(given["at_most"]) ?? 1];
      if (column === undefined || least === undefined) return undefined;
      if (groups.length === 0 && most === 1 && least > 0)
        return rule({ kind: "not-null", column }, { of: "rows", failAbove: complement(least) });
      const bounds = { min: complement(most), max: complement(least) };
      return { measure: { kind: "null-share", column }, bounds, ...grouped };
    }
    case "accepted_range": {
      const [min, max] = [given["min_value"], given["max_value"]].map((bound) =>
        typeof bound === "string" ? unquoted(bound) : bound,
      );
      if (column === undefined) return undefined;
      const isOpen = given["inclusive"] === false;
      const texts = [given["min_value"], given["max_value"]].filter(
        (bound) => typeof bound === "string",
      );
      if (
        texts.some(
          (text) => unquoted(text) === text && numberOf(text) === undefined && !isTime(text),
        )
      )
        return expressionRange(sqlNameOf(bare(column), dialect), given, isOpen);
      if (!isValue(min) && !isValue(max)) return undefined;
      return rule({
        kind: "between",
        column,
        ...(isValue(min) ? { min, ...(isOpen ? { strictMin: true } : {}) } : {}),
        ...(isValue(max) ? { max, ...(isOpen ? { strictMax: true } : {}) } : {}),
      });
    }
    case "expression_is_true": {
      const expression = textOf(given["expression"]);
      if (expression === undefined) return undefined;
      const sql =
        named === undefined ? expression : `${sqlNameOf(bare(named), dialect)} ${expression}`;
      const where = textOf(given["condition"]);
      return {
        ...rule({ kind: "condition", sql, ...(column === undefined ? {} : { shown: [column] }) }),
        ...(where === undefined ? {} : { where }),
      };
    }
    case "not_empty_string": {
      if (column === undefined) return undefined;
      if (given["trim_whitespace"] === false) return rule({ kind: "length", column, min: 1 });
      const sql = `trim(${sqlNameOf(bare(column), dialect)}) <> ''`;
      return rule({ kind: "condition", sql, shown: [column] });
    }
    case "at_least_one":
      if (column === undefined) return undefined;
      return { measure: { kind: "distinct-count", column }, bounds: { min: 1 }, ...grouped };
    case "not_constant":
      if (column === undefined) return undefined;
      return {
        measure: { kind: "distinct-count", column },
        bounds: { min: 1, max: 1, outside: true },
        ...grouped,
      };
    case "equal_rowcount":
    case "fewer_rows_than": {
      const table = other("compare_model");
      if (table === undefined) return undefined;
      const isEqual = type.endsWith("equal_rowcount");
      if (groups.length === 0)
        return {
          measure: {
            kind: "query",
            sql: `select (select count(*) from {table} as own_rows) - (select count(*) from ${table})`,
          },
          bounds: isEqual ? { min: 0, max: 0 } : { max: 0, strictMax: true },
        };
      const keys = groups.map((group) => sqlNameOf(bare(group), dialect));
      const same = keys.map((key) => `own.${key} = other.${key}`).join(" and ");
      const counts = (rows: string): string =>
        `select ${keys.join(", ")}, count(*) as n from ${rows} group by ${keys.join(", ")}`;
      const bad = isEqual
        ? "coalesce(own.n, 0) <> coalesce(other.n, 0)"
        : "coalesce(own.n, 0) >= coalesce(other.n, 0)";
      return counted(
        `select count(*) from (${counts("{table} as own_rows")}) as own full join (${counts(table)}) as other on ${same} where ${bad}`,
      );
    }
    case "equality": {
      const table = other("compare_model");
      const compared = names(given["compare_columns"]);
      if (
        table === undefined ||
        given["exclude_columns"] !== undefined ||
        given["precision"] !== undefined
      )
        return undefined;
      const list =
        compared.length === 0
          ? "*"
          : compared.map((one) => sqlNameOf(bare(one), dialect)).join(", ");
      const [own, theirs] = [
        `select ${list} from {table} as own_rows`,
        `select ${list} from ${table}`,
      ];
      return counted(
        `select (select count(*) from (${own} except ${theirs}) as missing) + (select count(*) from (${theirs} except ${own}) as added)`,
      );
    }
    case "cardinality_equality": {
      const [table, field] = [other("to"), textOf(given["field"])];
      if (named === undefined || table === undefined || field === undefined) return undefined;
      const own = countsOf(sqlNameOf(bare(named), dialect), "{table} as own_rows");
      const theirs = countsOf(sqlNameOf(field, dialect), table);
      return counted(
        `select (select count(*) from (${own} except ${theirs}) as missing) + (select count(*) from (${theirs} except ${own}) as added)`,
      );
    }
    case "recency": {
      const [field, minutes] = [
        textOf(given["field"]),
        minutesOf(given["datepart"], given["interval"]),
      ];
      if (field === undefined || minutes === undefined || now === undefined) return undefined;
      const at = given["ignore_time_component"] === true ? now.slice(0, 10) : now;
      return {
        measure: { kind: "freshness-minutes", column: nameOf(field, dialect), now: at },
        bounds: { max: minutes },
        ofNothing: "fail",
        ...grouped,
      };
    }
    case "sequential_values": {
      const [step, unit] = [numberOf(given["interval"]) ?? 1, textOf(given["datepart"])];
      if (column === undefined || (unit !== undefined && !isUnit(unit))) return undefined;
      return rule({
        kind: "steps",
        column,
        step,
        ...(unit === undefined ? {} : { unit }),
        ...within,
      });
    }
    case "mutually_exclusive_ranges": {
      const [from, to] = [textOf(given["lower_bound_column"]), textOf(given["upper_bound_column"])];
      const gaps = textOf(given["gaps"]) ?? "allowed";
      const known = (
        { allowed: "allowed", not_allowed: "not-allowed", required: "required" } as const
      )[gaps];
      if (from === undefined || to === undefined || known === undefined) return undefined;
      const among = names(given["partition_by"]);
      if (!isPlainName(from) || !isPlainName(to) || !among.every((name) => isPlainName(bare(name))))
        return rangesOfExpressions(given, known);
      return rule({
        kind: "ranges",
        from: nameOf(from, dialect),
        to: nameOf(to, dialect),
        gaps: known,
        ...(among.length === 0 ? {} : { within: among }),
        ...(given["zero_length_range_allowed"] === true ? { mayBeEmpty: true } : {}),
      });
    }
    default:
      return undefined;
  }
}

/** How often each value comes. */
function countsOf(key: string, rows: string): string {
  return `select ${key} as one_value, count(*) as n from ${rows} group by ${key}`;
}

/** A query that counts what fails. */
export function counted(sql: string): DbtBody {
  return { measure: { kind: "query", sql }, bounds: { max: 0 } };
}

const units: ReadonlySet<string> = new Set([
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "year",
]);

function isUnit(text: string): text is StepUnit {
  return units.has(text);
}

const isTime = (text: string): boolean => /^\d{4}-\d{2}-\d{2}/.test(text);

/** A range whose bounds are columns or other expressions. */
function expressionRange(
  column: string,
  given: DbtTest["given"],
  isOpen: boolean,
): DbtBody | undefined {
  const [min, max] = [given["min_value"], given["max_value"]].map((bound) =>
    isValue(bound) ? String(bound) : undefined,
  );
  const parts = [
    ...(min === undefined ? [] : [`${column} ${isOpen ? ">" : ">="} ${min}`]),
    ...(max === undefined ? [] : [`${column} ${isOpen ? "<" : "<="} ${max}`]),
  ];
  return rule({ kind: "condition", sql: parts.join(" and ") });
}

/** Whether text is a name of a column, and no expression. */
export function isPlainName(text: string): boolean {
  return /^"[^"]+"$|^[A-Za-z_]\w*$/.test(text);
}

/** Ranges whose ends are expressions: how many begin or end as they must not. */
function rangesOfExpressions(
  given: DbtTest["given"],
  gaps: "allowed" | "not-allowed" | "required",
): DbtBody {
  const [from, to] = [
    textOf(given["lower_bound_column"]) ?? "",
    textOf(given["upper_bound_column"]) ?? "",
  ];
  const partition = textOf(given["partition_by"]);
  const by = partition === undefined ? "" : `partition by ${partition} `;
  const before = { allowed: "<", "not-allowed": "<>", required: "<=" }[gaps];
  const turned = given["zero_length_range_allowed"] === true ? "<" : "<=";
  const earlier = `max(${to}) over (${by}order by ${from}, ${to} rows between unbounded preceding and 1 preceding)`;
  return counted(
    `select count(*) from (select ${from} as begins, ${to} as ends, ${earlier} as ended_before from {table} as own_rows) as ranges where ends ${turned} begins or begins ${before} ended_before`,
  );
}

/** A column's name without the quotes of dbt. */
export function bare(column: string): string {
  return parseName(column).text;
}

/** A table as SQL text. */
function sqlTable(table: string, dialect: Dialect): string {
  const { catalog, schema, name } = relation(table);
  return [catalog, schema, name]
    .flatMap((part) => (part === undefined ? [] : [sqlNameOf(part, dialect)]))
    .join(".");
}

/** The value of an SQL literal that stands in quotes; another expression as it is, which is taken as text. */
function unquoted(text: string): string {
  return /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text;
}

/** The table that `ref('x')` or `source('s', 'x')` means. */
export function tableOf(text: string, dialect: Dialect): string | undefined {
  const [, function_, given] =
    /^\s*(?:\{\{\s*)?(ref|source)\(\s*(.*?)\s*\)\s*(?:\}\}\s*)?$/.exec(text) ?? [];
  const parts = given?.split(",").map((part) => part.trim().replaceAll(/^["']|["']$/g, ""));
  if (parts === undefined || parts.length === 0) return undefined;
  const used = function_ === "ref" ? parts.slice(-1) : parts;
  return used
    .map((part) => nameOf(part, dialect))
    .map((part) => (part.includes(".") && !part.startsWith('"') ? quoteName(part) : part))
    .join(".");
}
