import { bars } from "@dx/chart";
import {
  busMatrix,
  chooseIndexes,
  chooseLayouts,
  claimId,
  drawStar,
  lintRules,
} from "@dx/dimensional";
import type { Block } from "@dx/report";
import type { ReportTools } from "@dx/runner";
import { z } from "zod";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";

/** What the page shows: the star, what was loaded, questions with their times, the bus matrix, why it is so, and what the source holds. */
export async function report(
  inputs: Inputs,
  outputs: Outputs,
  tools: ReportTools,
): Promise<readonly Block[]> {
  const { model, made } = outputs;
  return [
    drawStar(model),
    ...(made.mode === "run"
      ? [keyFigures(outputs)]
      : [
          {
            kind: "text",
            text: "There were only descriptions of the source's tables: the SQL was written, nothing was run.",
          } as const,
        ]),
    ...questionBlocks(inputs, made, tools),
    ...(made.mode === "run" ? reconciliation(outputs, tools) : []),
    { kind: "heading", text: "Bus matrix" },
    matrix(outputs),
    { kind: "heading", text: "Grain and measures" },
    measures(outputs),
    ...(made.mode === "run" ? ruleBlocks(tools) : []),
    { kind: "heading", text: "Why it is so" },
    {
      kind: "table",
      caption:
        "Every decision, by whom it was made, and what speaks for it; to change one, edit artefacts/model.json and hand it in as the input model",
      rows: model.decisions.map(({ subject, about, decision, by, reason }) => ({
        subject,
        about,
        decision,
        by,
        reason,
      })),
    },
    ...indexBlocks(outputs),
    ...layoutBlocks(outputs),
    ...(made.profiles.length === 0 ? [] : profileBlocks(outputs)),
    {
      kind: "details",
      summary: "The tables and loads, for a scheduled job",
      blocks: [...outputs.dimensionTables, ...outputs.factTables].map((one) => ({
        kind: "code",
        language: "sql",
        caption: one.name,
        code: `${one.ddl}\n${shorten(one.loadingLogic)}`,
      })),
    },
  ];
}

/** A script whose longest lines are cut; the whole one is among the artefacts. */
function shorten(text: string): string {
  const lines = text.split("\n");
  if (lines.length <= 400) return text;
  return `${lines.slice(0, 200).join("\n")}\n-- ... ${lines.length - 300} lines are left out here: see artefacts/sql\n${lines.slice(-100).join("\n")}`;
}

function keyFigures({ model, made, loadSeconds }: Outputs): Block {
  const rows = model.facts.map(({ name, source }) => ({
    name: `rows of ${name}`,
    value: made.rows[source] ?? 0,
  }));
  return {
    kind: "facts",
    facts: [
      ...rows,
      {
        name: "dimensions",
        value:
          model.dimensions.length +
          [model.date, model.time ?? null].filter((one) => one !== null).length,
      },
      {
        name: "decisions that people made",
        value: model.decisions.filter(({ by }) => by === "person").length,
      },
      ...(loadSeconds === null
        ? []
        : [{ name: "loading it once more", value: loadSeconds, unit: "s" }]),
    ],
  };
}

function questionBlocks(
  { businessQuestions = [] }: Inputs,
  { times }: Outputs["made"],
  { evidence }: ReportTools,
): readonly Block[] {
  if (businessQuestions.length === 0) return [];
  const rows = businessQuestions.map(({ question, slaSeconds = 5 }, index) => {
    const of = (what: string) =>
      evidence.claims.find(({ id }) => id === `star.question.${index + 1}.${what}`);
    const [answer, time] = [of("answer"), of("time")];
    return {
      question,
      "star = source": answer?.verdict ?? "unknown",
      rows: answer?.figures?.["rows"] ?? null,
      "source ms": times[index]?.sourceMs ?? null,
      "star ms, p95": times[index]?.starMs ?? null,
      "in time": time?.verdict ?? "unknown",
      "allowed ms": slaSeconds * 1000,
    };
  });
  return [
    { kind: "heading", text: "Questions" },
    { kind: "table", caption: "Answered from the source and from the star", rows },
    bars(
      rows.map((row) => ({ label: row.question, value: row["star ms, p95"] })),
      { title: "How long the star takes for each question", unit: "ms" },
    ),
  ];
}

