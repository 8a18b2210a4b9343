import { DxError, parseName } from "@dx/core";
import type { Bridge, Dimension, DimensionalModel, FactKey, FactTable } from "./model.ts";
import { findDimension, starTables, type StarTable } from "./star-columns.ts";

/**
 * The model, if a star can be made of it: names that are different on every platform, no longer than 63 bytes, references that lead
 * to dimensions by as many columns as their keys have, roles that are different, a grain.
 * @throws DxError `DX_DIMENSIONAL_MODEL` with all that is wrong, `DX_DIMENSIONAL_NAME` for a reference to no dimension
 * @example
 * ```ts
 * import { isDxError } from "@dx/core";
 * import { checkModel } from "@dx/dimensional";
 * try {
 *   checkModel({ name: "empty", facts: [], dimensions: [], date: null, decisions: [] });
 *   throw new Error();
 * } catch (error) {
 *   if (!isDxError(error, "DX_DIMENSIONAL_MODEL")) throw error;
 * }
 * ```
 */
export function checkModel(model: DimensionalModel): DimensionalModel {
  const tables = starTables(model);
  const faults = [
    ...(model.facts.length === 0 ? ["it has no fact"] : []),
    ...repeated(tables.map(({ name }) => name)).map((name) => `two tables are called ${name}`),
    ...tables.flatMap(faultsOfTable),
    ...model.facts.flatMap((fact) => faultsOfFact(model, fact)),
    ...model.dimensions
      .filter(({ businessKey }) => businessKey.length === 0)
      .map(({ name }) => `${name} has no business key`),
    ...model.dimensions.flatMap(faultsOfOuter),
    ...model.dimensions.flatMap(faultsOfJunk),
    ...(model.bridges ?? []).flatMap((bridge) => faultsOfBridge(model, bridge)),
  ];
  if (faults.length === 0) return model;
  throw new DxError(
    "DX_DIMENSIONAL_MODEL",
    `no star can be made of the model: ${faults.join("; ")}`,
    {
      path: ["model"],
      hint: "change these names, or give a model in which they are changed",
    },
  );
}

function faultsOfBridge(
  { dimensions }: DimensionalModel,
  { name, group, through, dimension, member }: Bridge,
): readonly string[] {
  const faultsOfSide = (side: string, what: string, columns: number): readonly string[] => {
    const { scdType, businessKey } = findDimension(dimensions, side);
    const faults: string[] = [];
    if (scdType === 2) faults.push(`${name} has ${what} of ${side}, which is of type 2`);
    if (businessKey.length !== columns)
      faults.push(
        `${what} of ${name} have ${columns} columns, ${side} is told apart by ${businessKey.length}`,
      );
    return faults;
  };
  return [
    ...(group.length === 0 ? [`${name} has no group`] : []),
    ...(through === dimension ? [`${name} has groups and members of one dimension`] : []),
    ...faultsOfSide(dimension, "members", member.length),
    ...(through === undefined ? [] : faultsOfSide(through, "groups", group.length)),
  ];
}

function faultsOfJunk({
  kind,
  name,
  scdType,
  attributes,
  outer = [],
  businessKey,
}: Dimension): readonly string[] {
  if (kind !== "junk") return [];
  const wrong = businessKey.filter(
    ({ type }) => !["text", "boolean", "int32", "int64"].includes(type.kind) || "native" in type,
  );
  return [
    ...(scdType === 1
      ? []
      : [`${name} has combinations of flags, and is of type ${scdType}, not 1`]),
    ...(attributes.length + outer.length === 0
      ? []
      : [`${name} has combinations of flags, and attributes besides`]),
    ...wrong.map((one) => `${one.name} of ${name} is no text, whole number or boolean`),
  ];
}

