import { readFileSync } from "node:fs";
import { DxError, messageOf, type Dialect } from "@dx/core";
import {
  checkSuite,
  fromDbt,
  fromGreatExpectations,
  fromSoda,
  suiteOf,
  type Loss,
  type Suite,
} from "@dx/quality";
import { parse } from "yaml";
import { z } from "zod";
import { use } from "../parse-given.ts";

/** Whose words checks may be in. */
export const vocabularies = ["dx", "great_expectations", "soda", "dbt"] as const;

/** Whose words checks are in. */
type Vocabulary = (typeof vocabularies)[number];

/** A suite, and what could not be read of it. */
export interface ReadSuite {
  readonly suite: Suite;
  readonly losses: readonly Loss[];
}

/** How checks are read. */
export interface ReadSuiteOptions {
  readonly vocabulary: Vocabulary;
  readonly dialect: Dialect;
  readonly table?: string;
  readonly now?: string;
  readonly rowOrder?: string;
}

const byTable = z.strictObject({
  name: z.string().min(1),
  tables: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())]))),
});
const written = z.strictObject({
  name: z.string(),
  checks: z.array(z.custom<Suite["checks"][number]>(isObject)),
});

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Reads a file of checks, JSON or YAML. @throws DxError `DX_CLI_USE` if it cannot be read */
export function readSuiteFile(path: string, options: ReadSuiteOptions): ReadSuite {
  let document: unknown;
  try {
    document = parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw use(`${path} cannot be read: ${messageOf(error)}`, "give a file of JSON or YAML");
  }
  return readSuite(document, options);
}

/** Understands checks in the words of dx, Great Expectations, Soda or dbt. @throws DxError */
export function readSuite(
  document: unknown,
  { vocabulary, dialect, table, now, rowOrder }: ReadSuiteOptions,
): ReadSuite {
  const options = {
    dialect,
    ...(table === undefined ? {} : { table }),
    ...(now === undefined ? {} : { now }),
    ...(rowOrder === undefined ? {} : { rowOrder }),
  };
  switch (vocabulary) {
    case "dx":
      return { suite: ofDx(document, now), losses: [] };
    case "great_expectations":
      return fromGreatExpectations(document, options);
    case "soda":
      return fromSoda(document, options);
    case "dbt":
      return fromDbt(document, options);
  }
}

function ofDx(document: unknown, now: string | undefined): Suite {
  const rules = byTable.safeParse(document);
  if (rules.success)
    return suiteOf(rules.data.name, rules.data.tables, now === undefined ? {} : { now });
  const suite = written.safeParse(document);
  if (suite.success) return checkSuite(suite.data);
  throw new DxError("DX_CLI_USE", "the document is no suite", {
    hint: 'write {"name", "tables": {"orders": {"id": ["not null", "unique"]}}}, or {"name", "checks": [...]}',
  });
}
