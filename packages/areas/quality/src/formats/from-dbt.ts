import { formatRelation, parseName, quoteName, type Dialect } from "@dx/core";
import type { Check } from "../check.ts";
import { canonicalJson, checkFromJson } from "./check-json.ts";
import { readDbtTest } from "./dbt-read.ts";
import { defined } from "./defined.ts";
import type { ImportOptions } from "./export-options.ts";
import type { Imported } from "./from-great-expectations.ts";
import { createLosses, type Losses } from "./loss.ts";
import { isRecord, listOf, readDocument, recordsOf, textOf } from "./read-document.ts";
import { toDbtTests } from "./to-dbt-tests.ts";
import { createIds, dimensionOf, kindOf, nameOf } from "./words.ts";

type Record_ = Readonly<Record<string, unknown>>;

/** A data test of dbt, wherever it stood. */
export interface DbtTest {
  /** As `not_null` or `dbt_utils.accepted_range`. */
  readonly type: string;
  /** What it is given, under `arguments` or beside. */
  readonly given: Record_;
  /** Its configuration, under `config` or beside. */
  readonly config: Record_;
  /** The column that it stands under. */
  readonly column: string | undefined;
  /** Why it is there, for people. */
  readonly description: string | undefined;
}

const configKeys = new Set([
  "severity",
  "warn_if",
  "error_if",
  "where",
  "limit",
  "store_failures",
  "enabled",
  "tags",
  "meta",
  "fail_calc",
]);
const headKeys = new Set([
  "name",
  "description",
  "test_name",
  "config",
  "arguments",
  "column_name",
]);

/**
 * Reads the data tests of a properties file of dbt: of models, seeds, snapshots and sources, under `data_tests` or `tests`, with `arguments` or without; dbt's own four, those of
 * dbt_utils, and those of dbt_expectations that Great Expectations has too. A check that dx wrote comes back as it was, unless its test was changed by hand since.
 * @throws DxError `DX_QUALITY_DOCUMENT`
 * @example
 * ```ts
 * import { fromDbt } from "@dx/quality";
 * const values = { accepted_values: { arguments: { values: [1, 2], quote: false } } };
 * const columns = [{ name: "id", data_tests: ["not_null", values] }];
 * const file = { version: 2, models: [{ name: "shop", columns }] };
 * const { suite, losses } = fromDbt(file, { dialect: "duckdb" });
 * if (suite.checks.length !== 2 || losses.length > 0) throw new Error();
 * ```
 * @see dbt, "Data tests", "severity, error_if, and warn_if"; dbt_utils, "Generic Tests"
 */
export function fromDbt(document: unknown, options: ImportOptions): Imported {
  const file = readDocument(document, "properties of dbt");
  const losses = createLosses();
  const makeId = createIds();
  const resources = [
    ...["models", "seeds", "snapshots"].flatMap((key) =>
      recordsOf(file[key]).map((entry) => ({ entry, schema: undefined, catalog: undefined })),
    ),
    ...recordsOf(file["sources"]).flatMap((source) =>
      recordsOf(source["tables"]).map((entry) => ({
        entry,
        schema: textOf(source["schema"]) ?? textOf(source["name"]),
        catalog: textOf(source["database"]),
      })),
    ),
  ];
  const checks = resources.flatMap(({ entry, schema, catalog }) => {
    const { dialect } = options;
    const own = textOf(entry["identifier"]) ?? textOf(entry["name"]) ?? "table";
    const place =
      schema === undefined || schema.includes("{{") ? {} : { schema: nameOf(schema, dialect) };
    const table = formatRelation({
      kind: "relation",
      name: nameOf(own, dialect),
      ...place,
      ...(catalog === undefined ? {} : { catalog: nameOf(catalog, dialect) }),
    });
    return testsOf(entry).flatMap((test) => readTest(test, { ...options, table, makeId, losses }));
  });
  return { suite: { name: options.name ?? options.table ?? "dbt", checks }, losses: losses.list };
}

function testsOf(entry: Record_): readonly DbtTest[] {
  const of = (place: Record_, column?: string): readonly DbtTest[] =>
    [...listOf(place["data_tests"]), ...listOf(place["tests"])].flatMap((test) =>
      parseTest(test, column),
    );
  const columns = recordsOf(entry["columns"]).flatMap((column) => {
    const name = textOf(column["name"]);
    const isExact = column["quote"] === true && name !== undefined && !parseName(name).exact;
    return of(column, isExact ? quoteName(name) : name);
  });
  return [...of(entry), ...columns];
}

