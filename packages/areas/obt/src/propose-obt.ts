import {
  DxError,
  formatRelation,
  nearest,
  relation,
  toNames,
  type Names,
  type TableSchema,
} from "@dx/core";
import { findVersions } from "./find-versions.ts";
import { fold } from "./obt-columns.ts";
import type { CalculatedField, ObtDimension, ObtLevel, ObtMeasure, ObtSpec } from "./obt-spec.ts";

/** That columns of a fact name a row of a dimension. */
export interface ObtReference {
  /** Of the fact. */
  readonly columns: readonly string[];
  /** The dimension, as its schema calls it. */
  readonly dimension: string;
  /** Its columns, in the same order. */
  readonly key: readonly string[];
}

/** A star as the catalogue, or a search, knows it. */
export interface FoundStar {
  /** The fact. */
  readonly fact: TableSchema;
  /** Its dimensions. */
  readonly dimensions: readonly TableSchema[];
  /** Which columns name which of them. */
  readonly references: readonly ObtReference[];
}

/** What is wanted of it. */
export interface ProposeObtOptions {
  /** What tells facts apart; without it, the declared primary key, or a declared unique one. */
  readonly factKey?: Names;
  /** The grain; `detail` without it. */
  readonly level?: ObtLevel["kind"];
  /** A date or time of the fact, for days and months; without it, the only one that the fact has. */
  readonly time?: string;
  /** Business keys, by dimension: of these, today's version is taken. */
  readonly current?: Readonly<Record<string, Names>>;
  /** What is measured; without it, all numbers that are no keys, by their names. */
  readonly measures?: readonly Omit<ObtMeasure, "isFloat">[];
  /** Columns that are not taken, as `comment` of any table, or `dim_shop.comment`. */
  readonly without?: readonly string[];
  /** What is computed. */
  readonly calculated?: readonly CalculatedField[];
  /** Conditions. */
  readonly filters?: readonly string[];
}

/** A wide table that a star may become. */
export interface ProposedObt {
  /** For `planObt`. */
  readonly spec: ObtSpec;
  /** What was decided without being told, each a sentence. */
  readonly decisions: readonly string[];
}

const numbers: ReadonlySet<string> = new Set(["int32", "int64", "float64", "decimal"]);
const times: ReadonlySet<string> = new Set(["date", "timestamp", "instant"]);
const keyLike = /(?:^|_)(?:id|key|code|no|nr|number|num|sk|fk|year|month|zip|postal|phone)$/i;
const balanceLike = /balance|level|stock|inventory|on_hand|headcount|outstanding/i;
const rateLike = /price|rate|ratio|percent|pct|average|avg|mean|share|per_|unit/i;

/**
 * Proposes the wide table of a star: all attributes but keys and what versions are kept by, all numbers of the fact as measures. What is only
 * assumed is said. A number that by its name is a rate, a price or a balance is kept as it is in a detailed table, and left out of days and months.
 * @throws DxError `DX_OBT_SPEC` for columns that are not there, and for what neither the star nor the options say
 */
export function proposeObt(star: FoundStar, options: ProposeObtOptions = {}): ProposedObt {
  const { fact, references } = star;
  const { level: kind = "detail", calculated = [], filters = [] } = options;
  refuseStrays(star, options);
  const without = (options.without ?? []).map(readPath);
  const isTaken = (one: TableSchema, name: string): boolean =>
    !without.some(({ table, column }) => column === fold(name) && isOf(one, table));
  const factKey = keyOf(fact, options.factKey);
  const level = levelOf(fact, kind, options.time);
  const joinKeys = references.flatMap(({ columns }) => columns);
  const taken = new Set([...factKey, ...joinKeys].map(fold));
  const { measures, decisions } = measuresOf(fact, options, {
    isTaken: (name) => isTaken(fact, name) && !taken.has(fold(name)),
    isDetail: kind === "detail",
  });
  const measured = new Set(measures.map(({ column }) => fold(column)));
  const kept = fact.columns
    .map(({ name }) => name)
    .filter((name) => isTaken(fact, name))
    .filter((name) => !taken.has(fold(name)) && !measured.has(fold(name)));
  const joined = dimensionsOf(star, options, isTaken);
  return {
    spec: {
      fact: nameOf(fact),
      factKey,
      ...(kind === "detail" && kept.length > 0 ? { factColumns: kept } : {}),
      measures,
      dimensions: joined.dimensions,
      level,
      calculated,
      filters,
    },
    decisions: [...joined.decisions, ...decisions],
  };
}

