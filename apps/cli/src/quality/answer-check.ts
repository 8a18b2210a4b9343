import { DxError, type Json, type PlainObject, type TypeName } from "@dx/core";
import type { Database } from "@dx/database";
import { askChecks, parseRule, type Check, type CheckResult, type Suite } from "@dx/quality";
import { z } from "zod";
import { readSuite, vocabularies } from "./read-suite.ts";

const dataTable = "dx_quality_data";

const request = z
  .strictObject({
    data: z
      .array(z.custom<PlainObject>((value) => typeof value === "object" && value !== null))
      .optional(),
    types: z
      .record(
        z.string(),
        z.custom<TypeName>((value) => typeof value === "string"),
      )
      .optional(),
    table: z.string().min(1).optional(),
    column: z.string().min(1).optional(),
    check: z.union([z.string().min(1), z.record(z.string(), z.unknown())]),
    vocabulary: z.enum(vocabularies).default("dx"),
    now: z.string().optional(),
    samples: z.number().int().min(0).max(1000).default(5),
  })
  .refine(({ data, table }) => (data === undefined) !== (table === undefined), {
    message: "give either data or table",
  });

/**
 * Answers one request: a check, in one of four vocabularies, of rows that come with it or of a table. What could not be
 * evaluated has no success at all.
 */
export async function answerCheck(value: Json, database: Database): Promise<Json> {
  const read = request.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new DxError("DX_CLI_LINE", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`, {
      hint: 'write {"data": [{"a": 1}], "column": "a", "check": ">= 0"}',
    });
  }
  const { data, types, table = dataTable, samples } = read.data;
  const suite = suiteOfRequest(read.data, table, database);
  if (data !== undefined)
    await database.load(dataTable, data, types === undefined ? {} : { types });
  const { results } = await database.run(
    askChecks(suite, {
      at: "1970-01-01T00:00:00",
      dialect: database.dialect,
      withFailingRows: false,
      samples: { rows: samples },
    }),
  );
  return answerOf(results);
}

function suiteOfRequest(
  { check, column, vocabulary, now }: z.infer<typeof request>,
  table: string,
  { dialect }: Database,
): Suite {
  if (vocabulary === "dx") return { name: "line", checks: [ofDx({ check, column, now }, table)] };
  const document =
    vocabulary === "great_expectations" && typeof check === "object" && !("expectations" in check)
      ? { name: "line", expectations: [check], meta: {} }
      : check;
  const { suite, losses } = readSuite(document, { vocabulary, dialect, table });
  const lost = losses.find(({ effect }) => effect === "dropped" || effect === "verdict");
  if (lost !== undefined || suite.checks.length === 0)
    throw new DxError("DX_CLI_LINE", `the check cannot be read: ${lost?.what ?? "there is none"}`, {
      hint: lost?.why ?? "give one check",
    });
  return { name: suite.name, checks: suite.checks.map((one) => Object.assign({}, one, { table })) };
}

function ofDx(
  { check, column, now }: Pick<z.infer<typeof request>, "check" | "column" | "now">,
  table: string,
): Check {
  const head = { id: "check", table, dimension: "validity", severity: "error" } as const;
  const threshold = { of: "considered", failAbove: 0 } as const;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `askChecks` refuses what is no check
  if (typeof check === "object") return { ...head, threshold, ...check, table } as unknown as Check;
  if (column === undefined)
    throw new DxError("DX_CLI_LINE", "column is missing", {
      hint: "say which column the rule is about",
    });
  const parsed = parseRule(check, now === undefined ? { column } : { column, now });
  return "measure" in parsed
    ? { ...head, measure: parsed.measure, bounds: parsed.bounds }
    : { ...head, rule: parsed.rule, threshold };
}

/** Of several checks, the first that does not pass tells. */
function answerOf(results: readonly CheckResult[]): Json {
  const worst =
    results.find(({ outcome }) => outcome === "error") ??
    results.find(({ outcome }) => outcome !== "pass") ??
    results[0];
  if (worst === undefined) throw new DxError("DX_CLI_LINE", "there is no result");
  const { outcome, observed, failed, sample = [], sql, error = null } = worst;
  return {
    success: outcome === "error" ? null : outcome === "pass",
    observed: observed !== null && Number.isFinite(observed) ? observed : null,
    unexpected_count: failed,
    unexpected_sample: [...sample],
    sql,
    error:
      error === null ? null : { code: "DX_QUALITY_CHECK", message: error, path: [], hint: null },
  };
}
