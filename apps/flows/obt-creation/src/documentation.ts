import { describeColumns, judgeObt } from "@dx/obt";
import type { Inputs } from "./inputs.ts";
import type { Made, Outputs } from "./outputs.ts";

/** What the documentation is made of. */
export interface Documented {
  readonly made: Made;
  readonly performanceMetrics: Outputs["performanceMetrics"];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Where rows lie, and why. */
  readonly layout: readonly string[];
}

/** What each column is and where it is from, how the table is used and kept, in Markdown. */
export function documentation(
  inputs: Inputs,
  { made, performanceMetrics, columns, layout }: Documented,
): string {
  const { table, named, assumed, measured } = made;
  const described = describeColumns(named).map(
    ({ name, from, description }, index) =>
      `| \`${name}\` | ${columns[index]?.type ?? ""} | \`${from.replaceAll("|", String.raw`\|`)}\` | ${description.replaceAll("|", String.raw`\|`)} |`,
  );
  const worth = measured.questions.length === 0 ? [] : [judgeObt(measured).advice];
  return [
    `# ${table}`,
    "",
    named.level.kind === "detail"
      ? `One row for each row of \`${inputs.factTable}\`, ${measured.rows} in all.`
      : `One row for each ${named.level.kind === "daily" ? "day" : "month"} and combination of attributes, ${measured.rows} in all.`,
    "",
    "| column | type | from | what it is |",
    "| ------ | ---- | ---- | ---------- |",
    ...described,
    "",
    "## What to know",
    "",
    "- An attribute is NULL where the fact has no member of the dimension: group by it, and these facts are a group of their own.",
    ...(inputs.filters.length === 0
      ? []
      : [
          `- Left out are rows for which this is not true: ${inputs.filters.map((one) => `\`${one}\``).join(", ")}.`,
        ]),
    ...(assumed.length === 0
      ? []
      : [
          `- That these are summed was assumed, since nothing said so: ${assumed.map((one) => `\`${one}\``).join(", ")}.`,
        ]),
    "",
    "## What it is worth",
    "",
    ...worth.map((one) => `- ${one}`),
    `- Query time: ${performanceMetrics.queryTime}.`,
    `- Storage: ${performanceMetrics.storageSize}.`,
    "",
    "## Keeping it up to date",
    "",
    `- Schedule: \`${inputs.refreshFrequency}\` (cron).`,
    `- Refresh: ${performanceMetrics.refreshTime}.`,
    `- Where rows lie, on platforms that have clauses for it: ${layout.join("; ")}. None was timed there.`,
    backfillOf(inputs, named.level.kind),
    "",
  ].join("\n");
}

function backfillOf({ changedBy }: Inputs, level: Made["named"]["level"]["kind"]): string {
  if (level !== "detail") {
    const periods = level === "daily" ? "days" : "months";
    const who =
      changedBy === undefined
        ? "Each run makes the table anew; `sql/refresh.sql`"
        : "A run, as `sql/refresh.sql`,";
    return `- ${who} makes only the ${periods} anew that are not what the star gives now, late facts and changed attributes included: it reads all facts, and writes those. To backfill, run the flow with \`backfill\`, or \`sql/backfill.sql\`.`;
  }
  return changedBy === undefined
    ? "- Each run makes the table anew: there is nothing to backfill."
    : `- A run takes facts anew whose \`${changedBy}\` is at least the greatest that the table has, and rows whose attributes changed. To backfill days, run the flow with \`backfill\`, or \`sql/backfill.sql\`.`;
}
