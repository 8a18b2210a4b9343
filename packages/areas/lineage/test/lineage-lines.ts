import type { SourceColumn, StatementLineage } from "../src/index.ts";

const short = ({ kind, isMasking, table, column, field }: SourceColumn): string =>
  `${kind}${isMasking ? "!" : ""} ${table}.${column}${field === undefined ? "" : `/${field}`}`;

/** Outputs and rows in one line each. */
export function lineageLines({ outputs, rows }: StatementLineage): readonly string[] {
  const list = (sources: readonly SourceColumn[]): string =>
    sources.map(short).toSorted().join(", ");
  return [
    ...outputs.map(({ name, sources }) => `${name}: ${list(sources)}`),
    ...(rows.length === 0 ? [] : [`rows: ${list(rows)}`]),
  ];
}
