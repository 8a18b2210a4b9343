import { relation, type Json } from "@dx/core";
import { foldName, renderSql, verbatimSql } from "@dx/sql";
import type { Check, Suite } from "../check.ts";
import { checkToJson, requireDistinctIds } from "./check-json.ts";
import { levelQuery } from "./check-level.ts";
import { dbtMacros, modelPlace } from "./dbt-macros.ts";
import type { ExportOptions } from "./export-options.ts";
import { isWide } from "./wide.ts";
import { createLosses, type Exported, type Losses } from "./loss.ts";
import { withoutJinja } from "./without-jinja.ts";
import { writeYaml } from "./write-yaml.ts";

/** How dbt's tests are laid out. */
export interface DbtTestsOptions extends ExportOptions {
  /** `data_tests` with `arguments`, as dbt 1.10.5 and later wants them (the default), or `tests` without, which all read. */
  readonly layout?: "data_tests" | "tests";
  /** Whether tables are sources (the default), or models of the project. */
  readonly tables?: "sources" | "models";
}

/** Tests for dbt. */
export interface DbtTests extends Exported<string> {
  /** A file for `tests/generic` that the document needs; `undefined` if dbt's own tests say it all. */
  readonly macros?: string;
}

type Entry = Readonly<Record<string, Json>>;

interface Place {
  readonly column?: string;
  readonly test: Entry;
}

/**
 * Properties for dbt with a data test for each check. dbt's own tests (`not_null`, `unique`, `accepted_values`, `relationships`) are taken where nothing may fail; what has a
 * threshold, or another rule, is SQL in a generic test that comes with it and grades by itself.
 * @throws DxError `DX_QUALITY_SUITE` if an id comes twice
 * @example
 * ```ts
 * import { toDbtTests, type Suite } from "@dx/quality";
 * const head = { table: "shop", dimension: "uniqueness", severity: "error" } as const;
 * const rule = { kind: "unique", columns: ["id"] } as const;
 * const suite: Suite = { name: "s", checks: [{ ...head, id: "id", rule, threshold: { of: "rows", failAbove: 0 } }] };
 * const { document, losses } = toDbtTests(suite, { dialect: "postgres" });
 * if (!document.includes("- unique:") || losses[0]?.effect !== "figure") throw new Error();
 * ```
 * @see dbt, "Data tests"; dbt-core 1.12, `dbt/include/global_project/macros/generic_test_sql`
 */
export function toDbtTests({ name, checks }: Suite, options: DbtTestsOptions): DbtTests {
  requireDistinctIds(checks);
  const { dialect, layout = "data_tests", tables: as = "sources" } = options;
  const losses = createLosses();
  const written = checks.map((check) => ({ check, places: writeTest(check, options, losses) }));
  const tables = [...new Set(checks.map(({ table }) => table))].map((table) => {
    const { name: own, schema, catalog } = relation(table);
    const mine = written.filter(({ check }) => check.table === table);
    const places = mine.flatMap(({ places: all }) => all);
    const columns = [...new Set(places.flatMap(({ column }) => column ?? []))];
    const testsOf = (column?: string): readonly Entry[] =>
      places.filter((place) => place.column === column).map(({ test }) => test);
    const freshness =
      as === "sources"
        ? freshnessOf(
            mine.map(({ check }) => check),
            options,
            losses,
          )
        : {};
    const properties = {
      name: foldName(own, dialect),
      ...(freshness === undefined ? {} : freshness),
      ...(testsOf().length === 0 ? {} : { [layout]: testsOf() }),
      ...(columns.length === 0
        ? {}
        : { columns: columns.map((column) => ({ name: column, [layout]: testsOf(column) })) }),
    };
    const fold = (part: string | undefined): string | undefined =>
      part === undefined ? undefined : foldName(part, dialect);
    return { schema: fold(schema), catalog: fold(catalog), properties };
  });
  const document = {
    version: 2,
    ...(as === "models"
      ? { models: tables.map(({ properties }) => properties) }
      : { sources: sourcesOf(name, tables) }),
  };
  const needsMacros = written.some(({ places }) => places.some(({ test }) => "dx_level" in test));
  return {
    document: writeYaml(document),
    losses: losses.list,
    ...(needsMacros ? { macros: dbtMacros } : {}),
  };
}

