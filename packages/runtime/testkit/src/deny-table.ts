import type { Dialect } from "@dx/core";

/** What an engine refuses although parsers of its dialect take it. */
export interface DenyRule {
  /** Whose engine refuses it. */
  readonly dialects: readonly Dialect[];
  /** Finds it in text whose strings, comments and names were taken out. */
  readonly pattern: RegExp;
  /** A text that has it. */
  readonly example: string;
}

const rule = (dialects: string, pattern: RegExp, example: string): DenyRule => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below, and tested
  dialects: dialects.split(" ") as readonly Dialect[],
  pattern,
  example,
});

/**
 * Constructs that an engine lacks. In the text that is searched, strings are `''`, names in double quotes `""` and
 * those in backticks ` `` `; where double quotes make a string (BigQuery, Spark), they stay `""` and are refused.
 * @see the SQL references of PostgreSQL, DuckDB, Snowflake, BigQuery, Amazon Redshift and Apache Spark
 */
export const denyTable: readonly DenyRule[] = [
  rule("bigquery spark", /"/, 'select "a" from t'),
  rule("duckdb postgres snowflake redshift", /`/, "select `a` from t"),
  rule("bigquery snowflake redshift", /\b(except|intersect) all\b/, "select 1 except all select 2"),
  rule("bigquery", /\b(except|intersect|union)\s+\(?select\b/, "select 1 except select 2"),
  rule("bigquery spark", /::/, "select a::int64 from t"),
  rule("bigquery", /\bilike\b/, "select a ilike 'b' from t"),
  rule("bigquery snowflake redshift", /\bfilter\s*\(/, "select count(*) filter (where a) from t"),
  rule("postgres spark", /\bqualify\b/, "select a from t qualify row_number() over () = 1"),
  rule("bigquery snowflake redshift spark", /\bdistinct on\b/, "select distinct on (a) a from t"),
  rule(
    "redshift",
    /\bcreate table if not exists[^;]*\bas\s+\(?(select|with)\b/,
    "create table if not exists t as select 1",
  ),
  rule("postgres redshift", /\bcreate or replace table\b/, "create or replace table t as select 1"),
  rule("snowflake", /\bupdate\s+\S+\s+as\b/, "update t as a set b = 1"),
  rule(
    "spark",
    /\bupdate\b[^;]*\bset\b[^;]*\bfrom\b/,
    "update t set a = 1 from s where t.id = s.id",
  ),
  rule("bigquery spark", /\bdelete from\b[^;]*\busing\b/, "delete from t using s where t.a = s.a"),
  rule(
    "redshift",
    /\bmerge into\s+\S+\s+as\b/,
    "merge into t as a using s on a.id = s.id when matched then delete",
  ),
  rule(
    "redshift",
    /\bmerge into\b[^;]*\busing\s*\(/,
    "merge into t using (select 1) as s on t.a = s.a when matched then delete",
  ),
  rule(
    "redshift",
    /\bwhen (not )?matched and\b/,
    "merge into t using s on t.a = s.a when matched and s.b then delete",
  ),
  rule("redshift", /\bis (not )?distinct from\b/, "select a is not distinct from b from t"),
  rule("duckdb postgres snowflake bigquery redshift", /<=>/, "select a <=> b from t"),
  rule("bigquery spark", /\btimestamptz\b/, "select cast(a as timestamptz) from t"),
  rule("bigquery spark", /\bdouble precision\b/, "select cast(a as double precision) from t"),
  rule(
    "bigquery",
    /\b(double|varchar|integer\[\]|text|bytea|blob|uuid)\b/,
    "select cast(a as varchar) from t",
  ),
  rule("spark", /\bvarchar\b(?!\s*\()/, "select cast(a as varchar) from t"),
  rule("spark", /\bas (text|bytea|blob|uuid|time|json)\b/, "select cast(a as text) from t"),
  rule("redshift", /\b(bytea|blob|uuid|jsonb?)\b/, "select cast(a as uuid) from t"),
  rule("snowflake", /\b(uuid|jsonb?|blob|bytea)\b/, "select cast(a as uuid) from t"),
  rule("postgres", /\b(blob|tinyint|hugeint|string)\b/, "select cast(a as blob) from t"),
  rule("postgres", /\bas (double|datetime)\b(?! precision)/, "select cast(a as double) from t"),
  rule("bigquery redshift", /\bfrom\s*\(\s*values\b/, "select * from (values (1)) as t"),
  rule(
    "snowflake bigquery redshift spark",
    /\bgenerate_series\s*\(/,
    "select * from generate_series(1, 2)",
  ),
  rule(
    "bigquery snowflake redshift spark",
    /\bon conflict\b/,
    "insert into t values (1) on conflict do nothing",
  ),
  rule(
    "bigquery snowflake redshift spark",
    /\breturning\b/,
    "insert into t values (1) returning a",
  ),
  rule(
    "bigquery snowflake redshift spark",
    /\bcreate (unique )?index\b/,
    "create index i on t (a)",
  ),
  rule("bigquery", /\bcomment on\b/, "comment on table t is 'x'"),
  rule("spark", /\bcomment on column\b/, "comment on column t.a is 'x'"),
  rule("bigquery spark", /\bdrop (table|view)\b[^;]*\bcascade\b/, "drop table t cascade"),
  rule(
    "bigquery",
    /\bprimary key\s*\([^)]*\)(?! not enforced)/,
    "create table t (a int64, primary key (a))",
  ),
  rule(
    "bigquery",
    /\breferences\s+\S+\s*\([^)]*\)(?! not enforced)/,
    "create table t (a int64, foreign key (a) references u (b))",
  ),
  rule("bigquery spark", /\bunique\s*\(/, "create table t (a int64, unique (a))"),
  rule("spark", /\b(primary|foreign) key\b/, "create table t (a int, primary key (a))"),
  rule(
    "bigquery",
    /\bdefault cast\s*\(/,
    "create table t (a date default cast('2020-01-01' as date))",
  ),
  rule("snowflake redshift spark", /\bstring_agg\s*\(/, "select string_agg(a, ',') from t"),
  rule("bigquery", /\blistagg\s*\(/, "select listagg(a, ',') from t"),
  rule("bigquery snowflake", /\bbool_(and|or)\s*\(/, "select bool_and(a) from t"),
  rule("postgres bigquery redshift spark", /\basof\b/, "select * from a asof join b on a.t >= b.t"),
  rule("postgres bigquery spark", /\*\s*exclude\b/, "select * exclude (a) from t"),
  rule(
    "duckdb postgres snowflake redshift spark",
    /\*\s*except\s*\(/,
    "select * except (a) from t",
  ),
  rule("postgres bigquery redshift", /\btry_cast\s*\(/, "select try_cast(a as date) from t"),
  rule(
    "duckdb postgres snowflake redshift spark",
    /\bsafe_cast\s*\(/,
    "select safe_cast(a as date) from t",
  ),
  rule("postgres", /\bgroup by all\b/, "select a, count(*) from t group by all"),
  rule(
    "bigquery",
    /\bas (hash|rows|range|groups|new|no|of|proto|set|treat|within|lookup|enum|contains|define|escape|fetch|merge|default|desc|current|cube|ignore|recursive|respect|to|rollup|some|struct|window|partition)\b/,
    "select 1 as hash",
  ),
  rule(
    "snowflake",
    /\bas (rows?|sample|start|view|of|set|current|issue|increment|regexp)\b/,
    "select 1 as rows",
  ),
  rule(
    "bigquery",
    /\binterval ''(?! (year|month|day|hour|minute|second))/,
    "select interval '1 day'",
  ),
  rule("duckdb bigquery snowflake spark", /\be''/, "select e'a' from t"),
  rule("postgres duckdb redshift", /\bparse_json\s*\(/, "select parse_json('1')"),
  rule("snowflake", /\bvalues\b[^;]*\bparse_json\s*\(/, "insert into t values (parse_json('1'))"),
];

const comments = /--[^\n]*|\/\*[\s\S]*?\*\//;
const [doubled, escaped] = [/'(?:[^']|'')*'/, /'(?:[^'\\]|\\[\s\S]|'')*'/];
const names = /"(?:[^"]|"")*"|`[^`]*`/;
const string = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/;
const anyOf = (...parts: readonly RegExp[]): RegExp =>
  new RegExp(parts.map(({ source }) => source).join("|"), "g");

/** What is taken out, as each dialect reads it. */
const quoted: Readonly<Record<Dialect, RegExp>> = {
  duckdb: anyOf(comments, doubled, names),
  postgres: anyOf(comments, doubled, names),
  snowflake: anyOf(comments, escaped, names),
  bigquery: anyOf(comments, string, /`(?:[^`\\]|\\[\s\S])*`/),
  redshift: anyOf(comments, escaped, names),
  spark: anyOf(comments, string, /`(?:[^`]|``)*`/),
};

/** Text without what is in strings, names and comments, in lower case and with single spaces. */
export function maskText(text: string, dialect: Dialect): string {
  return text
    .replaceAll(quoted[dialect], (found) =>
      /^['"`]/.test(found) ? found.charAt(0).repeat(2) : " ",
    )
    .toLowerCase()
    .replaceAll(/\s+/g, " ");
}

/** The rules of a dialect that a text breaks. */
export function deniedIn(text: string, dialect: Dialect): readonly DenyRule[] {
  const masked = maskText(text, dialect);
  return denyTable.filter((one) => one.dialects.includes(dialect) && one.pattern.test(masked));
}
