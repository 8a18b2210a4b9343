import {
  outputSchema,
  type Catalog,
  type CatalogColumn,
  type NameOptions,
  type OutputColumn,
  type ParsedStatement,
  type ParserDialect,
  type ReadStatement,
  type SqlParser,
} from "@dx/sql-parser";
import { analyzeStatement } from "../analyze/analyze-statement.ts";
import type { StatementLineage } from "../statement-lineage.ts";
import { watchCatalog, type Watched } from "./watched-catalog.ts";

/** How statements are read, and understood with what is known of tables. */
export interface Reading {
  /** The statements of a text, one after the other, and what could not be read. */
  read(sql: string, dialect: ParserDialect): Iterable<ReadStatement>;
  /** Where the columns of a statement come from. */
  analyze(statement: ParsedStatement, names: NameOptions, catalog: Catalog): StatementLineage;
  /** The columns that a statement gives. */
  outputs(
    statement: ParsedStatement,
    names: NameOptions,
    catalog: Catalog,
  ): readonly OutputColumn[];
}

/** Reads, and keeps nothing. */
export function readOnce(parser: SqlParser): Reading {
  return {
    read: (sql, dialect) => parser.read(sql, { dialect }),
    analyze: (statement, names, schema) =>
      analyzeStatement(parser, statement, { ...names, schema }),
    outputs: (statement, names, schema) => outputSchema(statement, schema, names),
  };
}

/** Reads, and what was read before is not read again. */
export interface Memory extends Reading {
  /** Forgets the texts that were not read since this was called last. */
  forget(): void;
  /** How many statements were analysed so far, and not remembered. */
  readonly analyzed: number;
}

/** An answer, and the tables that it was found with. */
interface Known<T> {
  readonly defaultSchema: string | undefined;
  readonly watched: Watched;
  readonly answer: T;
}

/** So many answers are kept of each statement: one for each state of the tables that it reads. */
const mostKnown = 4;

/**
 * Remembers texts, and what statements were found to do. A statement is analysed again if a table that it asked for has
 * other columns than then, or is there now and was not.
 */
export function createMemory(parser: SqlParser): Memory {
  let [texts, used] = [
    new Map<string, readonly ReadStatement[]>(),
    new Map<string, readonly ReadStatement[]>(),
  ];
  const lineages = new WeakMap<ParsedStatement, Known<StatementLineage>[]>();
  const outputs = new WeakMap<ParsedStatement, Known<readonly OutputColumn[]>[]>();
  let analyzed = 0;
  return {
    read: (sql, dialect) => {
      const key = `${dialect}\0${sql}`;
      const result = used.get(key) ?? texts.get(key) ?? [...parser.read(sql, { dialect })];
      used.set(key, result);
      return result;
    },
    analyze: (statement, names, catalog) =>
      remember(lineages, { statement, names, catalog }, (schema) => {
        analyzed += 1;
        return analyzeStatement(parser, statement, { ...names, schema });
      }),
    outputs: (statement, names, catalog) =>
      remember(outputs, { statement, names, catalog }, (schema) =>
        outputSchema(statement, schema, names),
      ),
    forget: () => {
      [texts, used] = [used, new Map()];
    },
    get analyzed() {
      return analyzed;
    },
  };
}

function remember<T>(
  memory: WeakMap<ParsedStatement, Known<T>[]>,
  {
    statement,
    names,
    catalog,
  }: {
    readonly statement: ParsedStatement;
    readonly names: NameOptions;
    readonly catalog: Catalog;
  },
  find: (catalog: Catalog) => T,
): T {
  const all = memory.get(statement) ?? [];
  memory.set(statement, all);
  const known = all.find(
    ({ defaultSchema, watched }) =>
      defaultSchema === names.defaultSchema && holds(watched, catalog),
  );
  if (known !== undefined) return known.answer;
  const { watching, watched } = watchCatalog(catalog);
  const answer = find(watching);
  if (all.length >= mostKnown) all.shift();
  all.push({ defaultSchema: names.defaultSchema, watched, answer });
  return answer;
}

/** Whether the tables that were asked for are as they were. */
function holds({ asked, isWhole }: Watched, catalog: Catalog): boolean {
  return !isWhole && [...asked].every(([table, columns]) => isSame(columns, catalog.get(table)));
}

function isSame(
  one: readonly CatalogColumn[] | undefined,
  other: readonly CatalogColumn[] | undefined,
): boolean {
  if (one === other) return true;
  return (
    one?.length === other?.length &&
    (one ?? []).every(({ written, name, type }, place) => {
      const same = other?.[place];
      return same?.written === written && same.name === name && same.type === type;
    })
  );
}
