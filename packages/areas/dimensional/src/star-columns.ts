import { DxError, findNamed, nearest, type DataType, type Rows, type TypeName } from "@dx/core";
import type { ColumnDefinition } from "@dx/sql";
import { generateDateDimension } from "./generate-date-dimension.ts";
import { timeRows } from "./generate-time-dimension.ts";
import {
  auditColumns,
  dateKey,
  timeKey,
  versionColumns,
  weightColumn,
  type Bridge,
  type DateDimension,
  type Dimension,
  type DimensionalModel,
  type FactTable,
  type TimeDimension,
} from "./model.ts";

/** That a column names a row of another table of the star. */
export interface StarReference {
  /** The column. */
  readonly column: string;
  /** The other table. */
  readonly table: string;
  /** Its surrogate key. */
  readonly key: string;
}

/** A table of a star with its columns, in order. */
export interface StarTable {
  /** Its name. */
  readonly name: string;
  /** What it is. */
  readonly kind: "dimension" | "date" | "time" | "bridge" | "fact";
  /** What its rows are, in a sentence. */
  readonly comment: string;
  /** Its columns. */
  readonly columns: readonly ColumnDefinition[];
  /** What tells its rows apart. */
  readonly primaryKey: readonly string[];
  /** Its columns that name a row of another table of the star. */
  readonly references: readonly StarReference[];
}

/**
 * The tables of a star, dimensions first, with the columns that are made: keys, attributes, measures and those for auditors.
 * @throws DxError `DX_DIMENSIONAL_NAME` if a fact refers to a dimension that is not there
 * @example
 * ```ts
 * import { starTables } from "@dx/dimensional";
 * const date = { name: "dim_date", from: "2026-01-01", to: "2026-12-31", fiscalYearStartMonth: 1, fiscalYearLabel: "start", holidays: [] } as const;
 * const [calendar] = starTables({ name: "sales", facts: [], dimensions: [], date, decisions: [] });
 * if (calendar?.primaryKey[0] !== "date_key") throw new Error();
 * ```
 */
export function starTables(model: DimensionalModel): readonly StarTable[] {
  return [
    ...model.dimensions.map(ofDimension),
    ...(model.date === null ? [] : [ofDate(model.date)]),
    ...(model.time === undefined ? [] : [ofTime(model.time)]),
    ...(model.bridges ?? []).map((bridge) => bridgeTable(model, bridge)),
    ...model.facts.map((fact) => ofFact(model, fact)),
  ];
}

const timestamps: readonly ColumnDefinition[] = [
  { name: auditColumns.insertedAt, type: "timestamp", nullable: false },
  { name: auditColumns.updatedAt, type: "timestamp", nullable: false },
];

function ofDimension(dimension: Dimension): StarTable {
  const { name, source, surrogateKey, businessKey, attributes, scdType } = dimension;
  const { validFrom, validTo, current } = versionColumns;
  const versions: readonly ColumnDefinition[] =
    scdType === 2
      ? [
          { name: validFrom, type: "timestamp" },
          { name: validTo, type: "timestamp" },
          { name: current, type: "boolean", nullable: false },
        ]
      : [];
  const member =
    dimension.kind === "junk"
      ? "each combination of flags"
      : scdType === 2
        ? "a version of a member"
        : "a member";
  return {
    name,
    kind: "dimension",
    comment: `One row for ${member} of ${source}, and one for the unknown member.`,
    columns: [
      { name: surrogateKey, type: "int64", nullable: false },
      ...[...businessKey, ...attributes].map((column) => ({
        name: column.name,
        type: column.type,
      })),
      ...versions,
      ...timestamps,
    ],
    primaryKey: [surrogateKey],
    references: [],
  };
}

/** The columns of generated rows with their types. */
function columnsOfRows({ columns }: Rows, key: string): readonly ColumnDefinition[] {
  return columns.map(({ name, kind }) => ({ name, type: plain(kind), nullable: name !== key }));
}