interface TableEntry {
  readonly schema: string | undefined;
  readonly catalog: string | undefined;
  readonly properties: { readonly name: string };
}

/** Sources by catalogue and schema; without a schema, dbt takes the source's name for it. */
function sourcesOf(suite: string, tables: readonly TableEntry[]): readonly object[] {
  const keys = [...new Set(tables.map(({ schema, catalog }) => JSON.stringify([catalog, schema])))];
  return keys.map((key) => {
    const mine = tables.filter(({ schema, catalog }) => JSON.stringify([catalog, schema]) === key);
    const { schema, catalog } = mine[0] ?? { schema: undefined, catalog: undefined };
    return {
      name: [catalog, schema].filter((part) => part !== undefined).join("_") || suite,
      database: catalog,
      schema: schema ?? "{{ target.schema }}",
      tables: mine.map(({ properties }) => properties),
    };
  });
}

/** The test of one check, and where it stands; none, with a loss, if dbt has none. */
// oxlint-disable-next-line complexity -- in its own words, as freshness, or as SQL
function writeTest(check: Check, options: DbtTestsOptions, losses: Losses): readonly Place[] {
  const where = check.where === undefined ? undefined : withoutJinja(check.where);
  const isSayable = (check.where === undefined) === (where === undefined);
  const native = isSayable ? nativeTest(check, options) : undefined;
  const meta = { dx: { check: keptCheck(check), dialect: options.dialect } };
  const name = testName(check.id);
  const described =
    check.reason === undefined || options.layout === "tests"
      ? {}
      : { description: plainWords(check.reason) };
  if (native !== undefined) {
    const [type, column, given] = native;
    const config = {
      severity: check.severity === "error" ? "error" : "warn",
      ...(where === undefined ? {} : { where }),
      meta,
    };
    figureLoss(check, type, losses);
    return [
      {
        column,
        test: { [type]: { name, ...described, ...withArguments(given, options), config } },
      },
    ];
  }
  if ("measure" in check && check.measure.kind === "freshness-minutes") {
    if (options.tables === "models")
      losses.add(check.id, "dropped", "freshness", "dbt measures the freshness of sources only");
    return [];
  }
  const level = levelQuery(check, verbatimSql(modelPlace));
  if (level === undefined) {
    losses.add(
      check.id,
      "dropped",
      "rule" in check ? check.rule.kind : "measure" in check ? check.measure.kind : "columns",
      "schema" in check
        ? "dbt has no test of a table's columns; a model's contract is said where the model is"
        : "dx writes no SQL that asks it alone",
    );
    return [];
  }
  const query = withoutJinja(renderSql(level, options.dialect).text);
  if (query === undefined) {
    losses.add(check.id, "dropped", "braces in a name", "Jinja would read them");
    return [];
  }
  return [
    {
      test: {
        dx_level: { name, ...described, ...withArguments({ query }, options), config: { meta } },
      },
    },
  ];
}

function withArguments(given: Entry, { layout = "data_tests" }: DbtTestsOptions): Entry {
  if (Object.keys(given).length === 0) return {};
  return layout === "data_tests" ? { arguments: given } : given;
}

/** A test's name: part of a file's, and of SQL. */
export function testName(id: string): string {
  const plain = id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
  if (/^[a-z0-9_.]{1,60}$/.test(id)) return `dx_${plain}`;
  let hash = 0;
  for (const character of id)
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 0x1_00_00_00_00;
  return `dx_${plain.slice(0, 50)}_${hash.toString(36)}`;
}

