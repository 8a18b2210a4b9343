import { starTables, busMatrix, type DimensionalModel, type FactTable } from "@dx/dimensional";
import type { Inputs } from "./inputs.ts";
import type { Made } from "./outputs.ts";

/** What is written about a star. */
export interface Documented {
  readonly model: DimensionalModel;
  readonly made: Made;
  readonly loadSeconds: number | null;
  /** The ids of the tests. */
  readonly tests: readonly string[];
}

/** How the star is built, what its rows are, and why, in Markdown. */
export function documentation(
  inputs: Inputs,
  { model, made, loadSeconds, tests }: Documented,
): string {
  const { businessQuestions = [], targetWarehouse } = inputs;
  const run =
    made.mode === "run"
      ? `On ${made.at} it was loaded of ${Object.entries(made.rows)
          .map(([name, rows]) => `${name} (${rows} rows)`)
          .join(
            ", ",
          )}; loading the same once more took ${loadSeconds} seconds and changed nothing that the claims could find.`
      : "There was no source: all was written, nothing was run.";
  const parts = [
    `# The star of ${model.name}`,
    run,
    `The SQL in \`sql/\` is ${targetWarehouse}'s: \`02-tables.sql\` makes the tables, the files \`NN-load-*.sql\` load them, dimensions before facts. A job supplies the time of the load as \`loaded_at\`, and that of the source as \`snapshot_at\` where a dimension keeps versions. Every script may be run again. \`ddl/\` has the tables for six platforms. ${keyText(model, made.keys)}`,
    "## Bus matrix",
    matrix(model),
    "## Facts",
    ...model.facts.map(factText),
    "## Dimensions",
    ...model.dimensions.map(({ name, kind, source, businessKey, attributes, scdType }) =>
      kind === "junk"
        ? `- **${name}**, the combinations of ${businessKey.map((one) => one.name).join(", ")} that ${source} has. Key -1 is the unknown member.`
        : `- **${name}**, of ${source}, told apart by ${businessKey.map((one) => one.name).join(", ")}; attributes: ${attributes.map((one) => one.name).join(", ") || "none"}; type ${scdType}. Key -1 is the unknown member.`,
    ),
    ...(model.date === null
      ? []
      : [
          `- **${model.date.name}**, the days from ${model.date.from} to ${model.date.to}; the fiscal year begins with month ${model.date.fiscalYearStartMonth} and is called by its ${model.date.fiscalYearLabel === "end" ? "last" : "first"} day; holidays: ${model.date.holidays.map(({ name }) => name).join(", ") || "none"}. Key -1 is the unknown day.`,
        ]),
    ...(model.bridges ?? []).map(
      ({ name, source, group, through, dimension, weight }) =>
        `- **${name}**, of ${source}: the members of ${dimension} for each ${group.map((one) => one.name).join(", ")}${through === undefined ? "" : ` of ${through}`}; multiply measures by \`weight\` (${weight ?? "equal shares"}), which adds up to 1.`,
    ),
    ...(model.time === undefined
      ? []
      : [
          `- **${model.time.name}**, the ${model.time.granularity}s of a day; parts of the day: ${model.time.dayParts.map(({ name, from }) => `${name} from ${from}`).join(", ")}. Key -1 is the unknown time.`,
        ]),
    "## Why it is so",
    table(
      ["what", "about", "decision", "by", "reason"],
      model.decisions.map((one) => [one.subject, one.about, one.decision, one.by, one.reason]),
    ),
    ...(businessQuestions.length === 0
      ? []
      : [
          "## Questions",
          ...businessQuestions.map(
            ({ question, starSql }) =>
              `- ${question}\n\n  \`\`\`sql\n  ${starSql.trim().replaceAll("\n", "\n  ")}\n  \`\`\``,
          ),
        ]),
    "## Tests",
    `${tests.length} tests in \`sql/tests/\`, each of which returns no rows where its claim holds.`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function factText({ name, kind, source, grain, keys, measures, degenerate }: FactTable): string {
  const lines = [
    `**${name}**, a ${kind} fact of ${source}: ${grain.sentence} (${grain.key.map((one) => one.name).join(", ")}).`,
    ...keys.map(
      ({ column, role, dimension, from }) =>
        `- ${column}: ${dimension} as ${role}${from === undefined ? "" : `, of its ${from}`}`,
    ),
    ...measures.map(
      ({ name: own, additivity, saidBy, rollUp, allocation }) =>
        `- ${own}: ${additivity}, said by ${saidBy}; rolled up by ${rollUp.kind}${allocation === undefined ? "" : `; that of its ${allocation.from}, shared out by ${allocation.by ?? "equal parts"}`}`,
    ),
    ...degenerate.map((one) => `- ${one.name}, kept as it is`),
  ];
  return lines.join("\n").replace("\n", "\n\n");
}

function matrix(model: DimensionalModel): string {
  const { dimensions, rows } = busMatrix(model);
  return table(
    [
      "fact",
      ...dimensions.map(({ name, conformed }) => (conformed ? `${name} (conformed)` : name)),
    ],
    Array.from(rows, ({ fact, roles }) => [
      fact,
      ...dimensions.map(({ name }) => roles[name]?.join(", ") ?? ""),
    ]),
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`).replaceAll(/\s+/g, " ")).join(" | ")} |`;
}

/** Which keys the DDL declares: those that the rows of this run keep. */
function keyText(model: DimensionalModel, { primary, foreign }: Made["keys"]): string {
  const tables = starTables(model);
  const wanted = [
    ...tables.map(({ name }) => ({
      what: `the primary key of ${name}`,
      kept: primary.includes(name),
    })),
    ...tables.flatMap(({ name, references }) =>
      references.map(({ column }) => ({
        what: `${name}.${column}`,
        kept: foreign.some((one) => one.table === name && one.column === column),
      })),
    ),
  ];
  const lost = wanted.filter(({ kept }) => !kept).map(({ what }) => what);
  const all = `It declares ${wanted.length - lost.length} of ${wanted.length} keys: those that the rows of this run keep, since most platforms believe keys and do not enforce them.`;
  return lost.length === 0 ? all : `${all} Not declared: ${lost.join(", ")}.`;
}
