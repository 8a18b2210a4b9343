import { formatRelation, relation, type DataType, type TableSchema } from "@dx/core";
import { isDate, isNumber } from "../design/kinds.ts";
import { looksLikeAudit, looksLikeKey, plainName } from "../design/names.ts";

/** That columns of a table name a row of another one. */
export interface LintReference {
  /** The table whose rows name others. */
  readonly child: string;
  /** Its columns. */
  readonly childColumns: readonly string[];
  /** The table whose rows are named. */
  readonly parent: string;
  /** Its columns, in the same order. */
  readonly parentColumns: readonly string[];
}

/** A column, by its name as SQL templates take it. */
export interface LintColumn {
  readonly name: string;
  readonly type: DataType;
}

/** A table, and what it is to the star. */
export interface LintTable {
  readonly name: string;
  readonly role: "fact" | "dimension" | "calendar" | "other";
  readonly columns: readonly LintColumn[];
  /** Of facts: numbers that name nothing. */
  readonly measures: readonly LintColumn[];
  readonly references: readonly LintReference[];
}

/** A name of the catalogue, quoted only where templates need it, as profiles have it. */
function written(name: string): string {
  return formatRelation({ kind: "relation", name });
}

/** Tables with their roles; of references, those that are declared and those that are given. */
export function readStar(
  schemas: readonly TableSchema[],
  given: readonly LintReference[],
): readonly LintTable[] {
  const names = schemas.map((one) => formatRelation(one.relation));
  const known = (name: string): string | undefined =>
    names.find((one) => one === name) ??
    names.find((one) => relation(one).name === relation(name).name);
  const declared = schemas.flatMap((schema) =>
    schema.foreignKeys.map((key) => ({
      child: formatRelation(schema.relation),
      childColumns: key.columns.map((one) => written(one)),
      parent: formatRelation(key.references),
      parentColumns: key.referenced.map((one) => written(one)),
    })),
  );
  const references = [...declared, ...given].flatMap((one) => {
    const [child, parent] = [known(one.child), known(one.parent)];
    return child === undefined || parent === undefined ? [] : [{ ...one, child, parent }];
  });
  const unique = references.filter(
    (one, at) =>
      references.findIndex(
        (other) =>
          other.child === one.child && other.childColumns.join() === one.childColumns.join(),
      ) === at,
  );
  return schemas.map((schema) => readTable(schema, unique));
}

function readTable(schema: TableSchema, all: readonly LintReference[]): LintTable {
  const name = formatRelation(schema.relation);
  const columns = schema.columns.map(({ name: own, type }) => ({ name: written(own), type }));
  const references = all.filter((one) => one.child === name && one.parent !== name);
  const incoming = all.filter((one) => one.parent === name && one.child !== name);
  const own = new Set([
    ...references.flatMap((one) => one.childColumns),
    ...incoming.flatMap((one) => one.parentColumns),
    ...(schema.primaryKey ?? []).map((one) => written(one)),
  ]);
  const measures = columns.filter(
    (one) =>
      isNumber(one.type) &&
      !own.has(one.name) &&
      !looksLikeKey(one.name) &&
      !looksLikeAudit(one.name),
  );
  const role = roleOf(schema.relation.name, { references, incoming, measures, columns });
  return { name, role, columns, measures, references };
}

function roleOf(
  table: string,
  {
    references,
    incoming,
    measures,
    columns,
  }: Pick<LintTable, "references" | "measures" | "columns"> & {
    readonly incoming: readonly LintReference[];
  },
): LintTable["role"] {
  const name = plainName(table);
  if (/^(bridge|brg)_|_bridge$/.test(name)) return "other";
  if (/^(fct|fact)s?_|_facts?$/.test(name)) return "fact";
  const isNamed = /^dim(ension)?_|_dim(ension)?$/.test(name);
  if (isNamed || incoming.length > 0)
    return /(^|_)(date|day|calendar|time)s?(_|$)/.test(name) &&
      columns.some((one) => isDate(one.type) && !looksLikeAudit(one.name))
      ? "calendar"
      : "dimension";
  return references.length > 1 || (references.length === 1 && measures.length > 0)
    ? "fact"
    : "other";
}