function plain(kind: string): DataType {
  switch (kind) {
    case "int32":
    case "date":
    case "boolean":
      return { kind };
    default:
      return { kind: "text" };
  }
}

function ofDate(date: DateDimension): StarTable {
  return {
    name: date.name,
    kind: "date",
    comment: "One row for a day, and one for the unknown day.",
    columns: [
      ...columnsOfRows(generateDateDimension({ ...date, to: date.from }), dateKey),
      ...timestamps,
    ],
    primaryKey: [dateKey],
    references: [],
  };
}

function ofTime(time: TimeDimension): StarTable {
  return {
    name: time.name,
    kind: "time",
    comment: `One row for a ${time.granularity} of the day, and one for the unknown time.`,
    columns: [...columnsOfRows(timeRows(time, 1), timeKey), ...timestamps],
    primaryKey: [timeKey],
    references: [],
  };
}

/** The type of shares. */
export const weightType = { kind: "decimal", precision: 18, scale: 9 } as const;

/**
 * The table of a bridge.
 * @throws DxError `DX_DIMENSIONAL_NAME` for a dimension that is not there
 */
export function bridgeTable(
  { dimensions }: DimensionalModel,
  { name, source, group, through, dimension }: Bridge,
): StarTable {
  const references = [...(through === undefined ? [] : [through]), dimension].map((table) => {
    const { surrogateKey: key } = findDimension(dimensions, table);
    return { column: key, table, key };
  });
  const groups = group.map((one) => one.name);
  return {
    name,
    kind: "bridge",
    comment: `One row for each member of a group in ${source}, with its share; those of a group add up to 1.`,
    columns: [
      ...group.map((one) => ({ name: one.name, type: one.type, nullable: false })),
      ...references.map(({ column }) => ({
        name: column,
        type: "int64" as const,
        nullable: false,
      })),
      { name: weightColumn, type: weightType, nullable: false },
      ...timestamps,
    ],
    primaryKey: [...groups, findDimension(dimensions, dimension).surrogateKey],
    references,
  };
}

function ofFact(model: DimensionalModel, fact: FactTable): StarTable {
  const { grain, keys, degenerate, measures } = fact;
  const references = keys.map(({ column, dimension }) => {
    const { key, type } = keyOf(model, dimension);
    return { column, table: dimension, key, type };
  });
  return {
    name: fact.name,
    kind: "fact",
    comment: `${grain.sentence}; a ${fact.kind} fact, made of ${fact.source}.`,
    columns: [
      ...grain.key.map(({ name, type }) => ({ name, type, nullable: false })),
      ...references.map(({ column, type }) => ({ name: column, type, nullable: false })),
      ...[...degenerate, ...measures].map(({ name, type }) => ({ name, type })),
      ...timestamps,
    ],
    primaryKey: grain.key.map(({ name }) => name),
    references: references.map(({ column, table, key }) => ({ column, table, key })),
  };
}

/** The surrogate key of a dimension, of the calendar, or of the times of day, and its type. */
export function keyOf(
  { dimensions, date, time }: DimensionalModel,
  name: string,
): { readonly key: string; readonly type: TypeName } {
  if (date?.name === name) return { key: dateKey, type: "int32" };
  if (time?.name === name) return { key: timeKey, type: "int32" };
  const found = findDimension(dimensions, name);
  return { key: found.surrogateKey, type: "int64" };
}

/**
 * The dimension of a name.
 * @throws DxError `DX_DIMENSIONAL_NAME` if there is none
 */
export function findDimension(dimensions: readonly Dimension[], name: string): Dimension {
  const found = findNamed(dimensions, name);
  if (found !== undefined) return found;
  const names = dimensions.map((one) => one.name);
  const near = nearest(name, names);
  throw new DxError("DX_DIMENSIONAL_NAME", `there is no dimension ${name}`, {
    path: [name],
    hint: near === undefined ? `there are ${names.join(", ") || "none"}` : `did you mean ${near}?`,
  });
}
