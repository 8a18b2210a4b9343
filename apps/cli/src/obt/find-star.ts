import { formatRelation, parseName, type Names, type TableSchema } from "@dx/core";
import type { Database } from "@dx/database";
import { auditColumns, foreignKeys, isJoinable } from "@dx/dimensional";
import {
  askBusinessKeys,
  findVersions,
  obtComment,
  proposeObt,
  type FoundStar,
  type ObtReference,
  type ProposedObt,
} from "@dx/obt";
import { candidateKeys } from "@dx/profile";
import { profileSampled } from "../model/profile-sampled.ts";
import { readTables } from "../model/read-tables.ts";
import { use } from "../parse-given.ts";
import type { GivenObt } from "./read-obt-options.ts";

/** Where a star is looked for, and what stops that. */
interface Search {
  readonly database: Database;
  readonly signal: AbortSignal;
}

/**
 * The wide table that is wanted, of a star that is there: by references that are given, or declared, or else found by names and data.
 * @throws DxError `DX_CLI_USE` for what neither options nor data say; as `proposeObt`
 */
export async function findStar(given: GivenObt, search: Search): Promise<ProposedObt> {
  const star = await starOf(given, search);
  const key = given.key === undefined ? await keyOf(star.fact, search) : undefined;
  const current = given.currentOnly ? await currentOf(star, given, search) : {};
  const proposed = proposeObt(star, {
    factKey: given.key ?? key?.columns ?? [],
    level: given.level,
    ...(given.time === undefined ? {} : { time: given.time }),
    current,
    ...(given.measures === undefined ? {} : { measures: given.measures }),
    without: given.without,
    calculated: given.calculated,
    filters: given.filters,
  });
  return { ...proposed, decisions: [...(key?.decisions ?? []), ...proposed.decisions] };
}

async function starOf(given: GivenObt, search: Search): Promise<FoundStar> {
  const { database } = search;
  const [fact] = await readTables(database, [given.fact]);
  if (fact === undefined) throw use(`there is no table ${given.fact}`, "name another --fact");
  const known = given.time === undefined ? [] : [given.time];
  const references =
    given.joins.length > 0
      ? given.joins.map(({ column, table, key }) => ({
          columns: [column],
          dimension: table,
          key: [key],
        }))
      : await referencesOf(fact, search);
  if (references.length === 0)
    throw use(
      `nothing says which dimensions ${given.fact} has`,
      "name them, as --join shop_key=dim_shop.shop_key",
    );
  const names = [...new Set(references.map(({ dimension }) => dimension))];
  const dimensions = await readTables(database, names);
  const called = new Map(names.map((name, at) => [name, nameOf(dimensions[at])]));
  return {
    fact: withoutAudit(fact, known),
    dimensions: dimensions.map((one) => withoutAudit(one, [])),
    references: references.map(({ columns, dimension, key }) => ({
      columns,
      dimension: called.get(dimension) ?? dimension,
      key,
    })),
  };
}

const nameOf = (table: TableSchema | undefined): string =>
  table === undefined ? "" : formatRelation(table.relation);

const audit: ReadonlySet<string> = new Set(Object.values(auditColumns));

/** A table without the columns that say when its rows were loaded, but for those that are asked for. */
function withoutAudit(table: TableSchema, known: readonly string[]): TableSchema {
  const columns = table.columns.filter(({ name }) => !audit.has(name) || known.includes(name));
  return { ...table, columns };
}

/** Declared references, if there are some; else those that names and data show. */
async function referencesOf(
  fact: TableSchema,
  { database, signal }: Search,
): Promise<readonly ObtReference[]> {
  if (fact.foreignKeys.length > 0)
    return fact.foreignKeys.map(({ columns, references, referenced }) => ({
      columns,
      dimension: formatRelation(references),
      key: referenced,
    }));
  const all = await readTables(database, null);
  const tables = all.filter(({ comment }) => comment?.startsWith(obtComment) !== true);
  const options = { tables: null, sample: { rows: 100_000, seed: 1 }, isJson: false };
  const profiles = await profileSampled({ database, tables, options, signal });
  const candidates = await database.run(foreignKeys(profiles), { signal });
  return candidates
    .filter((one) => isJoinable(one) && one.child === nameOf(fact))
    .map(({ childColumns, parent, parentColumns }) => ({
      columns: childColumns,
      dimension: parent,
      key: parentColumns,
    }));
}

/** What tells facts apart: what is declared, or else what the data show. */
async function keyOf(
  fact: TableSchema,
  { database, signal }: Search,
): Promise<{ readonly columns: readonly string[]; readonly decisions: readonly string[] }> {
  const declared = fact.primaryKey ?? fact.uniqueKeys[0];
  if (declared !== undefined) return { columns: declared, decisions: [] };
  const { keys, rows, reason } = await database.run(candidateKeys(fact), { signal });
  const [columns] = keys;
  if (columns !== undefined)
    return {
      columns,
      decisions: [`${columns.join(", ")} tells its ${rows} rows apart, as the data show`],
    };
  throw use(
    `nothing tells the rows of ${nameOf(fact)} apart${reason === null ? "" : `: ${reason}`}`,
    "name the key, as --key order_id,line; a wide table of rows without a key cannot be checked",
  );
}

const keyLike = /(?:^|_)(?:id|key|code|no|nr|number)$/i;

/** The business keys of dimensions that have versions: those that are given, or the only one that the data allow. */
async function currentOf(
  { dimensions, references }: FoundStar,
  { businessKeys }: GivenObt,
  { database, signal }: Search,
): Promise<Readonly<Record<string, Names>>> {
  const found: [string, Names][] = [];
  for (const table of dimensions) {
    const versions = findVersions(table);
    const name = nameOf(table);
    const given = businessKeys[name];
    if (versions === undefined && given === undefined) continue;
    if (versions === undefined)
      throw use(
        `${name} has no versions`,
        `leave --business-key ${name} out: no column is called is_current, or valid_from and valid_to`,
      );
    // oxlint-disable-next-line no-await-in-loop -- one connection
    found.push([name, given ?? (await businessKeyOf(table, references, { database, signal }))]);
  }
  const stray = Object.keys(businessKeys).find((one) => !found.some(([name]) => name === one));
  if (stray !== undefined)
    throw use(
      `--business-key names ${stray}, which is no dimension of this star`,
      `they are ${dimensions.map(nameOf).join(", ")}`,
    );
  if (found.length === 0)
    throw use("no dimension has versions", "leave --current-only out: there is one row for each");
  return Object.fromEntries(found);
}

async function businessKeyOf(
  table: TableSchema,
  references: FoundStar["references"],
  { database, signal }: Search,
): Promise<Names> {
  const name = nameOf(table);
  const versions = findVersions(table) ?? {};
  const hidden = new Set([
    ...references.flatMap(({ dimension, key }) => (dimension === name ? key : [])),
    ...Object.values(versions),
  ]);
  const asked = table.columns.flatMap((one) =>
    hidden.has(one.name) || one.type.kind === "float64" ? [] : [one.name],
  );
  const keys =
    asked.length === 0
      ? []
      : await database.run(askBusinessKeys(table.relation, asked, versions), { signal });
  const named = keys.filter((one) => keyLike.test(parseName(one).text));
  const [only] = named.length === 1 ? named : keys;
  if (only !== undefined && (keys.length === 1 || named.length === 1)) return only;
  throw use(
    `${name} has versions: what do those of one member share?`,
    keys.length === 0
      ? `name it, as --business-key ${name}=shop_id; no single column can be it`
      : `write --business-key ${name}=COLUMN; it may be ${keys.join(", ")}`,
  );
}
