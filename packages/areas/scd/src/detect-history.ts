import { DxError, type ColumnSchema, type Relation, type Rows, type TableSchema } from "@dx/core";
import { inquire, sql, together, type Inquiry, type Sql } from "@dx/sql";
import {
  askChanges,
  askEnds,
  askFlag,
  looksOpen,
  openEndOf,
  type KnownHistory,
} from "./detect-columns.ts";
import { askCounts, catalogueColumn, isTime, specName } from "./detect-counts.ts";
import {
  askKey,
  explainKey,
  isKey,
  keyCandidates,
  keyScore,
  type KeyFigures,
  type KeySearch,
} from "./detect-keys.ts";
import { roleByName } from "./detect-names.ts";
import { proposeHistory, type HistoryFacts } from "./detect-proposal.ts";
import { askTimes } from "./detect-times.ts";
import type { HistoryProposal, HistoryQuestion } from "./history-proposal.ts";

type Steps<T> = Generator<readonly Sql[], T, readonly Rows[]>;

/**
 * Finds out how a table that is there keeps its history: begin and end of versions, what open ones end in and
 * whether the end belongs to them, business and surrogate key, flag, columns for auditors, and which columns
 * change. Names point to candidates, the data decide: each guess has a reason and how many rows bear it out. What the
 * data cannot tell is asked; what stands in the way of loading into the table is named. The
 * whole table is read, some times over: O(c n log n) for n rows and c columns.
 * @param schema - the table as its catalogue describes it
 * @throws DxError `DX_SCD_DETECT` if the table has no columns
 */
export function detectHistory(schema: TableSchema): Inquiry<HistoryProposal> {
  if (schema.columns.length === 0)
    throw new DxError("DX_SCD_DETECT", `${schema.relation.name} has no columns`, {
      hint: "give the table as the catalogue describes it",
    });
  return inquire("detectHistory", () => detect(schema));
}

function* detect(schema: TableSchema): Steps<HistoryProposal> {
  const table = tableOf(schema.relation);
  const times = yield* askTimes(table, schema);
  if (times === null) return nothing(schema, "valid-from", "which columns are begin and end?");
  const spec = {
    validFrom: specName(times.from),
    validTo: specName(times.to),
    ...openEndOf(times.openEnd),
  };
  const search = { table, schema, from: times.from, isOpen: looksOpen(spec) };
  const keys = yield* findKeys(search);
  const [best, ...rivals] = keys;
  if (best === undefined) {
    const none = nothing(schema, "key", "which columns are the business key?");
    return { ...none, guesses: times.guesses, questions: [...times.questions, ...none.questions] };
  }
  const known = { ...search, times: spec, key: best.columns };
  const facts = yield* findFacts(known, schema);
  const { guess, questions } = explainKey(best, rivals);
  return proposeHistory(schema, {
    ...facts,
    ...known,
    rows: best.rows,
    guesses: [guess, ...times.guesses],
    questions: [...questions, ...times.questions],
  });
}

/** The columns that may be the key, the likeliest first, and behind it those that are as likely. */
function* findKeys(search: KeySearch): Steps<readonly KeyFigures[]> {
  const { schema, from } = search;
  const names = keyCandidates(schema).map(({ name }) => name);
  const declared = [schema.primaryKey ?? [], ...schema.uniqueKeys]
    .filter((key) => key.includes(from))
    .map((key) => key.filter((name) => name !== from));
  const rounds = [
    declared.filter((key) => key.length > 0),
    names.slice(0, 20).map((name) => [name]),
    combine(names.slice(0, 8), 2),
    combine(names.slice(0, 6), 3),
  ].filter((round) => round.length > 0);
  for (const round of rounds) {
    const asked = round.map((columns) => askKey(search, columns));
    const figures = yield* together("keys", asked, (all) => all);
    const keys = figures.filter((one) => one.rows > 0 && isKey(one));
    const repeating = keys.filter((one) => one.distinct < one.rows); // others tell versions apart
    const scored = (repeating.length > 0 ? repeating : keys)
      .map((one) => ({ one, score: keyScore(schema, one) }))
      .toSorted((a, b) => b.score - a.score);
    const [best] = scored;
    if (best !== undefined)
      return scored.filter(({ score }) => score > best.score - 0.15).map(({ one }) => one);
  }
  return [];
}

function* findFacts(known: KnownHistory, schema: TableSchema): Steps<HistoryFacts> {
  const comparable = schema.columns.filter(({ type }) => !["json", "bytes"].includes(type.kind));
  const names = comparable.map(({ name }) => name);
  const counts = yield* askCounts(
    known.table,
    names.flatMap((name) => [
      sql`count(${catalogueColumn(name)})`,
      sql`count(distinct ${catalogueColumn(name)})`,
    ]),
  );
  const [rows = 0] = counts;
  const distinct = new Map(names.map((name, index) => [name, counts[2 + index * 2] ?? 0]));
  const filled = new Map(names.map((name, index) => [name, counts[1 + index * 2] ?? 0]));
  const isFlag = (column: ColumnSchema): boolean =>
    !known.key.includes(column.name) &&
    (distinct.get(column.name) ?? 0) <= 2 &&
    (distinct.get(column.name) ?? 0) > 0 &&
    !isTime(column) &&
    [undefined, "current"].includes(roleByName(column.name)?.role);
  const unique = names.filter((name) => distinct.get(name) === rows && filled.get(name) === rows);
  const almostUnique = names.filter((name) => (distinct.get(name) ?? 0) >= rows * 0.9);
  const asked = {
    ends: askEnds(known),
    flag: askFlag(known, comparable.filter(isFlag).slice(0, 20)),
    changes: askChanges(known, names),
    digests: askCounts(
      known.table,
      comparable
        .filter(({ type }) => type.kind === "text")
        .map(({ name }) => sql`count(case when length(${catalogueColumn(name)}) = 32 then 1 end)`),
    ),
  };
  const texts = comparable.filter(({ type }) => type.kind === "text").map(({ name }) => name);
  return yield* together("facts", asked, ({ ends, flag, changes, digests }) => ({
    ends,
    flag,
    changes,
    unique,
    almostUnique,
    digests: texts.filter((_, index) => rows > 0 && digests[index + 1] === rows),
  }));
}

function combine(names: readonly string[], size: number): readonly (readonly string[])[] {
  if (size === 0) return [[]];
  return names.flatMap((name, index) =>
    combine(names.slice(index + 1), size - 1).map((rest) => [name].concat(rest)),
  );
}

/** The table by its exact name. */
function tableOf({ catalog, schema, name }: Relation): Relation {
  return {
    kind: "relation",
    name: exact(name),
    ...(schema === undefined ? {} : { schema: exact(schema) }),
    ...(catalog === undefined ? {} : { catalog: exact(catalog) }),
  };
}

function exact(part: string): string {
  return part.startsWith('"') ? part : specName(part);
}

function nothing(
  { relation, columns }: TableSchema,
  role: HistoryQuestion["role"],
  question: string,
): HistoryProposal {
  return {
    table: tableOf(relation),
    spec: null,
    ends: null,
    flag: null,
    guesses: [],
    questions: [{ role, question, candidates: columns.map(({ name }) => name) }],
    obstacles: [question],
  };
}
