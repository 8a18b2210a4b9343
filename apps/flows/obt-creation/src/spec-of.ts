import { DxError, nearest, parseName, type ColumnSchema, type TableSchema } from "@dx/core";
import type { ObtDimension, ObtMeasure, ObtSpec } from "@dx/obt";
import type { DimensionInput, Inputs } from "./inputs.ts";

/** A specification, and what was assumed for it. */
export interface SpecFound {
  readonly spec: ObtSpec;
  /** Measures that were assumed to be summed. */
  readonly assumed: readonly string[];
}

/**
 * The specification of the wide table, by inputs and the tables' columns.
 * @param schemaOf - by the names of the inputs
 * @param placeOf - where the rows are
 * @throws DxError `DX_FLOW_OBT` for columns that are not there, and what is missing
 */
export function specOf(
  inputs: Inputs,
  schemaOf: (table: string) => TableSchema,
  placeOf: (table: string) => string,
): SpecFound {
  const fact = schemaOf(inputs.factTable);
  const own = (name: string, ...path: readonly (string | number)[]): string =>
    need(fact, name, path);
  const factKey = keyOf(inputs, fact);
  const dimensions = inputs.dimensions.map((one, index) =>
    dimensionOf(one, { index, fact, schema: schemaOf(one.table), place: placeOf(one.table) }),
  );
  const taken = new Set(
    [
      ...factKey,
      ...inputs.dimensions.map(({ joinKey }) => joinKey),
      ...[inputs.timeColumn ?? []].flat(),
    ].map(fold),
  );
  const { measures, assumed } = measuresOf(inputs, fact, taken);
  const { aggregationLevel: kind, timeColumn, changedBy } = inputs;
  const kept = [...(inputs.factColumns ?? []), ...(changedBy === undefined ? [] : [changedBy])].map(
    (name) => own(name, "factColumns"),
  );
  const factColumns = [...new Set(kept)].filter((name) => !taken.has(fold(name)));
  return {
    spec: {
      fact: placeOf(inputs.factTable),
      factKey,
      ...(kind === "detail" && factColumns.length > 0 ? { factColumns } : {}),
      measures,
      dimensions,
      level: kind === "detail" ? { kind } : { kind, time: own(timeColumn ?? "", "timeColumn") },
      calculated: inputs.calculatedFields,
      filters: inputs.filters,
    },
    assumed,
  };
}

const fold = (name: string): string => parseName(name).text.toLowerCase();

function find({ columns }: TableSchema, name: string): ColumnSchema | undefined {
  return columns.find((column) => fold(column.name) === fold(name));
}

function need(schema: TableSchema, name: string, path: readonly (string | number)[]): string {
  if (find(schema, name) !== undefined) return name;
  const known = schema.columns.map((column) => column.name);
  const near = nearest(name, known);
  throw new DxError("DX_FLOW_OBT", `${schema.relation.name} has no column ${name}`, {
    path,
    hint: near === undefined ? `its columns are ${known.join(", ")}` : `did you mean ${near}?`,
  });
}

function keyOf({ factKey }: Inputs, fact: TableSchema): readonly string[] {
  const key = factKey ?? fact.primaryKey ?? fact.uniqueKeys[0];
  if (key === undefined)
    throw new DxError(
      "DX_FLOW_OBT",
      `nothing says what tells rows of ${fact.relation.name} apart`,
      {
        path: ["factKey"],
        hint: "name the column, or columns, as factKey",
      },
    );
  return key.map((name) => need(fact, name, ["factKey"]));
}

interface Place {
  readonly index: number;
  readonly fact: TableSchema;
  readonly schema: TableSchema;
  readonly place: string;
}

function dimensionOf(one: DimensionInput, { index, fact, schema, place }: Place): ObtDimension {
  const at = (field: string): readonly (string | number)[] => ["dimensions", index, field];
  const dimensionKey = need(
    schema,
    one.dimensionKey ?? one.joinKey,
    at(one.dimensionKey === undefined ? "joinKey" : "dimensionKey"),
  );
  const shared = {
    table: place,
    joinKey: need(fact, one.joinKey, at("joinKey")),
    dimensionKey,
    attributes: one.attributes.map((name) => need(schema, name, at("attributes"))),
    ...(one.role === undefined ? {} : { role: one.role }),
  };
  const asOf = asOfOf(one, { index, fact, schema, place });
  if (asOf !== undefined) return { ...shared, asOf };
  const current = one.currentOnly ? currentOf(one, index, schema) : undefined;
  return current === undefined ? shared : { ...shared, current };
}

function asOfOf(
  { at, validFrom, validTo }: DimensionInput,
  { index, fact, schema }: Place,
): ObtDimension["asOf"] {
  if (at === undefined || validFrom === undefined || validTo === undefined) return undefined;
  return {
    validFrom: need(schema, validFrom, ["dimensions", index, "validFrom"]),
    validTo: need(schema, validTo, ["dimensions", index, "validTo"]),
    at: need(fact, at, ["dimensions", index, "at"]),
  };
}

/** How today's version is known; `undefined` of a dimension without versions. */
function currentOf(
  one: DimensionInput,
  index: number,
  schema: TableSchema,
): ObtDimension["current"] {
  const at = (field: string): readonly (string | number)[] => ["dimensions", index, field];
  const flag = one.currentFlag ?? find(schema, "is_current")?.name;
  const validTo = one.validTo ?? find(schema, "valid_to")?.name;
  if (flag === undefined && validTo === undefined) return undefined;
  if (one.businessKey === undefined)
    throw new DxError(
      "DX_FLOW_OBT",
      `${schema.relation.name} has versions: what do those of one member share?`,
      {
        path: at("businessKey"),
        hint: "name its business key, or say currentOnly: false for the version that the fact names",
      },
    );
  const businessKey = one.businessKey.map((name) => need(schema, name, at("businessKey")));
  return flag === undefined
    ? { businessKey, validTo: need(schema, validTo ?? "", at("validTo")) }
    : { businessKey, flag: need(schema, flag, at("currentFlag")) };
}

const numbers = new Set(["int32", "int64", "float64", "decimal"]);

function measuresOf(
  { measures, factColumns = [] }: Inputs,
  fact: TableSchema,
  taken: ReadonlySet<string>,
): { readonly measures: readonly ObtMeasure[]; readonly assumed: readonly string[] } {
  const isFloat = (name: string): boolean => find(fact, name)?.type.kind === "float64";
  const mark = (name: string): { readonly isFloat?: true } =>
    isFloat(name) ? { isFloat: true } : {};
  if (measures !== undefined)
    return {
      measures: measures.map(({ column, rollUp, per }, index) => ({
        column: need(fact, column, ["measures", index, "column"]),
        rollUp,
        ...(per === undefined
          ? {}
          : { per: per.map((name) => need(fact, name, ["measures", index, "per"])) }),
        ...mark(column),
      })),
      assumed: [],
    };
  const kept = new Set(factColumns.map(fold));
  const found = fact.columns.filter(
    ({ name, type }) =>
      numbers.has(type.kind) &&
      !taken.has(fold(name)) &&
      !kept.has(fold(name)) &&
      !/(^|_)(key|id|sk|code|year|month|no|number)$/i.test(name),
  );
  return {
    measures: found.map(({ name }) => ({ column: name, rollUp: "sum", ...mark(name) })),
    assumed: found.map(({ name }) => name),
  };
}