const nameOf = (table: TableSchema): string => formatRelation(table.relation);

/** `comment`, or `dim_shop.comment`. */
function readPath(path: string): { readonly table: string | undefined; readonly column: string } {
  const { catalog, schema, name } = relation(path);
  const table = catalog === undefined ? schema : `${catalog}.${schema ?? ""}`;
  return { table: table?.toLowerCase(), column: fold(name) };
}

const isOf = (one: TableSchema, table: string | undefined): boolean =>
  table === undefined || nameOf(one).toLowerCase() === table;

function need({ columns, relation: table }: TableSchema, name: string, path: string): string {
  const found = columns.find((column) => fold(column.name) === fold(name));
  if (found !== undefined) return found.name;
  const known = columns.map((column) => column.name);
  const near = nearest(name, known);
  throw new DxError("DX_OBT_SPEC", `${table.name} has no column ${name}`, {
    path: [path],
    hint: near === undefined ? `its columns are ${known.join(", ")}` : `did you mean ${near}?`,
  });
}

function refuseStrays({ fact, dimensions }: FoundStar, options: ProposeObtOptions): void {
  const tables = [fact, ...dimensions];
  for (const path of options.without ?? []) {
    const { table, column } = readPath(path);
    const known = tables
      .filter((one) => isOf(one, table))
      .flatMap(({ columns }) => columns.map(({ name }) => name));
    if (known.some((name) => fold(name) === column)) continue;
    const near = nearest(column, known);
    throw new DxError("DX_OBT_SPEC", `there is no column ${path} that could be left out`, {
      path: ["without"],
      hint: near === undefined ? "name one of the star" : `did you mean ${near}?`,
    });
  }
  for (const table of Object.keys(options.current ?? {})) {
    const known = dimensions.map(nameOf);
    if (known.includes(table)) continue;
    const near = nearest(table, known);
    throw new DxError("DX_OBT_SPEC", `the star has no dimension ${table}`, {
      path: ["current", table],
      hint: near === undefined ? `it has ${known.join(", ")}` : `did you mean ${near}?`,
    });
  }
}

function keyOf(fact: TableSchema, given: Names | undefined): readonly string[] {
  if (given !== undefined)
    return toNames(given, "factKey").map((name) => need(fact, name, "factKey"));
  const declared = fact.primaryKey ?? fact.uniqueKeys[0];
  if (declared !== undefined) return declared;
  throw new DxError("DX_OBT_SPEC", `nothing says what tells rows of ${nameOf(fact)} apart`, {
    path: ["factKey"],
    hint: "name the column, or columns",
  });
}

function levelOf(fact: TableSchema, kind: ObtLevel["kind"], time: string | undefined): ObtLevel {
  if (kind === "detail") return { kind };
  if (time !== undefined) return { kind, time: need(fact, time, "time") };
  const found = fact.columns.filter(({ type }) => times.has(type.kind));
  const [only] = found;
  if (only !== undefined && found.length === 1) return { kind, time: only.name };
  throw new DxError("DX_OBT_SPEC", `nothing says which time of ${nameOf(fact)} is meant`, {
    path: ["time"],
    hint:
      found.length === 0
        ? "the fact has no date and no time: give it one, or keep the detail"
        : `name one of ${found.map(({ name }) => name).join(", ")}`,
  });
}

interface Chosen {
  readonly measures: readonly ObtMeasure[];
  readonly decisions: readonly string[];
}

