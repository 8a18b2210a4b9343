import type { ColumnSchema, TableSchema } from "@dx/core";
import type { ColumnChanges, DetectedEnds, DetectedFlag, KnownHistory } from "./detect-columns.ts";
import { priorColumns } from "./detect-columns.ts";
import { isTime, specName } from "./detect-counts.ts";
import { roleByName, type NamedRole } from "./detect-names.ts";
import type { HistoryGuess, HistoryProposal, HistoryQuestion } from "./history-proposal.ts";
import type { HistorySpec } from "./history-spec.ts";

/** What was counted in a table whose times and key are known. */
export interface HistoryFacts {
  /** How versions meet. */
  readonly ends: DetectedEnds;
  /** The flag, if there is one. */
  readonly flag: DetectedFlag | null;
  /** Which columns change. */
  readonly changes: ColumnChanges;
  /** Columns that have a value of its own in each row. */
  readonly unique: readonly string[];
  /** Columns that have one in nine of ten rows. */
  readonly almostUnique: readonly string[];
  /** Columns of text that is always 32 characters long. */
  readonly digests: readonly string[];
}

/** All that is known. */
export interface ProposalFacts extends HistoryFacts, KnownHistory {
  /** How many rows there are. */
  readonly rows: number;
  /** What was made out of times and key. */
  readonly guesses: readonly HistoryGuess[];
  /** What was not. */
  readonly questions: readonly HistoryQuestion[];
}

/** What some columns seem to be, and what follows. */
interface Part {
  readonly spec?: Partial<HistorySpec>;
  readonly taken: readonly string[];
  readonly guesses: readonly HistoryGuess[];
  readonly questions?: readonly HistoryQuestion[];
  readonly obstacles?: readonly string[];
}

/** Puts together what was found out. */
export function proposeHistory(schema: TableSchema, facts: ProposalFacts): HistoryProposal {
  const { table, times, key, ends, flag } = facts;
  const parts = [
    surrogatePart(schema, facts),
    flagPart(flag),
    namedPart(schema, facts),
    endsPart(schema, facts),
  ];
  const timeNames = schema.columns
    .map(({ name }) => name)
    .filter((name) => [times.validFrom, times.validTo].includes(specName(name)));
  const taken = new Set([...key, ...timeNames, ...parts.flatMap((part) => part.taken)]);
  const rest = schema.columns.filter(({ name }) => !taken.has(name));
  const attributes = attributesPart(rest, facts);
  const all = [...parts, attributes];
  const spec: HistorySpec = Object.assign(
    { key: key.map((name) => specName(name)), tracked: [], ...times },
    ...all.map((part) => part.spec ?? {}),
  );
  const isCoded = flag !== null && flag.column.type.kind !== "boolean";
  return {
    table,
    spec,
    ends: ends.ends,
    flag: isCoded ? { column: specName(flag.column.name), open: flag.open } : null,
    guesses: [...facts.guesses, ...all.flatMap((part) => part.guesses)],
    questions: [...facts.questions, ...all.flatMap((part) => part.questions ?? [])],
    obstacles: all.flatMap((part) => part.obstacles ?? []),
  };
}

function surrogatePart(schema: TableSchema, facts: ProposalFacts): Part {
  const { key, unique, almostUnique, digests, rows } = facts;
  const rank = ({ name }: ColumnSchema): number => {
    const role = roleByName(name)?.role;
    const isPrimary = schema.primaryKey?.length === 1 && schema.primaryKey[0] === name;
    return (role === "surrogate" ? 4 : 0) + (isPrimary ? 2 : 0) + (role === "key" ? 1 : 0);
  };
  const [best] = schema.columns
    .filter(
      (column) =>
        !key.includes(column.name) && rank(column) > 0 && almostUnique.includes(column.name),
    )
    .toSorted((a, b) => rank(b) - rank(a));
  if (best === undefined || (rows < 2 && rank(best) < 2)) return { taken: [], guesses: [] };
  const isWhole =
    ["int32", "int64"].includes(best.type.kind) ||
    /^(number|numeric|decimal)\(\d+(,\s*0)?\)$/i.test(best.native);
  const isDigest = digests.includes(best.name);
  const isUnique = unique.includes(best.name);
  const made = isWhole
    ? "whole numbers, as of a sequence"
    : isDigest
      ? "text of 32 characters, as of a hash"
      : `${best.native}, made in a way that the data do not tell`;
  const guess: HistoryGuess = {
    role: "surrogate",
    columns: [best.name],
    reason: `${isUnique ? "each row has its own" : "nearly each row has its own"}: ${made}`,
    rows: isUnique ? rows : rows - 1,
    of: rows,
  };
  const column = specName(best.name);
  if (isWhole)
    return {
      spec: { surrogate: { column, by: "sequence" } },
      taken: [best.name],
      guesses: [guess],
    };
  const obstacle = `surrogate keys in ${best.name} are kept, but how new ones are made is not known; dx would make them by its own hash or sequence`;
  const spec: Partial<HistorySpec> = isDigest ? { surrogate: { column, by: "hash" } } : {};
  return { spec, taken: [best.name], guesses: [guess], obstacles: [obstacle] };
}