/** A check as an object, or as text in which no two braces meet, where Jinja would find something to render. */
function keptCheck(check: Check): Json {
  const json = checkToJson(check);
  const text = JSON.stringify(json);
  return /\{[{%#]/.test(text) ? text.replaceAll(/\{(?=[{%#])/g, String.raw`\u007b`) : json;
}

/** Words that Jinja leaves alone: between two braces that would begin something stands a space. */
function plainWords(text: string): string {
  return text.replaceAll(/\{(?=[{%#])/g, "{ ");
}

type Native = readonly [type: string, column: string, given: Entry];

// oxlint-disable-next-line complexity -- one case for each test
function nativeTest(
  check: Check,
  { dialect, tables = "sources" }: DbtTestsOptions,
): Native | undefined {
  if (
    isWide(check) ||
    !("rule" in check) ||
    check.threshold.failAbove > 0 ||
    check.threshold.warnAbove !== undefined
  )
    return undefined;
  const { rule } = check;
  const name = (column: string): string => foldName(column, dialect);
  if (rule.kind === "not-null") return ["not_null", name(rule.column), {}];
  const [only = "", ...others] = "columns" in rule ? rule.columns : [];
  if (rule.kind === "unique" && others.length === 0) return ["unique", name(only), {}];
  if (rule.kind === "in-set") {
    if (rule.values.length === 0) return undefined;
    const isText = rule.values.every((value) => typeof value === "string" && !/['\\{]/.test(value));
    const isNumber = rule.values.every((value) => Number.isSafeInteger(value));
    if (!isText && !isNumber) return undefined;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- text or numbers
    const values = rule.values as readonly (string | number)[];
    return ["accepted_values", name(rule.column), { values, ...(isText ? {} : { quote: false }) }];
  }
  if (rule.kind === "references" && others.length === 0 && tables === "models") {
    const other = relation(rule.table);
    return [
      "relationships",
      name(only),
      { to: `ref('${foldName(other.name, dialect)}')`, field: name(rule.referenced[0] ?? only) },
    ];
  }
  return undefined;
}

function figureLoss(check: Check, type: string, losses: Losses): void {
  if (type === "unique")
    losses.add(
      check.id,
      "figure",
      "how many fail",
      "dbt counts the values that come more than once, dx the rows that have them",
    );
  if (type === "accepted_values")
    losses.add(
      check.id,
      "figure",
      "how many fail",
      "dbt counts the values that are not accepted, dx the rows that have them",
    );
}

const after = (minutes: number | undefined, key: string): object =>
  minutes === undefined ? {} : { [key]: { count: Math.ceil(minutes), period: "minute" } };

/** What `dbt source freshness` is told of a table. */
function freshnessOf(
  checks: readonly Check[],
  { dialect, layout = "data_tests" }: DbtTestsOptions,
  losses: Losses,
): object | undefined {
  const [first, ...more] = checks.filter(
    (check) => "measure" in check && check.measure.kind === "freshness-minutes",
  );
  if (first === undefined || !("measure" in first) || first.measure.kind !== "freshness-minutes")
    return undefined;
  for (const { id } of more)
    losses.add(id, "dropped", "a second freshness", "dbt has one of each source");
  const { bounds, warnBounds, measure, where, severity } = first;
  if (bounds.max === undefined) {
    losses.add(first.id, "dropped", "freshness without a limit", "dbt has no least age");
    return undefined;
  }
  losses.add(
    first.id,
    "verdict",
    "the time it is judged at",
    "`dbt source freshness` takes the clock's, and whole minutes; `dbt test` does not ask it",
  );
  losses.add(first.id, "one-way", "freshness", "it is no test, and is not read back");
  const limits =
    severity === "error"
      ? { ...after(warnBounds?.max, "warn_after"), ...after(bounds.max, "error_after") }
      : after(Math.min(bounds.max, warnBounds?.max ?? bounds.max), "warn_after");
  const freshness = {
    ...limits,
    ...(where === undefined ? {} : { filter: withoutJinja(where) ?? where }),
  };
  const loaded = foldName(measure.column, dialect);
  return layout === "data_tests"
    ? { config: { loaded_at_field: loaded, freshness } }
    : { loaded_at_field: loaded, freshness };
}
