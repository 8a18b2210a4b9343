import type { SodaRead, SodaReading } from "./from-soda.ts";
import { isRecord, listOf, textOf } from "./read-document.ts";
import { readSodaSchema } from "./soda-cl-schema.ts";
import { measureBody, ruleBody, type SodaLimits } from "./soda-body.ts";
import { distributionBody, groupChecks } from "./soda-cl-more.ts";
import { limitsOf } from "./soda-cl-limits.ts";
import { sodaExpressions, sodaMeasures } from "./soda-figures.ts";
import { unknownKeys, validityRule } from "./soda-validity.ts";
import { sqlNameOf, strict, type CheckBody } from "./words.ts";

type Record_ = Readonly<Record<string, unknown>>;

/** What reading an entry needs. */
export interface ClReading extends SodaReading {
  readonly table: string;
  /** How columns of the table are told to be missing or valid, for all checks. */
  readonly configured: Record_;
}

type Lose = (...loss: readonly ["dropped" | "verdict" | "metadata", string, string]) => void;

/** The checks that an entry of SodaCL means; none, with a loss, if dx cannot say it. */
// oxlint-disable-next-line complexity -- one case for each form of entry
export function readSodaCl(entry: unknown, reading: ClReading): readonly SodaRead[] {
  const [text, given]: readonly [string, Record_] =
    typeof entry === "string" ? [entry, {}] : isRecord(entry) ? firstOf(entry) : ["", {}];
  const name = textOf(given["name"]);
  const lose: Lose = (effect, what, why) =>
    reading.lose(name ?? `${reading.table}: ${text}`, effect, what, why);
  const place = text.replaceAll(/[^\w]+/g, "-").replaceAll(/^-|-$/g, "");
  const make = (body: CheckBody, severity: "error" | "warning" = "error"): readonly SodaRead[] => [
    { name, place, body, severity, where: textOf(given["filter"]) },
  ];
  const drop = (
    why = "dx does not know this check, or not with this threshold",
  ): readonly SodaRead[] => {
    lose("dropped", text === "" ? "an entry" : text, why);
    return [];
  };
  const reference = /^values in \(([^)]+)\) must( not)? exist in (\S+) \(([^)]+)\)$/.exec(text);
  if (reference !== null) {
    const [, columns = "", not, table = "", referenced = ""] = reference;
    if (not !== undefined) return make(absent(split(columns), table, split(referenced)));
    const to = { table, referenced: split(referenced) };
    return make({
      rule: { kind: "references", columns: split(columns), ...to },
      threshold: strict,
    });
  }
  const [, other] = /^row_count same as (\S+)$/.exec(text) ?? [];
  if (other !== undefined) {
    const sql = `select (select count(*) from {table} as own_rows) - (select count(*) from ${other})`;
    return make({ measure: { kind: "query", sql }, bounds: { min: 0, max: 0 } });
  }
  if (text === "schema")
    return readSodaSchema(given, lose).flatMap(({ body, severity }) => make(body, severity));
  if (text === "failed rows") return failedRows(given).flatMap((body) => make(body));
  if (text === "group by") return groupChecks(given).flatMap((body) => make(body));
  if (/^(?:anomaly|change )/.test(text))
    return drop(
      "it judges the history of a figure: `judgePoint` of dx does, by the table of results",
    );
  const { metric, limit } = splitMetric(text);
  const isPercentMetric = metric?.name.endsWith("_percent") === true;
  const limits = limitsOf(limit, given);
  if (metric === undefined || limits === undefined) return drop();
  const body =
    metric.name === "distribution_difference"
      ? distributionBody(metric.columns[0] ?? "", limits, given)
      : bodyOf(metric, limits, { given, lose, isPercentMetric, reading });
  if (body === undefined) return drop();
  return make(body, limits.fail === undefined ? "warning" : "error");
}

function firstOf(entry: Record_): readonly [string, Record_] {
  const [[key, value] = ["", {}]] = Object.entries(entry);
  return [key, isRecord(value) ? value : {}];
}

function split(names: string): readonly string[] {
  return names.split(",").map((name) => name.trim());
}

/** No row has values that are in the other table. */
function absent(
  columns: readonly string[],
  table: string,
  referenced: readonly string[],
): CheckBody {
  const same = columns.map(
    (column, at) => `own_rows.${column} = others.${referenced[at] ?? column}`,
  );
  const sql = `select count(*) from {table} as own_rows where exists (select 1 from ${table} as others where ${same.join(" and ")})`;
  return { measure: { kind: "query", sql }, bounds: { max: 0 } };
}

