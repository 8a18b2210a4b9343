import { DxError, parseName } from "@dx/core";
import type { DimensionalModel } from "./model.ts";
import { starTables } from "./star-columns.ts";

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
    ...tables.flatMap(({ name, columns }) => [
      ...repeated(columns.map((column) => column.name)).map(
        (column) => `${name} has two columns ${column}`,
      ),
      ...[name, ...columns.map((column) => column.name)]
        .filter((one) => bytesOf(one) > 63)
        .map((one) => `${one} is longer than 63 bytes, which Postgres cuts`),
    ]),
    ...model.facts.flatMap((fact) => faultsOfFact(model, fact)),
    ...model.dimensions
      .filter(({ businessKey }) => businessKey.length === 0)
      .map(({ name }) => `${name} has no business key`),
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
    ...keys.flatMap((key) => {
      const dimension = dimensions.find((one) => one.name === key.dimension);
      const wanted = dimension?.businessKey.length ?? 1;
      return [
        ...(key.source.length === wanted
          ? []
          : [
              `${key.column} of ${name} has ${key.source.length} columns, ${key.dimension} is told apart by ${wanted}`,
            ]),
        ...(dimension?.scdType === 2 && key.asOf === undefined
          ? [
              `${key.column} of ${name} needs a time (asOf) that chooses the version of ${key.dimension}`,
            ]
          : []),
      ];
    }),
    ...measures.flatMap(({ name: own, rollUp }) =>
      rollUp.kind === "last" && !roles.includes(rollUp.role)
        ? [`${own} of ${name} is rolled up by ${rollUp.role}, which is no role`]
        : [],
    ),
  ];
}

/** Names that are the same where platforms fold them. */
function repeated(names: readonly string[]): readonly string[] {
  const folded = names.map((name) => parseName(name).text.toLowerCase());
  return names.filter((_, index) => folded.indexOf(folded[index] ?? "") < index);
}

function bytesOf(name: string): number {
  return [...parseName(name).text].reduce((sum, letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return sum + (code < 0x80 ? 1 : code < 0x8_00 ? 2 : code < 0x1_00_00 ? 3 : 4);
  }, 0);
}
