import { DxError, nearest, parseName, quoteName, toNames, type Relation, relation } from "@dx/core";
import { identifier, sql, type Sql } from "@dx/sql";
import type { Formula } from "./formula/formula.ts";
import { formulaSql } from "./formula/formula-sql.ts";
import { parseFormula } from "./formula/parse-formula.ts";
import { formulaError } from "./formula/read-tokens.ts";
import type { ObtDimension, ObtMeasure, ObtSpec } from "./obt-spec.ts";

/** A column of a wide table, and where it is from. */
export interface ObtColumn {
  /** Its name, in the grammar of names. */
  readonly name: string;
  /** What it is. */
  readonly kind:
    | "key"
    | "period"
    | "fact"
    | "join-key"
    | "attribute"
    | "measure"
    | "rows"
    | "calculated";
  /** The table of its values; the fact's for all that is computed. */
  readonly table: string;
  /** The column there; the formula of a calculated field. */
  readonly source: string;
  /** The role of its dimension, of attributes. */
  readonly role?: string;
  /** Its place among the measures, of measures. */
  readonly measure?: ObtMeasure;
}

/** A dimension with its names. */
export interface NamedDimension extends ObtDimension {
  /** What its columns begin with. */
  readonly role: string;
  /** What the query calls it. */
  readonly alias: string;
  /** The table. */
  readonly relation: Relation;
  /** Of the fact. */
  readonly joinKeys: readonly string[];
  /** Of the dimension. */
  readonly dimensionKeys: readonly string[];
  /** What is taken. */
  readonly attributeNames: readonly string[];
}

/** A calculated field as SQL. */
export interface NamedCalculation {
  /** What it is called. */
  readonly name: string;
  /** Over the columns of the wide table, `w`. */
  readonly sql: Sql;
}

/** A specification with all names found, and checked. */
export interface NamedObt {
  /** As it was given. */
  readonly spec: ObtSpec;
  /** The fact table. */
  readonly fact: Relation;
  /** What tells facts apart. */
  readonly factKeys: readonly string[];
  /** In their order. */
  readonly dimensions: readonly NamedDimension[];
  /** All columns of the wide table, in order. */
  readonly columns: readonly ObtColumn[];
  /** What tells its rows apart: the fact's key, or period and attributes. */
  readonly grain: readonly string[];
  /** Conditions as SQL over the columns of the detailed rows. */
  readonly filters: readonly Sql[];
  /** Calculated fields as SQL over the columns of the wide table. */
  readonly calculated: readonly NamedCalculation[];
}

const ending = /_?(?:key|id|sk|fk|code)$/i;

/**
 * Finds the names of a wide table's columns, and refuses those that meet.
 * @throws DxError `DX_OBT_NAME` if two columns would have one name, `DX_OBT_MEASURE` if a measure cannot be rolled up,
 * `DX_OBT_SPEC` if the specification says too little, `DX_OBT_FORMULA` for formulas and what they name
 */
export function nameColumns(spec: ObtSpec): NamedObt {
  const fact = relation(spec.fact);
  const factKeys = toNames(spec.factKey, "factKey");
  const dimensions = spec.dimensions.map(nameDimension);
  const isDetail = spec.level.kind === "detail";
  if (!isDetail) refuseMeasures(spec.measures);
  const own = (kind: ObtColumn["kind"], source: string): ObtColumn => ({
    name: source,
    kind,
    table: fact.name,
    source,
  });
  const joinKeys = dimensions.flatMap((one) => one.joinKeys);
  const measured = new Set(spec.measures.map(({ column }) => fold(column)));
  const kept = [...new Set([...joinKeys, ...timesOf(spec)])].filter(
    (name) => ![...factKeys].some((key) => fold(key) === fold(name)) && !measured.has(fold(name)),
  );
  const { factColumns: extra = [] } = spec;
  const factColumns = extra.length === 0 ? [] : toNames(extra, "factColumns");
  const detail: readonly ObtColumn[] = [
    ...factKeys.map((name) => own("key", name)),
    ...kept.map((name) => own(joinKeys.includes(name) ? "join-key" : "fact", name)),
    ...factColumns
      .filter((name) => !kept.some((one) => fold(one) === fold(name)))
      .map((name) => own("fact", name)),
  ];
  const attributes = dimensions.flatMap(attributesOf);
  const measures = spec.measures.map((measure): ObtColumn => ({
    ...own("measure", measure.column),
    measure,
  }));
  const calculatedColumns = (spec.calculated ?? []).map(({ name, formula }): ObtColumn => ({
    name,
    kind: "calculated",
    table: fact.name,
    source: formula,
  }));
  const period: readonly ObtColumn[] =
    spec.level.kind === "detail"
      ? []
      : [
          {
            name: periodName(spec.level),
            kind: "period",
            table: fact.name,
            source: spec.level.time,
          },
        ];
  const rows = own("rows", "row_count");
  const wide = isDetail
    ? [...detail, ...attributes, ...measures]
    : [...period, ...attributes, rows, ...measures];
  const columns = [...wide, ...calculatedColumns];
  refuseTwins(columns);
  refuseTwins([...detail, ...attributes, ...measures]);
  return {
    spec,
    fact,
    factKeys,
    dimensions,
    columns,
    grain: isDetail ? factKeys : [...period, ...attributes].map(({ name }) => name),
    filters: filtersOf(spec, [...detail, ...attributes, ...measures]),
    calculated: calculate(spec, wide),
  };
}

