import { getColumn, relation, valueAt, type DataTypeKind, type Rows } from "@dx/core";
import { parquetFacts, tableFacts, type Sql } from "@dx/sql";
import type { FoundTable, FoundTables } from "../evaluate/column-types.ts";
import { costlyView, parquetOf } from "./view-text.ts";
import {
  nothingKnown,
  type ColumnFacts,
  type ComparedColumns,
  type KnownFacts,
} from "./known-facts.ts";
import { readCondition, type ConditionFact } from "./read-condition.ts";
import { readFooters } from "./read-footers.ts";

type Asking<T> = Generator<readonly Sql[], T, readonly Rows[]>;

/** Asks what is known of tables without reading them; of one that cannot be asked, nothing. */
export function* askFacts(tables: FoundTables): Asking<ReadonlyMap<string, KnownFacts>> {
  const known = new Map<string, KnownFacts>();
  for (const [name, found] of tables)
    known.set(name, found.error === null ? yield* factsOf(name, found) : nothingKnown);
  return known;
}

function* factsOf(table: string, found: FoundTable): Asking<KnownFacts> {
  let facts: readonly Fact[];
  try {
    const [rows] = yield [tableFacts(table)];
    facts = rows === undefined ? [] : readFacts(rows);
  } catch {
    return nothingKnown;
  }
  const whats = facts.filter(({ fact }) => ["table", "view", "remote", "other"].includes(fact));
  const [what] = whats;
  const remote = whats.find(({ fact }) => fact === "remote");
  if (remote !== undefined)
    return { ...nothingKnown, costly: "its rows are fetched from elsewhere" };
  if (whats.length > 1) return nothingKnown;
  if (what?.fact === "table") return declared(facts, found);
  const path = what === undefined ? fileOf(table) : parquetOf(what.detail ?? "");
  if (path !== undefined) return yield* footers(path, found);
  const costly = what?.fact === "view" ? costlyView(what.detail ?? "") : undefined;
  return costly === undefined ? nothingKnown : { ...nothingKnown, costly };
}

/** A table that is none may be a file that DuckDB reads by its name. */
function fileOf(table: string): string | undefined {
  const { schema, name } = relation(table);
  const text = name.replaceAll(/^"|"$/g, "");
  return schema === undefined && /\.parquet$/i.test(text) ? text : undefined;
}

function* footers(path: string, found: FoundTable): Asking<KnownFacts> {
  try {
    const [rows] = yield [parquetFacts(path)];
    return rows === undefined ? nothingKnown : readFooters(rows, found);
  } catch {
    return nothingKnown;
  }
}

interface Fact {
  readonly fact: string;
  readonly columns: readonly string[];
  readonly detail: string | null;
}

function readFacts(rows: Rows): readonly Fact[] {
  return Array.from({ length: rows.count }, (_, row) => {
    const text = (name: string): string | null => valueAt(getColumn(rows, name, "text"), row);
    const columns = namesIn(text("columns"));
    return { fact: text("fact") ?? "", columns, detail: text("detail") };
  });
}

function namesIn(json: string | null): readonly string[] {
  const names: unknown = json === null ? [] : JSON.parse(json);
  return Array.isArray(names) ? names.map(String) : [];
}

const keyKinds = new Set<DataTypeKind>([
  "boolean",
  "int32",
  "int64",
  "text",
  "date",
  "timestamp",
  "instant",
  "uuid",
]);

function declared(facts: readonly Fact[], { all }: FoundTable): KnownFacts {
  const of = (fact: string): readonly Fact[] => facts.filter((one) => one.fact === fact);
  const kinds = new Map(all.map(({ name, type }) => [name, type.kind]));
  const collated = of("collated");
  const isCollated = (column: string): boolean =>
    kinds.get(column) === "text" &&
    collated.some(({ columns }) => columns.length === 0 || columns.includes(column));
  const conditions = of("check").flatMap(({ detail }) =>
    readCondition(detail ?? "", (column) => (isCollated(column) ? undefined : kinds.get(column))),
  );
  const isKey = ({ columns }: Fact): boolean =>
    columns.every((column) => {
      const kind = kinds.get(column);
      return kind !== undefined && keyKinds.has(kind) && !isCollated(column);
    });
  const about = Number(of("rows")[0]?.detail ?? Number.NaN);
  return {
    ...(Number.isFinite(about) ? { about } : {}),
    from: "the table's definition",
    columns: new Map(
      all.map(({ name }) => [name, columnFacts(name, { conditions, notNull: of("not-null") })]),
    ),
    keys: of("key")
      .filter((one) => one.columns.length > 0 && isKey(one))
      .map(({ columns }) => columns),
    compared: conditions.filter(
      (one): one is Extract<ConditionFact, { kind: "compared" }> & ComparedColumns =>
        one.kind === "compared",
    ),
  };
}

function columnFacts(
  name: string,
  {
    conditions,
    notNull,
  }: { readonly conditions: readonly ConditionFact[]; readonly notNull: readonly Fact[] },
): ColumnFacts {
  const own = conditions.filter((one) => one.kind !== "compared" && one.column === name);
  const values = own.find((one) => one.kind === "values");
  return {
    isNotNull:
      notNull.some(({ columns }) => columns.includes(name)) ||
      own.some(({ kind }) => kind === "not-null"),
    mins: own.flatMap((one) => (one.kind === "min" ? [one.end] : [])),
    maxs: own.flatMap((one) => (one.kind === "max" ? [one.end] : [])),
    ...(values?.kind === "values" ? { values: values.values } : {}),
  };
}