function flagPart(flag: DetectedFlag | null): Part {
  if (flag === null) return { taken: [], guesses: [] };
  const { column, open, agreeing, rows } = flag;
  const guess: HistoryGuess = {
    role: "current",
    columns: [column.name],
    reason: `it is ${open} in open rows and not in others`,
    rows: agreeing,
    of: rows,
  };
  const taken = [column.name];
  if (column.type.kind === "boolean" && open === "true")
    return { spec: { current: specName(column.name) }, taken, guesses: [guess] };
  const obstacle = `${column.name} is no boolean that is true in open rows (it is ${open} there); loading would leave it as it is`;
  return { taken, guesses: [guess], obstacles: [obstacle] };
}

const obstacles: Partial<Readonly<Record<NamedRole, (name: string) => string>>> = {
  "row-hash": (name) =>
    `the formula of ${name} is not known, so it is neither checked nor continued`,
  deleted: (name) =>
    `${name} says of some versions that the key was gone; as a history they are gaps`,
};

function namedPart(schema: TableSchema, { rows, flag }: ProposalFacts): Part {
  const wanted = ["row-hash", "inserted-at", "updated-at", "deleted"] as const;
  const found = wanted.flatMap((role) => {
    const column = schema.columns.find(
      ({ name }) => roleByName(name)?.role === role && name !== flag?.column.name,
    );
    return column === undefined ? [] : [{ role, column }];
  });
  const audit = Object.fromEntries(
    found
      .filter(({ role, column }) => role.endsWith("-at") && isTime(column))
      .map(({ role, column }) => [
        role === "inserted-at" ? "insertedAt" : "updatedAt",
        specName(column.name),
      ]),
  );
  return {
    ...(Object.keys(audit).length === 0 ? {} : { spec: { audit } }),
    taken: found.map(({ column }) => column.name),
    guesses: found.map(({ role, column }) => ({
      role,
      columns: [column.name],
      reason: "the name says so; the data cannot",
      rows: 0,
      of: rows,
    })),
    obstacles: found.flatMap(({ role, column }) => obstacles[role]?.(column.name) ?? []),
  };
}

function endsPart(schema: TableSchema, { ends: { ends, guess }, times }: ProposalFacts): Part {
  const guesses = guess === null ? [] : [guess];
  const zoned = schema.columns
    .filter(
      ({ name, type }) =>
        [times.validFrom, times.validTo].includes(specName(name)) && type.kind !== "timestamp",
    )
    .map(({ name, native }) => `${name} is ${native}, no timestamp without time zone`);
  if (ends === null)
    return {
      taken: [],
      guesses,
      questions: [
        {
          role: "ends",
          question: "no two versions meet; does the end belong to a version?",
          candidates: ["excluded", "included"],
        },
      ],
      obstacles: zoned,
    };
  const included = `the ends belong to their versions; loading needs them moved by one unit, to the next begin`;
  return { taken: [], guesses, obstacles: [...(ends === "included" ? [included] : []), ...zoned] };
}

function attributesPart(rest: readonly ColumnSchema[], { changes, rows }: ProposalFacts): Part {
  const prior = priorColumns(rest.map(({ name }) => name));
  const before = Object.values(prior);
  const columns = rest.map(({ name }) => name).filter((name) => !before.includes(name));
  const third = columns.filter((name) => name in prior);
  const others = columns.filter((name) => !(name in prior));
  const moving = others.filter((name) => (changes.changes[name] ?? 0) > 0);
  const still = others.filter((name) => !moving.includes(name));
  const { successors } = changes;
  const tracked = others.map((name) => specName(name));
  const types = Object.fromEntries(third.map((name) => [specName(name), 3 as const]));
  const spec: Partial<HistorySpec> = {
    tracked,
    ...(third.length === 0
      ? {}
      : {
          types,
          prior: Object.fromEntries(
            third.map((name) => [specName(name), specName(prior[name] ?? name)]),
          ),
        }),
  };
  return {
    spec,
    taken: columns,
    guesses: [
      ...moving.map((name) => ({
        role: "tracked" as const,
        columns: [name],
        reason: "it changes from version to version",
        rows: changes.changes[name] ?? 0,
        of: successors,
      })),
      ...third.map((name) => ({
        role: "prior" as const,
        columns: [prior[name] ?? name],
        reason: `by its name it is ${name} before the last change`,
        rows: 0,
        of: rows,
      })),
    ],
    questions:
      still.length === 0
        ? []
        : [
            {
              role: "tracked",
              question: `these are the same in all versions of each key (${successors} versions have one before them); do changes make a new version (type 2), or not (0, 1)?`,
              candidates: still,
            },
          ],
  };
}