/** What the column of the period is called. */
export function periodName(level: Exclude<ObtSpec["level"], { readonly kind: "detail" }>): string {
  return level.as ?? (level.kind === "daily" ? "day" : "month");
}

function timesOf({ dimensions, level }: ObtSpec): readonly string[] {
  const times = dimensions.flatMap(({ asOf }) => (asOf === undefined ? [] : [asOf.at]));
  return level.kind === "detail" ? times : [...times, level.time];
}

function nameDimension(dimension: ObtDimension, index: number): NamedDimension {
  const table = relation(dimension.table);
  const joinKeys = toNames(dimension.joinKey, `dimensions.${index}.joinKey`);
  const dimensionKeys = toNames(
    dimension.dimensionKey ?? joinKeys,
    `dimensions.${index}.dimensionKey`,
  );
  if (dimensionKeys.length !== joinKeys.length)
    throw new DxError(
      "DX_OBT_SPEC",
      `${table.name}: ${joinKeys.length} join keys, ${dimensionKeys.length} in the dimension`,
      {
        path: ["dimensions", index, "dimensionKey"],
        hint: "name as many columns of the dimension as of the fact",
      },
    );
  if (dimension.current !== undefined && dimension.asOf !== undefined)
    throw new DxError("DX_OBT_SPEC", `${table.name}: both today's version and that of a time`, {
      path: ["dimensions", index],
      hint: "give `current` or `asOf`; for both, join the dimension twice, in two roles",
    });
  if (
    dimension.current !== undefined &&
    dimension.current.flag === undefined &&
    dimension.current.validTo === undefined
  )
    throw new DxError("DX_OBT_SPEC", `${table.name}: nothing says which version is current`, {
      path: ["dimensions", index, "current"],
      hint: "give `flag` or `validTo`",
    });
  const [only = ""] = joinKeys;
  const stem = parseName(only).text.replace(ending, "");
  const role =
    dimension.role ??
    (joinKeys.length === 1 && stem !== "" ? stem : table.name.replace(/^dim_/i, ""));
  return {
    ...dimension,
    role,
    alias: `d${index + 1}`,
    relation: table,
    joinKeys,
    dimensionKeys,
    attributeNames: toNames(dimension.attributes, `dimensions.${index}.attributes`),
  };
}

function attributesOf({
  role,
  relation: { name: table },
  attributeNames,
}: NamedDimension): readonly ObtColumn[] {
  return attributeNames.map((source) => {
    const { text, exact } = parseName(source);
    const prefix = `${role}_`;
    const plain = text.toLowerCase().startsWith(prefix.toLowerCase()) ? text : prefix + text;
    const name = exact && !parseName(plain).exact ? quoteName(plain) : plain;
    return { name, kind: "attribute", table, source, role };
  });
}

/** The name as no platform would tell it from another. */
export function fold(name: string): string {
  return parseName(name).text.toLowerCase();
}

function refuseTwins(columns: readonly ObtColumn[]): void {
  const seen = new Map<string, ObtColumn>();
  for (const column of columns) {
    const twin = seen.get(fold(column.name));
    if (twin !== undefined)
      throw new DxError(
        "DX_OBT_NAME",
        `two columns would be called ${column.name}: ${twin.source} of ${twin.table} and ${column.source} of ${column.table}`,
        {
          path: [column.name],
          hint: "give one of the dimensions another `role`, or the field another name",
        },
      );
    seen.set(fold(column.name), column);
  }
}

function refuseMeasures(measures: readonly ObtMeasure[]): void {
  for (const [index, { column, rollUp, per }] of measures.entries()) {
    if (rollUp === "none")
      throw new DxError("DX_OBT_MEASURE", `${column} cannot be brought together over rows`, {
        path: ["measures", index, "rollUp"],
        hint: "take what it is computed of as measures, and compute it as a calculated field; or keep the grain",
      });
    if (rollUp === "last" && per === undefined)
      throw new DxError("DX_OBT_MEASURE", `${column}: the last value of what?`, {
        path: ["measures", index, "per"],
        hint: "name what has one value at a time, as account_id for a balance",
      });
  }
}

function columnFinder(
  formula: string,
  known: ReadonlyMap<string, Sql>,
): (name: string, at: number) => Sql {
  return (name, at) => {
    const found = known.get(fold(name));
    if (found !== undefined) return found;
    const near = nearest(fold(name), [...known.keys()]);
    throw formulaError(
      formula,
      at,
      `there is no column ${name}`,
      near === undefined
        ? `the columns are ${[...known.keys()].join(", ")}`
        : `did you mean ${near}?`,
    );
  };
}

const asColumns = (columns: readonly ObtColumn[]): ReadonlyMap<string, Sql> =>
  new Map(columns.map(({ name }) => [fold(name), sql`${identifier("w", name)}`]));

function filtersOf({ filters = [] }: ObtSpec, columns: readonly ObtColumn[]): readonly Sql[] {
  const known = asColumns(columns);
  return filters.map((filter) => formulaSql(parse(filter), columnFinder(filter, known)));
}

function calculate(
  { calculated = [] }: ObtSpec,
  columns: readonly ObtColumn[],
): NamedObt["calculated"] {
  const known = new Map(asColumns(columns));
  return calculated.map(({ name, formula }) => {
    const written = formulaSql(parse(formula), columnFinder(formula, known));
    known.set(fold(name), written);
    return { name, sql: written };
  });
}

const parse = (formula: string): Formula => parseFormula(formula);
