import { z } from "zod";

const ref = z.strictObject({ table: z.string(), column: z.string() });
const column = z.strictObject({ name: z.string(), type: z.string() });

const link = { from: ref, kind: z.string(), isMasking: z.boolean(), confidence: z.number() };

/** Tables, and influences between their columns. */
export const graphSchema = z.strictObject({
  tables: z.array(z.strictObject({ name: z.string(), kind: z.string(), columns: z.array(column) })),
  edges: z.array(z.strictObject({ to: ref, ...link })),
  rows: z.array(z.strictObject({ to: z.string(), ...link })),
  tableEdges: z.array(z.strictObject({ from: z.string(), to: z.string() })),
});

/** What became of a change that was thought through and tried. */
const impactSchema = z.strictObject({
  change: z.string(),
  broken: z.array(z.string()),
  affected: z.array(z.string()),
  safe: z.number(),
  reasons: z.array(z.string()),
});

const coverageReport = z.strictObject({
  tablesWithLineage: z.number(),
  totalTables: z.number(),
  coveragePercent: z.number(),
});

/** What of the run its claims and its page need. */
export const made = z.strictObject({
  /** The scratch schema with the tables that claims ask. */
  evidence: z.string(),
  systems: z.array(
    z.strictObject({ name: z.string(), type: z.string(), scripts: z.number(), tables: z.number() }),
  ),
  statements: z.number(),
  findings: z.array(
    z.strictObject({ script: z.string(), severity: z.string(), message: z.string() }),
  ),
  columns: z.strictObject({ withLineage: z.number(), total: z.number() }),
  gaps: z.array(
    z.strictObject({ table: z.string(), column: z.string().nullable(), message: z.string() }),
  ),
  /** How many entries of each log have lineage, and why others have none. */
  logs: z.array(
    z.strictObject({
      name: z.string(),
      totalEntries: z.number(),
      entriesWithLineage: z.number(),
      gaps: z.array(z.strictObject({ entry: z.number(), message: z.string() })),
    }),
  ),
  /** Tables that are read, and that no catalogue has described. */
  unknown: z.array(z.string()),
  /** Statements that ran, and those that did not, with the reason. */
  ran: z.number(),
  failed: z.array(
    z.strictObject({ script: z.string(), statement: z.number(), reason: z.string() }),
  ),
  perturbed: z.number(),
  variants: z.number(),
  moves: z.number(),
  directEdges: z.number(),
  idle: z.array(z.string()),
  notPerturbed: z.array(
    z.strictObject({ script: z.string(), statement: z.number(), reason: z.string() }),
  ),
  impact: z.array(impactSchema),
  radius: z.array(
    z.strictObject({
      table: z.string(),
      tables: z.number(),
      columns: z.number(),
      restore: z.array(z.string()),
    }),
  ),
});

/** What the flow hands over: the specification's fields, and one of its own. */
export const outputs = z.strictObject({
  lineageGraph: graphSchema.describe(
    "tables, influences of columns on columns and on rows, edges of tables",
  ),
  visualizations: z
    .array(z.string())
    .describe("the files that show it: a page to look around in, Mermaid, Graphviz"),
  impactAnalysisTools: z.string().describe("how to ask what a change leads to, in Markdown"),
  catalogIntegration: z
    .record(z.string(), z.json())
    .describe("the tool, the file in its form, and how it gets there"),
  documentation: z
    .string()
    .describe("what was read, how much is covered, and what was shown, in Markdown"),
  coverageReport: coverageReport.describe("of the catalogue's tables, in percent"),
  /** Of this run; not for other programs. */
  made,
});

/** The flow's outputs. */
export type Outputs = z.infer<typeof outputs>;
/** What of the run its claims and its page need. */
export type Made = z.infer<typeof made>;
