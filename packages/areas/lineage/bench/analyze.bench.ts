import { compare } from "@dx/testing/bench";
import { loadParser } from "@dx/sql-parser";
import { analyzeStatement } from "../src/index.ts";
import { shop, statements } from "../test/perturb-statements.ts";

const parser = await loadParser();
const options = { dialect: "duckdb", schema: shop } as const;

await compare(`${statements.length} statements`, {
  "parse and all columns": () =>
    statements.filter((sql) => analyzeStatement(parser, sql, options).outputs.length > 0).length,
  "parse alone": () =>
    statements.filter((sql) => parser.parse(sql, options).statements.length === 1).length,
});
