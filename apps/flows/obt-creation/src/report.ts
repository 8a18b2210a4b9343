import { bars, diagram } from "@dx/chart";
import { describeColumns, judgeObt, nameColumns, type ObtJudgement } from "@dx/obt";
import type { Block } from "@dx/report";
import { metricsOf } from "./finish.ts";
import type { Inputs } from "./inputs.ts";
import type { Made, Outputs } from "./outputs.ts";

/** What the page shows: what it is worth, where its columns are from, how to make it. */
export async function report(
  _: Inputs,
  { made, obtSQL, dbtModel }: Outputs,
): Promise<readonly Block[]> {
  const { measured, named, table, isRefresh } = made;
  const judged = measured.questions.length === 0 ? undefined : judgeObt(measured);
  return [
    ...factsOf(made, judged),
    ...(judged === undefined ? [] : timesOf(judged)),
    measuredTable(made),
    { kind: "heading", text: "Where its columns are from" },
    picture(table, named),
    {
      kind: "table",
      caption: "Columns",
      rows: describeColumns(named).map(({ name, from, description }) => ({
        name,
        from,
        description,
      })),
    },
    {
      kind: "details",
      summary: isRefresh ? "How it is made anew" : "How it was made",
      blocks: [{ kind: "code", language: "sql", title: "artefacts/sql/obt.sql", code: obtSQL }],
    },
    {
      kind: "details",
      summary: "The same in dbt",
      blocks: [{ kind: "code", language: "sql", title: "artefacts/dbt/models", code: dbtModel }],
    },
  ];
}

function factsOf({ measured, named }: Made, judged: ObtJudgement | undefined): readonly Block[] {
  const saved =
    judged === undefined
      ? []
      : [{ name: "time saved", value: Math.round(judged.saved * 100), unit: "%" }];
  const ratio = judged?.storageRatio ?? null;
  const room =
    ratio === null
      ? []
      : [{ name: "room, beside the star's", value: Number(ratio.toFixed(2)), unit: "x" }];
  const facts = [
    { name: "rows", value: measured.rows },
    { name: "columns", value: nameColumns(named).columns.length },
    ...saved,
    ...room,
  ];
  return [{ kind: "facts", facts }];
}

function timesOf({ advice, questions }: ObtJudgement): readonly Block[] {
  const times = questions.flatMap(({ title, starMs, wideMs }) => [
    { label: `star: ${title}`, value: Number(starMs.toFixed(2)) },
    { label: `wide: ${title}`, value: Number(wideMs.toFixed(2)) },
  ]);
  return [
    { kind: "heading", text: "Is it worth it?" },
    { kind: "text", text: advice },
    bars(times, { title: "Median time of each question", unit: "ms" }),
  ];
}

function measuredTable(made: Made): Block {
  const { queryTime, storageSize, refreshTime } = metricsOf(made);
  return {
    kind: "table",
    caption: "Measured in this run",
    rows: [
      { what: "questions", measured: queryTime },
      { what: "room", measured: storageSize },
      { what: "refresh", measured: refreshTime },
    ],
  };
}

function picture(table: string, named: Made["named"]): Block {
  const { dimensions, fact } = nameColumns(named);
  return diagram(
    {
      nodes: [
        { id: "wide", label: table },
        { id: "fact", label: fact.name, group: "fact" },
        ...dimensions.map(({ role, relation }) => ({
          id: `d-${role}`,
          label: relation.name,
          group: `as ${role}`,
        })),
      ],
      edges: ["fact", ...dimensions.map(({ role }) => `d-${role}`)].map((from) => ({
        from,
        to: "wide",
      })),
    },
    { title: `${table} is joined of a fact and ${dimensions.length} dimensions` },
  );
}
