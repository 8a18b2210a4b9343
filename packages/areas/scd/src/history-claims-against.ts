import { relation, type Claim, type Relation, type TableName } from "@dx/core";
import { sql, type Sql } from "@dx/sql";
import type { ChangeSource } from "./change-source.ts";
import {
  findMissingVersions,
  findReissued,
  findRewritten,
  findUnexplainedGaps,
} from "./find-load-faults.ts";
import type { HistorySpec } from "./history-spec.ts";
import { sameHistoryClaim } from "./same-history-claim.ts";

/** What a load was given, and what is compared with. */
export interface HistoryClaimsAgainstOptions {
  /** Which columns keep the history. */
  readonly spec: HistorySpec;
  /** What was loaded, as it was staged. */
  readonly changes: ChangeSource;
  /** What was loaded before, where it is still there: its deletes explain gaps too. */
  readonly earlier?: readonly ChangeSource[];
  /** A copy of the history into which the same changes were loaded once more, or into an empty one all of them. */
  readonly replayed?: TableName;
}

/**
 * What must be true of a load, by the history before it, and after. `scd.load.nothing-rewritten`: a version that
 * began before the first change of its key in the source keeps its begin and its columns of type 2, and its
 * end, unless that was open or is not before that change. `no-version-lost`: a version that began at or after it is
 * gone only for such a change. `new-is-explained`: no new version begins before it.
 * `gaps-explained`: where a version ends and none follows, the source has a delete of the key at that very time, or a
 * snapshot without it, or it was so before. `surrogates-kept`, where there are such keys: a version keeps
 * its surrogate key, and no other gets it. `replay`, with `replayed`: the same rows once more, but for sequence keys and columns for auditors.
 * @param previous - a copy of the history before the load
 * @param history - the history after it
 * @example
 * ```ts
 * import { historyClaimsAgainst } from "@dx/scd";
 * const spec = { key: "id", tracked: "city", validFrom: "since", validTo: "until" };
 * const changes = { kind: "snapshot", table: "today", at: "2025-03-17" } as const;
 * const claims = historyClaimsAgainst("scratch.before", "customer", { spec, changes });
 * if (claims[0]?.id !== "scd.load.nothing-rewritten") throw new Error();
 * ```
 */
export function historyClaimsAgainst(
  previous: TableName,
  history: TableName,
  { spec, changes, earlier = [], replayed }: HistoryClaimsAgainstOptions,
): readonly Claim<Sql>[] {
  const [before, after] = [relation(previous), relation(history)];
  const of = { before: sql`${before}`, after: sql`${after}`, spec, changes };
  const about = (id: string, statement: string, [violations, population]: Found): Claim<Sql> => ({
    id: `scd.load.${id}`,
    statement,
    subject: after.name,
    about: "result",
    check: { kind: "no-rows", violations, population: sql`select * from ${population}` },
  });
  return [
    about(
      "nothing-rewritten",
      "No version that began before the first change of its key in the source was rewritten, but for the end of the one that was valid at that change.",
      [findRewritten(of), before],
    ),
    about(
      "no-version-lost",
      "Each version of before is still there, or the source has a change of its key no later than its begin.",
      [findMissingVersions(of.before, of.after, of), before],
    ),
    about(
      "new-is-explained",
      "Each new version begins no earlier than the first change of its key in the source.",
      [findMissingVersions(of.after, of.before, of), after],
    ),
    about(
      "gaps-explained",
      "Where a version ends and none follows, the source says that the key was gone.",
      [findUnexplainedGaps(of, [changes, ...earlier]), after],
    ),
    ...(spec.surrogate === undefined
      ? []
      : [
          about(
            "surrogates-kept",
            `Each version of before that is still there has the same ${spec.surrogate.column}, and no other version has it.`,
            [findReissued(of, spec.surrogate.column), before],
          ),
        ]),
    ...(replayed === undefined ? [] : [replayClaim(after, replayed, spec)]),
  ];
}

type Found = readonly [violations: Sql, population: Relation];

function replayClaim(history: Relation, replayed: TableName, spec: HistorySpec): Claim<Sql> {
  return sameHistoryClaim(history, replayed, {
    spec,
    id: "scd.load.replay",
    statement:
      "The same changes once more give the same rows, but for sequence keys and columns for auditors.",
  });
}
