import type { Json } from "@dx/core";
import {
  toAtlas,
  toCsv,
  toDataHub,
  toDot,
  toHtml,
  toLineageGraph,
  toMermaid,
  toOpenLineage,
  type Lineage,
} from "@dx/lineage";
import { defineTask } from "@dx/runner";
import { z } from "zod";
import { inputs, type Inputs } from "../inputs.ts";
import { graphSchema, made } from "../outputs.ts";
import { lineageOf } from "../lineage-of.ts";
import { sourceTables } from "../rehearsal.ts";
import { readSystems } from "../systems.ts";

/** Writes the lineage in all its forms; gives the graph, and what was written for the tool. */
export const writeLineage = defineTask("write-lineage", {
  version: 1,
  effect: "idempotent",
  input: z.strictObject({
    inputs,
    now: z.string(),
    gaps: made.shape.gaps,
    impact: made.shape.impact,
  }),
  output: z.strictObject({ graph: graphSchema, file: z.string().nullable() }),
  run: async ({ inputs: given, now, gaps, impact }, tools) => {
    const read = await readSystems(given, tools);
    const lineage = await lineageOf(read, await sourceTables(read));
    const shown = given.granularity === "table" ? withoutColumns(lineage) : lineage;
    const graph = toLineageGraph(shown);
    const exchange = exchangeOf(shown, given, now);
    await tools.artefacts.write({
      "lineage.html": toHtml(shown, { title: "Lineage" }),
      "lineage.json": `${JSON.stringify(graph, null, 2)}\n`,
      "lineage.csv": toCsv(shown),
      "lineage.mmd": toMermaid(shown),
      "lineage.dot": toDot(shown),
      "coverage.json": text({ gaps }),
      "impact.json": text({ impact }),
      ...(exchange === null ? {} : { [exchange.file]: exchange.content }),
    });
    return { graph, file: exchange?.file ?? null };
  },
});

function text(value: Json): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function exchangeOf(
  lineage: Lineage,
  { lineageTool }: Inputs,
  now: string,
): { readonly file: string; readonly content: string } | null {
  switch (lineageTool) {
    case "marquez": {
      const events = toOpenLineage(lineage, {
        datasetNamespace: "file",
        jobNamespace: "dx",
        eventTime: now,
        producer: "https://dx.invalid/data-lineage-mapping",
      });
      return {
        file: "openlineage.ndjson",
        content: events.map((one) => `${JSON.stringify(one)}\n`).join(""),
      };
    }
    case "datahub":
      return {
        file: "datahub-proposals.json",
        content: text(toDataHub(lineage, { platform: "duckdb" })),
      };
    case "apache_atlas":
      return {
        file: "atlas-entities.json",
        content: text({
          ...toAtlas(lineage, { database: "dx", instance: "duckdb", engine: "duckdb" }),
        }),
      };
    case "native":
      return null;
  }
}

function withoutColumns(lineage: Lineage): Lineage {
  return {
    ...lineage,
    edges: [],
    rows: [],
    tables: lineage.tables.map(({ name, kind }) => ({ name, kind, columns: [] })),
  };
}