function failedRows(given: Record_): readonly CheckBody[] {
  const [condition, query] = [textOf(given["fail condition"]), textOf(given["fail query"])];
  if (condition !== undefined)
    return [{ rule: { kind: "condition", sql: `not (${condition})` }, threshold: strict }];
  if (query === undefined || isOwnQuery(query)) return [];
  const sql = `select count(*) from (${query.trim().replace(/;$/, "")}\n) as failed_rows`;
  return [{ measure: { kind: "query", sql }, bounds: { max: 0 } }];
}

/** Whether dx wrote a query for a check that Soda has no words for: it grades by itself, and is not read back. */
export function isOwnQuery(query: string): boolean {
  return query.trimStart().startsWith("select level from (");
}

interface Metric {
  readonly name: string;
  readonly columns: readonly string[];
}

function splitMetric(text: string): { readonly metric?: Metric; readonly limit?: string } {
  const [, name, columns, limit] = /^([A-Za-z_]\w*)(?:\(([^)]*)\))?\s*(.*)$/s.exec(text) ?? [];
  if (name === undefined) return {};
  return {
    metric: { name, columns: columns === undefined ? [] : split(columns) },
    ...(limit === undefined || limit === "" ? {} : { limit }),
  };
}

interface Around {
  readonly given: Record_;
  readonly lose: Lose;
  readonly isPercentMetric: boolean;
  readonly reading: ClReading;
}

// oxlint-disable-next-line complexity -- one case for each kind of metric
function bodyOf(
  { name, columns }: Metric,
  limits: SodaLimits,
  { given, lose, isPercentMetric, reading }: Around,
): CheckBody | undefined {
  const [column = ""] = columns;
  const config = { ...configOf(reading.configured, column), ...given };
  if (name === "row_count") return measureBody({ kind: "row-count" }, limits, true);
  if (name === "freshness") return freshness(column, limits, { lose, reading });
  const [expression, query] = [textOf(given[`${name} expression`]), textOf(given[`${name} query`])];
  if (expression !== undefined) return measureBody({ kind: "expression", sql: expression }, limits);
  if (query !== undefined)
    return measureBody({ kind: "query", sql: query.trim().replace(/;$/, "") }, limits);
  const [, what] = /^(missing|invalid|duplicate)_(?:count|percent)$/.exec(name) ?? [];
  if (what !== undefined) {
    const rule = validityRule(what, columns, config);
    if (rule === undefined) return undefined;
    const strictOf = what === "missing" ? "rows" : "considered";
    const body = ruleBody(rule, limits, {
      isPercent: isPercentMetric,
      duplicates: "duplicatedValues",
      strictOf,
    });
    if (isPercentMetric && body !== undefined)
      lose("verdict", "rounding", "Soda 3 rounds percentages to two digits");
    return body;
  }
  if (columns.length === 0 || isConfigured(config)) return undefined;
  const kind = sodaMeasures[name];
  if (kind !== undefined) return measureBody({ kind, column }, limits);
  if (name === "percentile") {
    const share = Number(columns[1]);
    const sql = `percentile_disc(${share}) within group (order by ${sqlNameOf(column, reading.dialect)})`;
    return share >= 0 && share <= 1 ? measureBody({ kind: "expression", sql }, limits) : undefined;
  }
  const write = sodaExpressions[name];
  if (write === undefined) return undefined;
  return measureBody(
    { kind: "expression", sql: write(sqlNameOf(column, reading.dialect)) },
    limits,
  );
}

/** Soda leaves what is missing or invalid out of its figures, where it is told what that is. */
function isConfigured(config: Record_): boolean {
  return (
    Object.keys(config).some((key) => /^(?:missing|valid|invalid) /.test(key)) ||
    unknownKeys(config).length > 0
  );
}

/** What a table's configuration says of a column. */
function configOf(configured: Record_, column: string): Record_ {
  return Object.fromEntries(
    Object.entries(configured).flatMap(([key, value]) => {
      const [, what, of] = /^(.*) for (.+)$/.exec(key) ?? [];
      return what !== undefined && of === column ? [[what, value]] : [];
    }),
  );
}

function freshness(
  column: string,
  limits: SodaLimits,
  { lose, reading }: { readonly lose: Lose; readonly reading: ClReading },
): CheckBody | undefined {
  const { now = "1970-01-01T00:00:00Z" } = reading;
  if (reading.now === undefined)
    lose(
      "verdict",
      "the time it is judged at",
      "Soda takes the clock's; dx is given one, and this is none",
    );
  return measureBody({ kind: "freshness-minutes", column, now }, limits);
}

/** The datasets that an entry for several names; those with wildcards are not known here. */
export function datasetsOf(entry: Record_): readonly string[] {
  return listOf(entry["datasets"]).filter(
    (one): one is string => typeof one === "string" && !/[%*]/.test(one),
  );
}
