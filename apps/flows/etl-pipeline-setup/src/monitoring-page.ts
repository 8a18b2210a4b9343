import { bars, lines } from "@dx/chart";
import { renderReport } from "@dx/report";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import type { PastLoad } from "./tasks/read-history.ts";

/** A page of how the pipeline did, over all loads that the target has noted. */
export function monitoringPage(
  { projectName }: Inputs,
  {
    history,
    gates,
    now,
  }: {
    readonly history: readonly PastLoad[];
    readonly gates: Outputs["made"]["gates"];
    readonly now: string;
  },
): string {
  const tables = [...new Set(history.map(({ table }) => table))];
  const last = tables
    .map((table) => history.findLast((load) => load.table === table))
    .filter((load) => load !== undefined);
  const passed = gates.filter(({ verdict }) => verdict === "holds").length;
  return renderReport({
    title: `${projectName}: monitoring`,
    subtitle: `as of ${now}`,
    blocks: [
      {
        kind: "facts",
        facts: [
          { name: "loads noted", value: history.length },
          { name: "gates that hold", value: `${passed} of ${gates.length}` },
          {
            name: "values in quarantine",
            value: history.reduce((sum, { rejected }) => sum + rejected, 0),
          },
        ],
      },
      { kind: "heading", text: "Volume" },
      bars(
        last.map(({ table, read }) => ({ label: table, value: read })),
        { title: "Rows that the last load of each table read", unit: "rows" },
      ),
      { kind: "heading", text: "Latency" },
      lines(
        tables.map((table) => ({
          label: table,
          points: history
            .filter((load) => load.table === table)
            .map(({ seconds }, x) => ({ x: x + 1, y: seconds })),
        })),
        { title: "Seconds of each load", xLabel: "load", yLabel: "s", fromZero: true },
      ),
      {
        kind: "table",
        caption: "The last load of each table",
        rows: last.map(({ table, at, read, inserted, updated, deleted, rejected, seconds }) => ({
          table,
          at,
          read,
          inserted,
          updated,
          deleted,
          rejected,
          seconds: seconds === null ? null : Math.round(seconds * 1000) / 1000,
        })),
      },
      { kind: "table", caption: "Gates of the last run", rows: gates.map((gate) => ({ ...gate })) },
      {
        kind: "text",
        text: "The share of runs that succeed is not known here: a load that fails leaves nothing in the target. The orchestrator knows it. Cost is not measured.",
      },
    ],
  });
}
