import { loadParser } from "@dx/sql-parser";
import { buildLineage } from "../src/index.ts";
import { manyScripts } from "./many-scripts.ts";

/** Run by itself, with `--expose-gc`: how much memory a lineage of 100,000 columns takes, in MB. */
const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
const used = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const parser = await loadParser();
const before = { resident: process.memoryUsage().rss, used: used() };
const lineage = buildLineage(parser, [...manyScripts(1000, 100)]);
const resident = process.memoryUsage().rss;
const graph = megabytes(used() - before.used);
const figures = {
  columns: lineage.tables.reduce((sum, one) => sum + one.columns.length, 0),
  edges: lineage.edges.length,
  statements: lineage.statements.length,
  graph,
  residentBefore: megabytes(before.resident),
  resident: megabytes(resident),
};
// oxlint-disable-next-line no-console -- what the test beside this reads
console.log(JSON.stringify(figures));