function measuresOf(
  fact: TableSchema,
  { measures }: ProposeObtOptions,
  {
    isTaken,
    isDetail,
  }: { readonly isTaken: (name: string) => boolean; readonly isDetail: boolean },
): Chosen {
  const marked = (measure: ObtMeasure): ObtMeasure => {
    const column = fact.columns.find(({ name }) => fold(name) === fold(measure.column));
    return column?.type.kind === "float64" ? { ...measure, isFloat: true } : measure;
  };
  if (measures !== undefined) {
    const given = measures.map(({ column, rollUp, per }) => {
      const measure = { column: need(fact, column, "measures"), rollUp };
      if (per === undefined) return marked(measure);
      const members = toNames(per, "per").map((name) => need(fact, name, "measures"));
      return marked({ ...measure, per: members });
    });
    return { measures: given, decisions: [] };
  }
  const found = fact.columns.filter(
    ({ name, type }) => numbers.has(type.kind) && isTaken(name) && !keyLike.test(fold(name)),
  );
  const judged = found.map(({ name }) => ({ name: name, kind: kindOf(name) }));
  const kept = judged.filter(({ kind }) => kind === "number" || isDetail);
  return {
    measures: kept.map(({ name, kind }) =>
      marked({ column: name, rollUp: kind === "number" ? "sum" : "none" }),
    ),
    decisions: judged.map(({ name, kind }) =>
      kind === "number"
        ? `${name} is summed: a number that is no key; nobody has said so`
        : `${name} is ${isDetail ? "kept as it is, and not summed" : "left out"}: by its name it is a ${kind}`,
    ),
  };
}

function kindOf(name: string): "number" | "balance" | "rate" {
  if (balanceLike.test(name)) return "balance";
  return rateLike.test(name) ? "rate" : "number";
}

function dimensionsOf(
  { fact, dimensions, references }: FoundStar,
  { current = {} }: ProposeObtOptions,
  isTaken: (table: TableSchema, name: string) => boolean,
): { readonly dimensions: readonly ObtDimension[]; readonly decisions: readonly string[] } {
  const roles = new Set<string>();
  const decisions: string[] = [];
  const joined = references.flatMap(({ columns, dimension, key }): readonly ObtDimension[] => {
    const schema = dimensions.find((one) => nameOf(one) === dimension);
    if (schema === undefined)
      throw new DxError("DX_OBT_SPEC", `the star has no dimension ${dimension}`, {
        path: ["references"],
        hint: `it has ${dimensions.map(nameOf).join(", ")}`,
      });
    const joinKey = columns.map((name) => need(fact, name, "references"));
    const dimensionKey = key.map((name) => need(schema, name, "references"));
    const versions = findVersions(schema);
    const hidden = new Set([...dimensionKey, ...Object.values(versions ?? {})].map(fold));
    const attributes = schema.columns
      .filter(({ name }) => isTaken(schema, name) && !hidden.has(fold(name)))
      .map(({ name }) => name);
    if (attributes.length === 0) {
      decisions.push(`${dimension} is not joined: no column of it is taken`);
      return [];
    }
    const role = roleOf(columns, schema.relation.name, roles);
    roles.add(role);
    const businessKey = current[dimension];
    decisions.push(
      `${columns.join(", ")} names ${dimension}, as ${role}${wordOf(versions !== undefined, businessKey)}`,
    );
    const { flag, validTo } = versions ?? {};
    const isCurrent = businessKey !== undefined && versions !== undefined;
    return [
      {
        table: dimension,
        joinKey,
        dimensionKey,
        attributes,
        role,
        ...(isCurrent
          ? {
              current: {
                businessKey: toNames(businessKey, "current").map((name) =>
                  need(schema, name, "current"),
                ),
                ...(flag === undefined ? { validTo: validTo ?? "" } : { flag }),
              },
            }
          : {}),
      },
    ];
  });
  return { dimensions: joined, decisions };
}

function wordOf(hasVersions: boolean, businessKey: Names | undefined): string {
  if (!hasVersions) return "";
  return businessKey === undefined
    ? ": the version that the fact names"
    : `: today's version, by ${toNames(businessKey, "current").join(", ")}`;
}

/** As `origin` of `origin_key`; the dimension's own name where that is taken, or the key has several columns. */
function roleOf(columns: readonly string[], table: string, taken: ReadonlySet<string>): string {
  const base = table.replace(/^dim_/i, "");
  const stem = fold(columns[0] ?? "").replace(/_?(?:key|id|sk|fk|code)$/, "");
  const role = columns.length === 1 && stem !== "" ? stem : base;
  const next = [role, base, `${role}_${base}`].find((one) => !taken.has(one));
  return next ?? `${role}_${taken.size + 1}`;
}
