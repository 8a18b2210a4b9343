import { createRandom, type DataType, type DataTypeKind } from "@dx/core";
import { groupBy } from "../internal/group-by.ts";
import { isNumeric } from "../evaluate/value-sql.ts";
import type { Mutation, MutationKind } from "./mutation.ts";

/** A column that may be damaged. */
export interface MutatedColumn {
  /** As `Names` of `@dx/core` says. */
  readonly name: string;
  /** Its type. */
  readonly type: DataType;
}

/** Which damages are done. */
export interface ListMutationsOptions {
  /** A whole number; the same gives the same damages. */
  readonly seed: number;
  /** At most so many, of all kinds alike; 100 without a word. */
  readonly most?: number;
}

type Draft = Omit<Mutation, "id" | "every" | "from">;

type Kinds = readonly (readonly [kind: MutationKind, what: string])[];

const ofAny: Kinds = [
  ["nulls", "some values become NULL"],
  ["emptied column", "all values become NULL"],
  ["stuck value", "all rows get the same value"],
  ["lost column", "the column is no longer there"],
];
const ofText: Kinds = [
  ["empty text", "some values become empty text"],
  ["placeholder", "some values become N/A"],
  ["padding", "some values get a space in front"],
  ["case", "some values change their case"],
  ["truncation", "some values lose their second half"],
  ["encoding", "some values are read in a wrong encoding"],
  ["unknown value", "some values become ones that were never there"],
];
const ofNumbers: Kinds = [
  ["placeholder", "some values become -999"],
  ["unit error", "some values are a thousand times as large"],
  ["sign", "some values change their sign"],
  ["zeroed", "some values become 0"],
  ["drift", "all values grow by the half"],
  ["changed type", "the column becomes text"],
];
const ofTimes: Kinds = [
  ["date of default", "some values become 1900-01-01"],
  ["date in the future", "some values become 2999-01-01"],
  ["late data", "the later half of the rows is not there yet"],
];
const ofTables: Kinds = [
  ["lost rows", "two rows in three are lost"],
  ["duplicated rows", "some rows come twice"],
  ["empty table", "there are no rows"],
];
const grouped = new Set<DataTypeKind>(["text", "boolean", "int32"]);

/**
 * Lists damages to a table by the types of its columns alone: what is checked of it is not known here. Of more than
 * wanted, all kinds get the same chance.
 */
export function listMutations(
  columns: readonly MutatedColumn[],
  { seed, most = 100 }: ListMutationsOptions,
): readonly Mutation[] {
  const random = createRandom(seed);
  const drafts: readonly Draft[] = [
    ...ofTables.map(([kind, description]) => ({ kind, column: null, description })),
    ...columns.flatMap(({ name, type }) =>
      kindsOf(type).map(([kind, description]) => ({ kind, column: name, description })),
    ),
    ...swaps(columns),
  ];
  const all = drafts.map((draft): Mutation => {
    const every = everyOf[draft.kind] ?? 50;
    const names = [draft.column, draft.other ?? null].filter((one) => one !== null);
    const id = [draft.kind, ...names].join(": ");
    return Object.assign({ id, every, from: random.integer(0, every - 1) }, draft);
  });
  const byKind = [...groupBy(all, ({ kind }) => kind).values()].map((same) => random.shuffle(same));
  const longest = Math.max(0, ...byKind.map(({ length }) => length));
  const rounds = Array.from({ length: longest }, (_, round) =>
    byKind.flatMap((same) => same.slice(round, round + 1)),
  );
  return rounds.flat().slice(0, most);
}

const everyOf: Partial<Record<MutationKind, number>> = { "lost rows": 3 };

function kindsOf(type: DataType): Kinds {
  const times = ["date", "timestamp", "instant"].includes(type.kind) ? ofTimes : [];
  const partitions: Kinds = grouped.has(type.kind)
    ? [["dropped partition", "the rows of the most frequent value are not there"]]
    : [];
  const text = type.kind === "text" && type.native === undefined ? ofText : [];
  return [...ofAny, ...text, ...(isNumeric(type) ? ofNumbers : []), ...times, ...partitions];
}

function swaps(columns: readonly MutatedColumn[]): readonly Draft[] {
  return columns.flatMap(({ name, type }, index) => {
    const other = columns.slice(index + 1).find((one) => one.type.kind === type.kind);
    if (other === undefined) return [];
    const description = `some values are swapped with those of ${other.name}`;
    return [{ kind: "swap" as const, column: name, other: other.name, description }];
  });
}
