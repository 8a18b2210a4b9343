import { DxError, relation, toNames, type Claim, type Names, type TableName } from "@dx/core";
import { isNotDistinct, sql, type Sql } from "@dx/sql";
import { columnOf, columnsAs } from "./as-of-condition.ts";
import {
  isValidThen,
  matches,
  sameFactKey,
  takenColumns,
  versionsAt,
  type ResolveVersionsOptions,
} from "./resolve-versions.ts";

/** How facts were resolved, and how much of them may lack a version. */
export interface FactClaimsOptions extends ResolveVersionsOptions {
  /** The dimension. */
  readonly history: TableName;
  /** What tells facts apart. */
  readonly factId: Names;
  /** The greatest share of facts without a version, 0 to 1, that is no finding; without a word, 0. */
  readonly atMostUnknown?: number;
}

/**
 * What must be true of facts that were resolved by `resolveVersions` with the same options, and stored.
 * `scd.facts.none-lost-or-doubled`: each is there exactly once. `version-is-of-its-time`: what was found is the version of the fact's
 * key that was valid at its time. `none-missed`: no fact lacks a version that there was. `found`, about the
 * source: how many facts have no version. A version is known by its surrogate key, or by its begin: one of them must be taken.
 * @param facts - as they were
 * @param resolved - the table with what was taken
 * @throws DxError `DX_SCD_FACTS` if neither surrogate key nor begin is taken
 */
export function factClaims(
  facts: TableName,
  resolved: TableName,
  options: FactClaimsOptions,
): readonly Claim<Sql>[] {
  const { factId, factKey, history, at, atMostUnknown = 0 } = options;
  const [before, after, dimension] = [relation(facts), relation(resolved), relation(history)];
  const id = toNames(factId, "factId");
  const taken = versionTaken(options);
  const mark = columnOf(taken.name, "f");
  const instead = options.unknown?.[taken.name] ?? null;
  const lacks = instead === null ? sql`${mark} is null` : isNotDistinct(mark, instead);
  const versions = versionsAt(history, options);
  const valid = sql`select 1 from ${versions} as v where ${matches(options)}`;
  const shown = columnsAs([...new Set([...id, ...toNames(factKey), at, taken.name])], "f");
  const order = columnsAs(id, "f");
  const rows = (where: Sql): Sql =>
    sql`select ${shown} from ${after} as f where ${where} order by ${order}`;
  const all = sql`select * from ${after}`;
  const about = { subject: after.name, about: "result" } as const;
  return [
    {
      id: "scd.facts.none-lost-or-doubled",
      statement: `Each row of ${before.name} is in ${after.name} exactly once.`,
      ...about,
      check: {
        kind: "same-rows",
        left: sql`select ${columnsAs(id)} from ${before}`,
        right: sql`select ${columnsAs(id)} from ${after}`,
        key: id,
        columns: id,
      },
    },
    {
      id: "scd.facts.version-is-of-its-time",
      statement: `Each version found is the one of the fact's key that was valid at ${at}${options.early === "earliest" ? ", or the first one for what was before it" : ""}.`,
      ...about,
      check: {
        kind: "no-rows",
        violations: sql`
          select ${shown} from ${after} as f
          left join ${versions} as v
            on ${sameFactKey(options.spec, factKey)} and ${columnOf(taken.column, "v")} = ${mark}
          where not (${lacks}) and case when ${isValidThen(options)} then 1 else 0 end = 0
          order by ${order}`,
        population: sql`select 1 as found from ${after} as f where not (${lacks})`,
      },
    },
    {
      id: "scd.facts.none-missed",
      statement: "No fact lacks a version that was valid at its time.",
      ...about,
      check: {
        kind: "no-rows",
        violations: rows(sql`(${lacks}) and exists (${valid})`),
        population: all,
      },
    },
    {
      id: "scd.facts.found",
      statement: `No more than ${atMostUnknown} of the facts have a key that ${dimension.name} did not have at their time.`,
      subject: before.name,
      about: "source",
      check: { kind: "share", violations: rows(lacks), population: all, atMost: atMostUnknown },
    },
  ];
}

/** What of the taken tells versions of a key apart. */
function versionTaken(options: FactClaimsOptions): {
  readonly name: string;
  readonly column: string;
} {
  const { surrogate, validFrom } = options.spec;
  const entries = Object.entries(takenColumns(options));
  const found =
    entries.find(([, column]) => column === surrogate?.column) ??
    entries.find(([, column]) => column === validFrom);
  if (found === undefined)
    throw new DxError("DX_SCD_FACTS", "nothing that is taken tells versions apart", {
      path: ["take"],
      hint: `take ${[surrogate?.column, validFrom].filter((one) => one !== undefined).join(" or ")} too`,
    });
  return { name: found[0], column: found[1] };
}