function faultsOfOuter({ name, scdType, attributes, outer = [] }: Dimension): readonly string[] {
  const names = outer.map((one) => one.name);
  return [
    ...(scdType === 2 && outer.length > 0
      ? [`${name} is of type 2, and has attributes of other tables: their history is not kept`]
      : []),
    ...repeated(names).map((one) => `${name} has two outer tables ${one}`),
    ...outer.flatMap(({ name: own, through, columns, key }, at) => [
      ...(key.length === 0 || key.length !== columns.length
        ? [
            `${own} of ${name} is named by ${columns.length} columns, and told apart by ${key.length}`,
          ]
        : []),
      ...(through === undefined || names.slice(0, at).includes(through)
        ? []
        : [`${own} of ${name} is reached through ${through}, which does not stand before it`]),
    ]),
    ...attributes.flatMap(({ name: own, from }) =>
      from === undefined || names.includes(from)
        ? []
        : [`${own} of ${name} is of ${from}, which is no outer table`],
    ),
  ];
}

function faultsOfTable({ name, columns }: StarTable): readonly string[] {
  const names = columns.map((column) => column.name);
  const long = [name, ...names].filter((one) => bytesOf(one) > 63);
  return repeated(names)
    .map((column) => `${name} has two columns ${column}`)
    .concat(long.map((one) => `${one} is longer than 63 bytes, which Postgres cuts`));
}

function faultsOfKey(
  fact: string,
  { column, source, asOf, dimension: name }: FactKey,
  dimensions: readonly Dimension[],
): readonly string[] {
  const dimension = dimensions.find((one) => one.name === name);
  const wanted = dimension?.businessKey.length ?? 1;
  const faults: string[] = [];
  if (source.length !== wanted)
    faults.push(
      `${column} of ${fact} has ${source.length} columns, ${name} is told apart by ${wanted}`,
    );
  if (dimension?.scdType === 2 && asOf === undefined)
    faults.push(`${column} of ${fact} needs a time (asOf) that chooses the version of ${name}`);
  return faults;
}

function faultsOfFact(
  { dimensions }: DimensionalModel,
  fact: DimensionalModel["facts"][number],
): readonly string[] {
  const { name, grain, keys, measures } = fact;
  const roles = keys.map(({ role }) => role);
  return [
    ...(grain.key.length === 0 ? [`${name} has no grain`] : []),
    ...repeated(roles).map((role) => `${name} has two roles ${role}`),
    ...roles
      .filter((role) => !/^\p{L}[\p{L}\p{N}_]*$/u.test(role))
      .map((role) => `${role} is no name of a role`),
    ...keys.flatMap((key) => faultsOfKey(name, key, dimensions)),
    ...faultsOfHeaders(fact),
    ...measures.flatMap(({ name: own, rollUp }) =>
      rollUp.kind === "last" && !roles.includes(rollUp.role)
        ? [`${own} of ${name} is rolled up by ${rollUp.role}, which is no role`]
        : [],
    ),
  ];
}

function faultsOfHeaders({ name, keys, measures, headers = [] }: FactTable): readonly string[] {
  const known = headers.map((one) => one.name);
  const named = [
    ...keys.flatMap(({ from, asOfFrom }) => [from, asOfFrom]),
    ...measures.map(({ allocation }) => allocation?.from),
  ];
  const stray = new Set(named.filter((one) => one !== undefined && !known.includes(one)));
  const wrong = measures.filter(
    ({ allocation, type }) =>
      allocation !== undefined && !["decimal", "int32", "int64"].includes(type.kind),
  );
  return [
    ...repeated(known).map((one) => `${name} has two headers ${one}`),
    ...Array.from(
      stray,
      (one) => `${name} has keys or measures of ${one}, which is no header of it`,
    ),
    ...headers
      .filter(({ key, columns }) => key.length === 0 || key.length !== columns.length)
      .map(
        (one) =>
          `${one.name} of ${name} is named by ${one.columns.length} columns, and told apart by ${one.key.length}`,
      ),
    ...wrong.map((one) => `${one.name} of ${name} is shared out, and no whole number or decimal`),
  ];
}

/** Names that are the same where platforms fold them. */
function repeated(names: readonly string[]): readonly string[] {
  const folded = names.map((name) => parseName(name).text.toLowerCase());
  return names.filter((_, index) => folded.indexOf(folded[index] ?? "") < index);
}

function bytesOf(name: string): number {
  return Array.from(parseName(name).text).reduce((sum, letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return sum + (code < 0x80 ? 1 : code < 0x8_00 ? 2 : code < 0x1_00_00 ? 3 : 4);
  }, 0);
}