/** What became of the comparisons of source and star, with how many members were compared. */
function reconciliation({ model }: Outputs, { evidence }: ReportTools): readonly Block[] {
  const shown = (id: string): string => {
    const found = evidence.claims.find((one) => one.id === id);
    const compared = found?.figures?.["left"];
    const verdict = found?.verdict ?? "unknown";
    return compared === undefined || compared === 1 ? verdict : `${verdict} (${compared})`;
  };
  const rows = model.facts.flatMap((fact) => {
    const line = (measure: string, total: string, by: (role: string) => string) => ({
      fact: fact.name,
      what: measure,
      "in total": shown(total),
      ...Object.fromEntries(fact.keys.map(({ role }) => [`by ${role}`, shown(by(role))])),
    });
    return [
      line("rows", claimId(fact.name, "rows"), (role) => claimId(fact.name, role, "members")),
      ...fact.measures.map(({ name }) =>
        line(name, claimId(fact.name, name, "total"), (role) =>
          claimId(fact.name, name, "by", role),
        ),
      ),
    ];
  });
  return [
    { kind: "heading", text: "Reconciliation" },
    {
      kind: "table",
      caption:
        "Source against star, exactly: in total, and for each member of each role (how many were compared)",
      rows,
    },
  ];
}

/** The rules, and what breaks them. */
function ruleBlocks({ evidence }: ReportTools): readonly Block[] {
  const claimOf = (severity: "error" | "warning") =>
    evidence.claims.find(
      ({ id }) => id === claimId("rules", severity === "error" ? "answers" : "advice"),
    );
  const rows = lintRules.map(({ id, severity, statement }) => {
    const claim = claimOf(severity);
    const found = claim?.verdict === "fails" ? findings.catch([]).parse(claim.counterexample) : [];
    const broken = found.filter(({ code }) => code.endsWith(id.toUpperCase().replaceAll("-", "_")));
    return {
      rule: statement,
      "if broken": severity === "error" ? "answers are wrong" : "harder to use",
      found:
        claim === undefined || claim.verdict === "unknown"
          ? "not looked at"
          : broken.length === 0
            ? "kept"
            : broken.map(({ message }) => message).join(" "),
    };
  });
  return [
    { kind: "heading", text: "Rules" },
    {
      kind: "table",
      caption: "What a reviewer of stars would look for; dx model lint does it on any star",
      rows,
    },
  ];
}

const findings = z.array(z.object({ code: z.string(), message: z.string() }));

function matrix({ model }: Outputs): Block {
  const { dimensions, rows } = busMatrix(model);
  return {
    kind: "table",
    caption: "Facts by dimensions, with the roles that a dimension plays",
    rows: Array.from(rows, ({ fact, grain, roles }) => ({
      fact,
      grain,
      ...Object.fromEntries(
        dimensions.map(({ name, conformed }) => [
          conformed ? `${name} (conformed)` : name,
          roles[name]?.join(", ") ?? "",
        ]),
      ),
    })),
  };
}

function measures({ model }: Outputs): Block {
  return {
    kind: "table",
    caption: "What may be summed, and who says so",
    rows: model.facts.flatMap(({ name, grain, measures: all }) =>
      all.map((measure) => ({
        fact: name,
        grain: grain.sentence,
        measure: measure.name,
        additivity: measure.additivity,
        "said by": measure.saidBy,
        "rolled up by": measure.rollUp.kind,
      })),
    ),
  };
}

/** Where rows lie on platforms of columns and nodes, and why. */
function layoutBlocks({ model, made }: Outputs): readonly Block[] {
  return [
    {
      kind: "table",
      caption:
        "Where rows lie, by row counts and references, in artefacts/ddl: Snowflake, BigQuery, Redshift and Spark have clauses for it; none was timed",
      rows: chooseLayouts(model, made.rows).map(({ table, reasons }) => ({
        table,
        why: reasons.join("; "),
      })),
    },
  ];
}

/** Which indexes a database of rows is worth, and why. */
function indexBlocks({ model, made }: Outputs): readonly Block[] {
  const chosen = chooseIndexes(model, made.rows);
  if (chosen.length === 0) return [];
  return [
    {
      kind: "table",
      caption:
        "Indexes for Postgres, by row counts and references: artefacts/ddl/postgres-indexes.sql; they were not made, and not timed",
      rows: chosen.map(({ table, columns, reason }) => ({
        table,
        columns: columns.join(", "),
        reason,
      })),
    },
  ];
}

function profileBlocks({ made: { profiles } }: Outputs): readonly Block[] {
  const rows = profiles.flatMap(({ table, rows: all, profiled, columns }) =>
    columns.map((column) => ({
      table,
      column: column.name,
      type: column.meaning === null ? column.type : `${column.type}: ${column.meaning}`,
      "NULL, %": profiled === 0 ? null : Math.round((column.nulls / profiled) * 1000) / 10,
      "different values": column.distinct,
      counted: column.distinctBy === "count" ? "all" : `estimated by ${profiled} of ${all} rows`,
    })),
  );
  return [
    { kind: "heading", text: "What the source holds" },
    { kind: "table", caption: "Columns of the source; artefacts/profile has more", rows },
  ];
}
