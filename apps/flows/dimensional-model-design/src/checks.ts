import { relation, type Json, type TableSchema, type Verdict } from "@dx/core";
import type { NamedCheckFunction } from "@dx/database";
import { askSource, compareAnswers, lintModel, lintRules, refuteAdditivity } from "@dx/dimensional";
import { z } from "zod";
import { modelSchema } from "./model-schema.ts";

const sum = z.object({
  model: modelSchema,
  fact: z.string(),
  measure: z.string(),
  sources: z.record(z.string(), z.string()),
});

/** Lets the data speak against a sum; what they do not refute, a person must have said, else nobody knows. */
const additivity: NamedCheckFunction = async (given, { database }): Promise<Verdict> => {
  const { model, fact: factName, measure: name, sources } = sum.parse(given);
  const fact = model.facts.find((one) => one.name === factName);
  const measure = fact?.measures.find((one) => one.name === name);
  if (fact === undefined || measure === undefined)
    return {
      verdict: "unknown",
      because: "not-checkable",
      reason: `there is no ${factName}.${name}`,
    };
  const { refuted, tried } = await database.run(
    refuteAdditivity(model, { fact, measure }, { sources }),
  );
  const figures = { laws: tried.length };
  if (refuted !== null) {
    const counterexample = { reason: refuted.reason, rows: refuted.counterexample };
    return measure.additivity === refuted.additivity || measure.additivity === "non-additive"
      ? { verdict: "holds", figures }
      : { verdict: "fails", counterexample, figures };
  }
  if (measure.saidBy === "person")
    return {
      verdict: "holds",
      assuming: `a person's word, in the inputs; the data did not refute it by any of ${tried.length} laws that were tried`,
      figures,
    };
  return {
    verdict: "unknown",
    because: "not-checkable",
    reason: "the data do not refute it, and no person has said it: see `additivity` in the inputs",
    figures,
  };
};

const asked = z.object({
  sourceSql: z.string(),
  starSql: z.string(),
  sources: z.record(z.string(), z.string()),
});

/** Asks source and star, and compares their answers. */
const answers: NamedCheckFunction = async (given, { database }): Promise<Verdict> => {
  const { sourceSql, starSql, sources } = asked.parse(given);
  const source = await database.query(askSource(sourceSql, sources));
  const star = await database.query(askSource(starSql, {}));
  const { same, rows, counterexample } = compareAnswers(source, star);
  const figures = { rows: rows[0] };
  if (!same) return { verdict: "fails", counterexample, figures };
  if (rows[0] > 0) return { verdict: "holds", figures };
  return { verdict: "unknown", because: "no-data", reason: "both answers are empty", figures };
};

const timed = z.object({ starMs: z.number(), runs: z.number(), slaSeconds: z.number() });

/** Compares how long the star took in this run with how long it may take. */
const answerTime: NamedCheckFunction = (given): Verdict => {
  const { starMs, runs, slaSeconds } = timed.parse(given);
  const figures = { "p95 ms": starMs, runs };
  return starMs <= slaSeconds * 1000
    ? { verdict: "holds", figures }
    : { verdict: "fails", counterexample: { p95Ms: starMs }, figures };
};

const reference = z.object({
  child: z.string(),
  childColumns: z.array(z.string()),
  parent: z.string(),
  parentColumns: z.array(z.string()),
});
const looked = z.object({
  tables: z.array(z.string()),
  references: z.array(reference),
  severity: z.enum(["error", "warning"]),
});

/** Looks at the star as the catalogue describes it, as if somebody else had made it. */
const rules: NamedCheckFunction = async (given, { database }): Promise<Verdict> => {
  const { tables, references, severity } = looked.parse(given);
  const schemas: TableSchema[] = [];
  for (const name of tables)
    // oxlint-disable-next-line no-await-in-loop -- one connection
    schemas.push({ ...(await database.describe(name)), relation: relation(name) });
  const all = await database.run(lintModel(schemas, { references }));
  const findings = all.filter((one) => one.severity === severity);
  const figures = {
    rules: lintRules.filter((one) => one.severity === severity).length,
    tables: tables.length,
    breaches: findings.length,
  };
  if (findings.length === 0) return { verdict: "holds", figures };
  const counterexample: Json = JSON.parse(JSON.stringify(findings));
  return { verdict: "fails", counterexample, figures };
};

/** What the flow's named checks do. */
export const checks: Readonly<Record<string, NamedCheckFunction>> = {
  additivity,
  answers,
  answerTime,
  rules,
};
