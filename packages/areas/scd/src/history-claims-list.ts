import { formatTimestamp, toMicros, type TableName } from "@dx/core";
import type { Sql } from "@dx/sql";
import type { AuditedSpec } from "./as-of-condition.ts";
import { constantsOf, findDifferingAttributes } from "./find-differing-attributes.ts";
import { findEmptyIntervals } from "./find-empty-intervals.ts";
import { findEqualNeighbours } from "./find-equal-neighbours.ts";
import { findNullKeys, findNullTimes } from "./find-missing-values.ts";
import { findOtherEnds } from "./find-other-ends.ts";
import { findOverlaps } from "./find-overlaps.ts";
import { findRepeatedSurrogates } from "./find-repeated-surrogates.ts";
import { findSeveralOpenRows } from "./find-several-open-rows.ts";
import { findInconsistentHashes, findWrongHashes } from "./find-wrong-hashes.ts";
import { findWrongFlags } from "./find-wrong-flags.ts";
import type { HistorySpec } from "./history-spec.ts";

/** What must be true of every history: as a claim, and as a finding where it is not. */
export interface Invariant {
  /** The end of the claim's id. */
  readonly id: string;
  /** The claim's sentence. */
  readonly statement: string;
  /** The finding's code. */
  readonly code: string;
  /** What the finding counts. */
  readonly what: string;
  /** Finds what breaks it, the first by key and begin first. */
  readonly violations: Sql;
}

/** The invariants of a history; those about columns that it does not have are left out. */
export function invariantsOf(
  history: TableName,
  spec: AuditedSpec,
  rowHash?: Sql,
): readonly Invariant[] {
  return [
    ...timeInvariants(history, spec),
    ...columnInvariants(history, spec),
    ...hashInvariants(history, spec, rowHash),
  ];
}

function timeInvariants(history: TableName, spec: AuditedSpec): readonly Invariant[] {
  const end =
    spec.openEnd === undefined ? "NULL" : formatTimestamp(toMicros(spec.openEnd)).slice(0, 19);
  return [
    {
      id: "valid-interval",
      statement: "Each version begins before it ends.",
      code: "DX_SCD_EMPTY_INTERVAL",
      what: "versions end when they begin, or before",
      violations: findEmptyIntervals(history, spec),
    },
    {
      id: "no-overlap",
      statement: "No two versions of a key are valid at the same time.",
      code: "DX_SCD_OVERLAP",
      what: "versions overlap the next",
      violations: findOverlaps(history, spec),
    },
    {
      id: "one-open-row",
      statement: "Each key has at most one open row.",
      code: "DX_SCD_SEVERAL_OPEN_ROWS",
      what: "keys have several open rows",
      violations: findSeveralOpenRows(history, spec),
    },
    {
      id: "open-end",
      statement: `Open versions end in ${end}, and no other end lies so far in the future that it would mean open.`,
      code: "DX_SCD_OPEN_END",
      what: `rows have an end that means open, but is not ${end}`,
      violations: findOtherEnds(history, spec),
    },
    {
      id: "times-not-null",
      statement:
        spec.openEnd === undefined
          ? "Each version has a begin."
          : "Each version has a begin and an end.",
      code: "DX_SCD_TIME_NULL",
      what: "rows have no begin or end",
      violations: findNullTimes(history, spec),
    },
  ];
}

function columnInvariants(history: TableName, spec: AuditedSpec): readonly Invariant[] {
  const { current, surrogate } = spec;
  const constants = constantsOf(spec);
  return [
    {
      id: "key-not-null",
      statement: "No part of a key is NULL.",
      code: "DX_SCD_KEY_NULL",
      what: "rows have a NULL in their key",
      violations: findNullKeys(history, spec),
    },
    ...(spec.isEndIncluded === true ? [] : [neighboursDiffer(history, spec)]),
    ...(current === undefined
      ? []
      : [
          {
            id: "current-is-open",
            statement: `${current} is true in open versions, and false in all others.`,
            code: "DX_SCD_CURRENT_FLAG",
            what: "rows have a wrong flag",
            violations: findWrongFlags(history, spec, current),
          },
        ]),
    ...(surrogate === undefined
      ? []
      : [
          {
            id: "unique-surrogate",
            statement: `Each version has a ${surrogate.column} of its own.`,
            code: "DX_SCD_SURROGATE",
            what: "surrogate keys are NULL, or of several versions",
            violations: findRepeatedSurrogates(history, surrogate.column),
          },
        ]),
    ...(constants.length === 0
      ? []
      : [
          {
            id: "same-in-all-versions",
            statement: `All versions of a key have the same ${constants.join(", ")}.`,
            code: "DX_SCD_NOT_THE_SAME",
            what: "versions differ from the one before in a column that is not of type 2",
            violations: findDifferingAttributes(history, spec),
          },
        ]),
  ];
}

function neighboursDiffer(history: TableName, spec: HistorySpec): Invariant {
  return {
    id: "neighbours-differ",
    statement: "No two versions of a key with nothing between them have the same attributes.",
    code: "DX_SCD_EQUAL_NEIGHBOURS",
    what: "versions equal the one that ends when they begin",
    violations: findEqualNeighbours(history, spec),
  };
}

function hashInvariants(
  history: TableName,
  spec: HistorySpec,
  hash: Sql | undefined,
): readonly Invariant[] {
  const { rowHash: column } = spec;
  if (column === undefined) return [];
  const rest = { id: "row-hash", code: "DX_SCD_ROW_HASH" };
  if (hash === undefined)
    return [
      {
        ...rest,
        statement: `Rows have the same ${column} if, and only if, they have the same attributes.`,
        what: "hashes are NULL, of unequal rows, or not of all equal ones",
        violations: findInconsistentHashes(history, spec, column),
      },
    ];
  return [
    {
      ...rest,
      statement: `${column} is the hash of the attributes.`,
      what: "rows have a wrong hash",
      violations: findWrongHashes(history, spec, { column, hash }),
    },
  ];
}
