import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { relation } from "@dx/core";
import { openDatabase } from "@dx/database";
import { judgeDamages, readInputs, runFlow, type Damages } from "@dx/runner";
import { sql, type Sql } from "@dx/sql";
import { forEachDatabase } from "@dx/testkit";
import { expect, test } from "vitest";
import { flow } from "../src/index.ts";
import type { Inputs } from "../src/inputs.ts";

const [example = ""] = flow.examples;
const inputs: Inputs = {
  ...readInputs(flow.inputs, example),
  changes: [
    { kind: "drop-column", table: "raw.customers", column: "id" },
    { kind: "drop-column", table: "raw.orders", column: "coupon" },
    { kind: "add-column", table: "raw.order_lines", column: "note", type: "varchar" },
  ],
};
const base = dirname(example);
const around = { base, approve: async () => "yes" as const, clock: () => new Date(0) };

const at = (scratch: string, name: string): Sql => sql`${relation(`${scratch}.${name}`)}`;
const damages: Damages = {
  "lineage.coverage.tables": (scratch) => [
    sql`delete from ${at(scratch, "tables")} where from_table in ('raw.customers', 'raw.products')`,
  ],
  "lineage.coverage.gaps-have-reasons": (scratch) => [
    sql`delete from ${at(scratch, "graph")} where to_table = 'marts.revenue_by_month' and to_column = 'revenue'`,
    sql`delete from ${at(scratch, "graph")} where from_table = 'marts.revenue_by_month' and from_column = 'revenue'`,
  ],
  "lineage.no-dependency-without-edge": (scratch) => [
    sql`delete from ${at(scratch, "edges")} where from_column = 'email' and from_table = 'raw.customers'`,
  ],
  "lineage.direct-edges-exercised": (scratch) => [
    sql`insert into ${at(scratch, "edges")} select statement, place + 100, from_table, from_column, kind, is_direct from ${at(scratch, "edges")} where is_direct and statement < 9`,
  ],
  "lineage.tables-contain-columns": (scratch) => [
    sql`delete from ${at(scratch, "tables")} where from_table = 'staging.customers'`,
  ],
  "lineage.impact.broken-fails": (scratch) => [
    sql`update ${at(scratch, "tried")} set verdict = 'broken' where verdict = 'safe'`,
  ],
  "lineage.impact.safe-same-rows": (scratch) => [
    sql`update ${at(scratch, "tried")} set verdict = 'safe' where verdict = 'broken'`,
  ],
};

forEachDatabase(
  "every claim holds on the example, and fails when it is made wrong",
  async ({ db }) => {
    const { outputs, evidence, damaged } = await judgeDamages(flow, inputs, {
      ...around,
      databases: { target: db },
      damages,
    });
    expect(evidence.summary).toEqual({ holds: 7, fails: 0, unknown: 0 });
    expect(evidence.claims.map(({ id }) => id).toSorted()).toEqual(Object.keys(damages).toSorted());
    expect(damaged).toEqual(Object.fromEntries(Object.keys(damages).map((id) => [id, "fails"])));
    const { made, coverageReport, lineageGraph } = outputs;
    expect(coverageReport).toEqual({
      tablesWithLineage: 12,
      totalTables: 12,
      coveragePercent: 100,
    });
    expect(made).toMatchObject({
      statements: 14,
      ran: 14,
      failed: [],
      perturbed: 9,
      notPerturbed: [],
    });
    expect(made.moves).toBeGreaterThan(80);
    expect(lineageGraph.tableEdges).toContainEqual({
      from: "staging.order_lines",
      to: "intermediate.order_values",
    });
    expect(lineageGraph.tables.map(({ name }) => name)).not.toContain("paid_lines");
    const [drop] = made.impact;
    expect(drop).toMatchObject({
      change: "drop raw.customers.id",
      broken: expect.arrayContaining(["marts.everything"]),
    });
  },
);

test("the run's folder has the page, the tool's file and the job", async () => {
  const db = await openDatabase("duckdb:");
  const out = join(mkdtempSync(join(tmpdir(), "dx-flow-")), "run");
  const given = {
    ...inputs,
    lineageTool: "datahub",
    granularity: "table",
    orchestrator: "airflow",
    changes: [{ kind: "drop-table", table: "raw.products" }],
    systemsToInclude: inputs.systemsToInclude.slice(0, 2),
  };
  const { outputs } = await runFlow(flow, given, { ...around, out, databases: { target: db } });
  const files = [
    "lineage.html",
    "lineage.mmd",
    "lineage.dot",
    "lineage.csv",
    "coverage.json",
    "impact.json",
    "documentation.md",
    "jobs/data_lineage_mapping_dag.py",
  ];
  expect(files.filter((one) => !existsSync(join(out, "artefacts", one)))).toEqual([]);
  expect(outputs.catalogIntegration).toMatchObject({
    tool: "datahub",
    file: "artefacts/datahub-proposals.json",
  });
  expect(
    JSON.parse(readFileSync(join(out, "artefacts/datahub-proposals.json"), "utf8")),
  ).toContainEqual(expect.objectContaining({ aspectName: "upstreamLineage" }));
  expect(outputs.lineageGraph.edges).toEqual([]);
  expect(outputs.made.impact).toMatchObject([
    { change: "drop raw.products", broken: expect.arrayContaining(["staging.order_lines"]) },
  ]);
  expect(readFileSync(join(out, "index.html"), "utf8")).toContain("Tables and what fills them");
  expect(readFileSync(join(out, "artefacts/jobs/data_lineage_mapping_dag.py"), "utf8")).toContain(
    "0 6 * * *",
  );
  expect(outputs.documentation).toContain("12 of 12 tables of the catalogue have lineage (100 %)");
  await db.close();
});