function parseTest(test: unknown, column?: string): readonly DbtTest[] {
  if (typeof test === "string")
    return [{ type: test, given: {}, config: {}, column, description: undefined }];
  if (!isRecord(test)) return [];
  const type =
    textOf(test["test_name"]) ??
    Object.keys(test).find((key) => isRecord(test[key]) && !headKeys.has(key)) ??
    Object.keys(test)[0];
  if (type === undefined) return [];
  const inner = textOf(test["test_name"]) === undefined && isRecord(test[type]) ? test[type] : test;
  const config = {
    ...pick(inner, (key) => configKeys.has(key)),
    ...(isRecord(inner["config"]) ? inner["config"] : {}),
  };
  const beside = pick(inner, (key) => !configKeys.has(key) && !headKeys.has(key));
  const given = { ...beside, ...(isRecord(inner["arguments"]) ? inner["arguments"] : {}) };
  return [
    {
      type,
      given,
      config,
      column: column ?? textOf(inner["column_name"]),
      description: textOf(inner["description"]),
    },
  ];
}

function pick(record: Record_, isWanted: (key: string) => boolean): Record_ {
  return Object.fromEntries(Object.entries(record).filter(([key]) => isWanted(key)));
}

interface Reading extends ImportOptions {
  readonly table: string;
  readonly makeId: (...parts: readonly string[]) => string;
  readonly losses: Losses;
}

function readTest(test: DbtTest, reading: Reading): readonly Check[] {
  const { table, dialect, makeId, losses } = reading;
  const meta =
    isRecord(test.config["meta"]) && isRecord(test.config["meta"]["dx"])
      ? test.config["meta"]["dx"]
      : {};
  const known = checkFromJson(meta["check"]);
  if (known !== undefined && isWrittenAs(known, String(meta["dialect"]), test)) {
    makeId(known.id);
    return [known];
  }
  const id =
    known === undefined
      ? makeId(table, test.column ?? "", test.type.replace(/^.*\./, ""))
      : makeId(known.id);
  if (known !== undefined)
    losses.add(
      id,
      "metadata",
      "the check that dx wrote",
      "its test was changed since, so it is read anew",
    );
  if (test.config["enabled"] === false) {
    losses.add(id, "dropped", "a test that is not enabled", "dx runs every check of a suite");
    return [];
  }
  const bodies = readDbtTest(test, {
    dialect,
    lose: (...loss) => losses.add(id, ...loss),
    ...defined({ now: reading.now, rowOrder: reading.rowOrder }),
  });
  const isWarning = textOf(test.config["severity"])?.toLowerCase() === "warn";
  const severity = isWarning ? "warning" : "error";
  const where = textOf(test.config["where"]);
  // oxlint-disable-next-line oxc/no-map-spread -- a check is put together of parts
  return bodies.map((body, at): Check => {
    const own = at === 0 ? id : makeId(id);
    if (known !== undefined) {
      const { dimension, reason, owner } = known;
      const kept = defined({ where: where ?? known.where, reason, owner });
      return { id: own, table, severity, dimension, ...kept, ...body };
    }
    const said = defined({ where: both(where, body.where), reason: test.description });
    const draft = { id: own, table, severity, dimension: "validity", ...body, ...said } as const;
    return { ...draft, dimension: dimensionOf(kindOf(draft)) };
  });
}

/** Two conditions, both of which hold. */
function both(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return `(${one}) and (${other})`;
}

/** Whether a check, written again, gives this test, in either layout. */
function isWrittenAs(check: Check, dialect: string, test: DbtTest): boolean {
  const essence = ({ type, given, config: { severity, where }, column }: DbtTest): string =>
    canonicalJson({ type, given, severity, where, column });
  return (["sources", "models"] as const).some((tables) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown dialect is thrown, and caught
    const again = written(check, { dialect: dialect as Dialect, tables });
    return again.length === 1 && again.every((one) => essence(one) === essence(test));
  });
}

function written(
  check: Check,
  options: { readonly dialect: Dialect; readonly tables: "sources" | "models" },
): readonly DbtTest[] {
  try {
    const file = readDocument(
      toDbtTests({ name: "again", checks: [check] }, options).document,
      "again",
    );
    const tables = [
      ...recordsOf(file["models"]),
      ...recordsOf(file["sources"]).flatMap((source) => recordsOf(source["tables"])),
    ];
    return tables.flatMap(testsOf);
  } catch {
    return [];
  }
}
