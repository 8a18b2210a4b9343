import { relation } from "@dx/core";
import type { ColumnProfile, TableProfile } from "@dx/profile";
import {
  comparable,
  identifier,
  inquire,
  joinSql,
  query,
  sql,
  type Inquiry,
  type Query,
} from "@dx/sql";
import { bigint, countOf } from "./ask-inclusion.ts";
import { inRounds } from "./inclusion-dependencies.ts";
import { requireNumber } from "./require-number.ts";

/** That the values of some columns tell that of another one. */
export interface FunctionalDependency {
  /** What tells; in the order of the table. */
  readonly determinant: readonly string[];
  /** What is told. */
  readonly dependent: string;
  /** The share of rows that would have to go for it to hold in all others, 0 if it holds. */
  readonly g3: number;
  /** Different values of the determinant. */
  readonly groups: number;
}

/** What is searched for. */
export interface FunctionalDependenciesOptions {
  /** The greatest share of rows that may stand against it; 0 without a word. */
  readonly maxG3?: number;
  /** The most columns that tell together, 1 to 3; 1 without a word. */
  readonly maxDeterminant?: number;
  /** The most pairs that are counted in the database; 500 without a word. */
  readonly maxChecks?: number;
}

/** The dependencies that were found. Plain JSON. */
export interface FunctionalDependencies {
  /** The table. */
  readonly table: string;
  /** The fewest columns first. */
  readonly dependencies: readonly FunctionalDependency[];
  /** How many pairs were counted in the database. */
  readonly checks: number;
  /** Whether all pairs were that the profile does not decide. */
  readonly complete: boolean;
}

/**
 * Finds which columns of a table tell others, as a city its country: minimal ones, exact or approximate by g3. NULL equals NULL. Keys tell everything and columns of one value are told by
 * anything, so neither is reported. The numbers of different values rule out most pairs; the others are grouped in
 * the database, once each.
 * @param profile - of all rows; a sampled one rules out nothing
 * @throws DxError `DX_DIMENSIONAL_OPTIONS` for numbers that are none
 * @see Kivinen and Mannila, "Approximate inference of functional dependencies from relations" (1995), for g3
 */
export function functionalDependencies(
  profile: TableProfile,
  options: FunctionalDependenciesOptions = {},
): Inquiry<FunctionalDependencies> {
  const { maxG3 = 0, maxDeterminant = 1, maxChecks = 500 } = options;
  requireNumber("maxG3", maxG3, [0, 0.5]);
  requireNumber("maxDeterminant", maxDeterminant, [1, 3, "whole number"]);
  requireNumber("maxChecks", maxChecks, [0, 1e6, "whole number"]);
  return inquire("functionalDependencies", function* () {
    const { table, rows } = profile;
    const columns = profile.columns.filter((one) => isVaried(one));
    const parts = columns.filter((one) => !isKey(one, profile));
    const found: FunctionalDependency[] = [];
    let checks = 0;
    let complete = true;
    for (let size = 1; size <= maxDeterminant; size += 1) {
      const pairs = combine(parts, size).flatMap((determinant) =>
        columns
          .filter((dependent) => mayTell({ profile, determinant, dependent, maxG3, found }))
          .map((dependent) => ({ determinant, dependent })),
      );
      const asked = pairs.slice(0, maxChecks - checks);
      complete &&= asked.length === pairs.length;
      checks += asked.length;
      const figures = yield* inRounds(asked, (pair) => askKept(table, pair));
      const next = asked.flatMap(
        ({ determinant, dependent }, at): readonly FunctionalDependency[] => {
          const { kept = 0, groups = 0 } = figures[at] ?? {};
          const g3 = rows === 0 ? 0 : (rows - kept) / rows;
          const isTrivial = groups === rows;
          const names = determinant.map(({ name }) => name);
          return isTrivial || g3 > maxG3 || rows === 0
            ? []
            : [{ determinant: names, dependent: dependent.name, g3, groups }];
        },
      );
      found.push(...next);
    }
    return { table, dependencies: found, checks, complete };
  });
}

/** Different values, NULL being one. */
function valuesOf({ distinct, nulls }: ColumnProfile): number {
  return distinct + (nulls > 0 ? 1 : 0);
}

function isVaried(column: ColumnProfile): boolean {
  return valuesOf(column) > 1 && !["json", "bytes", "interval"].includes(column.type.kind);
}

function isKey(column: ColumnProfile, { rows, sample }: TableProfile): boolean {
  return sample === null && valuesOf(column) === rows;
}

interface Possible {
  readonly profile: TableProfile;
  readonly determinant: readonly ColumnProfile[];
  readonly dependent: ColumnProfile;
  readonly maxG3: number;
  readonly found: readonly FunctionalDependency[];
}

function mayTell({ profile, determinant, dependent, maxG3, found }: Possible): boolean {
  const names = new Set(determinant.map(({ name }) => name));
  if (names.has(dependent.name)) return false;
  const isKnown = found.some(
    (one) => one.dependent === dependent.name && one.determinant.every((name) => names.has(name)),
  );
  if (isKnown) return false;
  const most = determinant.reduce((product, one) => product * valuesOf(one), 1);
  return profile.sample !== null || valuesOf(dependent) - most <= maxG3 * profile.rows;
}

function askKept(
  table: string,
  { determinant, dependent }: Pick<Possible, "determinant" | "dependent">,
): Query<{ readonly kept: number; readonly groups: number }> {
  const columns = [...determinant, dependent];
  const names = columns.map((_, at) => identifier(`v${at}`));
  const left = names.slice(0, -1);
  const values = columns.map(
    ({ name, type }, at) =>
      sql`${comparable({ sql: identifier(name), type })} as ${identifier(`v${at}`)}`,
  );
  const counted = sql`select ${names}, count(*) as n from (select ${values} from ${relation(table)}) as every_row group by ${names}`;
  const best = sql`select max(n) as most from (${counted}) as counted group by ${joinSql(left, ", ")}`;
  const question = sql`select ${bigint(sql`coalesce(sum(most), 0)`)} as kept, count(*) as n_groups from (${best}) as best`;
  return query("functionalDependencies", question, (rows) => ({
    kept: countOf(rows, "kept"),
    groups: countOf(rows, "n_groups"),
  }));
}

function combine<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) =>
    combine(items.slice(at + 1), size - 1).map((rest) => [item].concat(rest)),
  );
}
