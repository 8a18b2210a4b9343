import { DxError, messageOf, type Finding } from "@dx/core";
import type { Span } from "../ast/span.ts";
import type { StatementTree } from "../ast/statement.ts";
import type { ParserDialect } from "../dialect/parser-dialect.ts";
import type { RawParse } from "./fault.ts";
import { parseScript, readScript } from "./parse-script.ts";

/** How SQL is read. */
export interface ParseOptions {
  /** Whose words and rules. */
  readonly dialect: ParserDialect;
}

/** A statement that was understood. */
export interface ParsedStatement {
  /** What it says. */
  readonly tree: StatementTree;
  /** Its text. */
  readonly text: string;
  /** Where it stands. */
  readonly span: Span;
  /** How it was read. */
  readonly dialect: ParserDialect;
  /** Of a statement in a procedure: the names of parameters and variables, in lower case. */
  readonly variables?: ReadonlySet<string>;
}

/** What a text says. */
export interface ParseResult {
  /** The statements that were understood, in order. */
  readonly statements: readonly ParsedStatement[];
  /** What was not, each with line and column in `example`; the other statements are not touched by it. */
  readonly findings: readonly Finding[];
}

/** A statement that was understood, or what was not. */
export interface ReadStatement {
  /** What it says; `null` if it was not understood. */
  readonly statement: ParsedStatement | null;
  /** What was not understood. */
  readonly finding: Finding | null;
}

/** A parser that is loaded. */
export interface SqlParser {
  /**
   * Reads a text of any number of statements. Never throws because of the text.
   * @throws DxError `DX_SQL_PARSER_DIALECT` if the dialect is not known
   */
  parse(sql: string, options: ParseOptions): ParseResult;
  /**
   * The same, one statement after the other, so that no two of them need be kept.
   * @throws DxError `DX_SQL_PARSER_DIALECT` if the dialect is not known
   */
  read(sql: string, options: ParseOptions): Iterable<ReadStatement>;
}

let loading: Promise<SqlParser> | undefined;

/**
 * Loads the parser, once, which takes about 0.2 s; all after it is synchronous.
 * @throws DxError `DX_SQL_PARSER_LOAD` if its WebAssembly cannot be loaded
 * @example
 * ```ts
 * import { loadParser } from "@dx/sql-parser";
 * const parser = await loadParser();
 * const { statements, findings } = parser.parse("select a from t;\nselect from from;", { dialect: "duckdb" });
 * if (statements.length !== 1 || findings[0]?.code !== "DX_SQL_PARSER_SYNTAX") throw new Error();
 * ```
 * @see https://github.com/tobilg/polyglot, which reads the text
 */
export function loadParser(): Promise<SqlParser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<SqlParser> {
  try {
    const polyglot = await import("@polyglot-sql/sdk");
    const names = new Map<string, (typeof polyglot.Dialect)[keyof typeof polyglot.Dialect]>(
      Object.values(polyglot.Dialect).map((one) => [one, one]),
    );
    const raw: RawParse = (sql, dialect) =>
      polyglot.parse(sql, names.get(dialect) ?? polyglot.Dialect.Generic);
    return {
      parse: (sql, { dialect }) => parseScript(sql, dialect, raw),
      read: (sql, { dialect }) => readScript(sql, dialect, raw),
    };
  } catch (cause) {
    loading = undefined;
    throw new DxError("DX_SQL_PARSER_LOAD", `the parser cannot be loaded: ${messageOf(cause)}`, {
      cause,
      hint: "in a browser, serve polyglot_sql.wasm beside the bundle",
    });
  }
}
