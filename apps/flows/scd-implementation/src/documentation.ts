import { columnsOfHistory, type HistorySpec } from "@dx/scd";
import type { Inputs } from "./inputs.ts";
import type { Made } from "./outputs.ts";

/** What the documentation is made of. */
export interface Documented {
  readonly spec: HistorySpec;
  readonly made: Omit<Made, "spec">;
  readonly dialect: string;
  readonly tests: readonly string[];
  readonly loadSeconds: number | null;
}

const typeNames = {
  0: "0: keeps its first value",
  1: "1: overwritten in all versions",
  2: "2: a change begins a new version",
  3: "3: the newest value, with the one before",
} as const;

/** How the dimension is built and used, in Markdown, from the facts of this run. */
export function documentation(
  inputs: Inputs,
  { spec, made, dialect, tests, loadSeconds }: Documented,
): string {
  const { dimensionTable: dimension, sourceTable } = inputs;
  const { key, byType, prior } = columnsOfHistory(spec);
  const ofType = ([0, 1, 2, 3] as const).flatMap((type) =>
    byType[type].map(
      (name) =>
        `| \`${name}\` | ${typeNames[type]}${prior[name] === undefined ? "" : ` in \`${prior[name]}\``} |`,
    ),
  );
  const end = spec.openEnd === undefined ? "NULL" : JSON.stringify(spec.openEnd);
  const lines = [
    `# ${dimension}`,
    "",
    `One row is one version of a thing of \`${sourceTable}\`, known by ${list(key)}. It is valid from \`${spec.validFrom}\` (included) to \`${spec.validTo}\` (excluded); open rows end with ${end} and have \`${spec.current}\` true.`,
    "",
    "| column | type |",
    "| --- | --- |",
    ...key.map((name) => `| \`${name}\` | business key |`),
    ...ofType,
    ...(spec.surrogate === undefined
      ? []
      : [`| \`${spec.surrogate.column}\` | surrogate key, by ${spec.surrogate.by} |`]),
    ...Object.entries(spec.audit ?? {}).map(
      ([what, name]) =>
        `| \`${name}\` | for auditors: ${what === "insertedAt" ? "the load that made the row" : "the load that last changed it"} |`,
    ),
    "",
    "## How to use it",
    "",
    `- What is valid now: \`${dimension}_current\`. Let reports use this one.`,
    `- All versions, for trends: \`${dimension}_history\`.`,
    "- As of a time: `artefacts/sql/as-of.sql`, with the parameter `as_of`.",
    `- Facts: join on the business key, \`${spec.validFrom} <= fact time\`, and \`fact time < ${spec.validTo}\` unless the row is open; at the very time of a change, the new version counts.`,
    "",
    "## How it is loaded",
    "",
    `\`artefacts/sql/load.sql\` (${dialect}) takes the parameters \`snapshot_at\` and \`loaded_at\`. It may be run again with the same source, and late: what was put in before changes nothing, and a late change is put in its place. \`${dimension}_log\` keeps what the dimension itself cannot tell: do not drop it.`,
    "",
    "## What was done",
    "",
    made.mode === "description"
      ? "Nothing was run: there was only a description of the source."
      : `${made.isNew ? "The dimension was made" : "The dimension was there, and was gone on with"}; ${made.snapshots.length === 0 ? "changes were loaded" : `${made.snapshots.length} snapshots were loaded, the last of ${made.snapshots.at(-1)?.at.slice(0, 16)}`}${loadSeconds === null ? "" : `; a load of all of it took ${loadSeconds} seconds`}.`,
    ...made.findings.map(({ message, subject }) => `- To look at in ${subject}: ${message}.`),
    "",
    "## Tests",
    "",
    "Each of these texts in `artefacts/sql/tests` returns no rows where its claim holds:",
    "",
    ...tests.map((id) => `- \`${id}\``),
    "",
  ];
  return lines.join("\n");
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
