import { formatTimestamp, formatValue, valueAt, type Column, type Rows } from "@dx/core";
import { bars, timeline, type TimelineLane } from "@dx/chart";
import type { Block } from "@dx/report";
import type { ReportTools } from "@dx/runner";
import { busiestKeys, columnsOfHistory, summarizeHistory, type HistorySpec } from "@dx/scd";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";

/** What the page shows: what the history holds, what happened when, the keys that changed most, and how to load it. */
export async function report(
  inputs: Inputs,
  { made, loadSeconds, scdLoadingLogic }: Outputs,
  { databases: { target } }: ReportTools,
): Promise<readonly Block[]> {
  const load: Block = {
    kind: "details",
    summary: "The load, for a scheduled job",
    blocks: [
      { kind: "code", language: "sql", title: "artefacts/sql/load.sql", code: scdLoadingLogic },
    ],
  };
  if (made.mode === "description")
    return [
      {
        kind: "text",
        text: "There was only a description of the source: the SQL was written, nothing was run.",
      },
      load,
    ];
  const { spec } = made;
  const summary = await target.run(summarizeHistory(inputs.dimensionTable, spec));
  const busiest = await target.run(busiestKeys(inputs.dimensionTable, spec, 8));
  const days = summary.changes.map((change) => ({ ...change, day: dayOf(change.at) }));
  return [
    {
      kind: "facts",
      facts: [
        { name: "keys ever seen", value: summary.keys },
        { name: "keys now", value: summary.open },
        { name: "versions", value: summary.versions },
        ...(loadSeconds === null
          ? []
          : [{ name: "a load of all changes", value: loadSeconds, unit: "s" }]),
      ],
    },
    { kind: "heading", text: "The keys that changed most" },
    timeline(lanesOf(busiest, spec), { title: `Versions of ${inputs.dimensionTable}` }),
    { kind: "heading", text: "What happened when" },
    bars(
      days.slice(1).map(({ day, inserted, changed, deleted, returned }) => ({
        label: day,
        value: inserted + changed + deleted + returned,
        detail: `${inserted} inserted, ${changed} changed, ${deleted} deleted, ${returned} returned`,
      })),
      { title: "Changes after the first load", unit: "changes" },
    ),
    {
      kind: "table",
      caption: "Every begin and end of a version, explained",
      rows: days.map(({ day, inserted, changed, deleted, returned }) => ({
        at: day,
        inserted,
        changed,
        deleted,
        returned,
      })),
    },
    {
      kind: "table",
      caption: "How many versions keys have",
      rows: summary.versionsPerKey.map(({ versions, keys }) => ({ versions, keys })),
    },
    ...(made.findings.length === 0
      ? []
      : ([
          { kind: "heading", text: "To look at in the source" },
          {
            kind: "table",
            caption: "Findings",
            rows: made.findings.map(({ code, message, count }) => ({ code, message, count })),
          },
        ] as const)),
    load,
  ];
}

function dayOf(micros: bigint): string {
  return formatTimestamp(micros)
    .replace(/ 00:00:00\.0+$/, "")
    .replace(/\.0+$/, "");
}

/** A lane for each key, a span for each of its versions, labelled by its tracked columns; columns by their places. */
function lanesOf(rows: Rows, spec: HistorySpec): readonly TimelineLane[] {
  const { key, byType } = columnsOfHistory(spec);
  const keys = rows.columns.slice(0, key.length);
  const [from, to, ...attributes] = rows.columns.slice(key.length);
  const tracked = attributes.slice(0, byType[2].length);
  const lanes = new Map<string, TimelineLane["spans"][number][]>();
  for (let index = 0; index < rows.count; index += 1) {
    const begin = timeAt(from, index);
    const end = timeAt(to, index);
    if (begin === null) continue;
    const lane = text(keys, index);
    const isOpen = end === null || (spec.openEnd !== undefined && end > begin && isEnd(end, spec));
    const span = { from: begin, to: isOpen ? null : end, label: text(tracked, index) };
    lanes.set(lane, [...(lanes.get(lane) ?? []), span]);
  }
  return [...lanes].map(([name, spans]) => ({ label: name, spans }));
}

function text(columns: readonly Column[], index: number): string {
  return columns.map((column) => formatValue(column, index) ?? "NULL").join(" · ");
}

function timeAt(column: Column | undefined, index: number): bigint | null {
  return column?.kind === "timestamp" ? valueAt<"timestamp">(column, index) : null;
}

function isEnd(end: bigint, { openEnd }: HistorySpec): boolean {
  return typeof openEnd === "string" && formatTimestamp(end).startsWith(openEnd.slice(0, 10));
}
