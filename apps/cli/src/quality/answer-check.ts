import { DxError, parseName, type Json, type PlainObject, type TypeName } from "@dx/core";
import type { Database } from "@dx/database";
import {
  askChecks,
  columnsOfCheck,
  parseRule,
  type Check,
  type CheckResult,
  type Loss,
  type Suite,
} from "@dx/quality";
import { z } from "zod";
import { readSuite, vocabularies } from "./read-suite.ts";
import { withIsoTimes, withJson, withTimes } from "./with-times.ts";
import { wrapCheck } from "./wrap-check.ts";

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

const dataTable = "dx_quality_data";

const request = z
  .strictObject({
    data: z.array(z.custom<PlainObject>(isObject)).optional(),
    types: z
      .record(
        z.string(),
        z.custom<TypeName>((value) => typeof value === "string"),
      )
      .optional(),
    table: z.string().min(1).optional(),
    tables: z.record(z.string(), z.array(z.custom<PlainObject>(isObject))).optional(),
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
  const needsOrder = data !== undefined && asksForOrder(read.data);
  const { suite, losses } = suiteOfRequest(read.data, table, database, needsOrder);
  for (const [name, rows] of Object.entries(read.data.tables ?? {}))
    // oxlint-disable-next-line no-await-in-loop -- one database
    await database.load(name, rows, { mode: "replace" });
  if (data !== undefined) {
    const times = withTimes(data, types ?? {}, read.data.check);
    const loaded = withJson(times.data, times.types);
    const ordered = needsOrder ? loaded.map((row, at) => ({ ...row, [rowOrder]: at })) : loaded;
    await database.load(dataTable, ordered, {
      types: { ...typesOfNone(suite, data), ...times.types },
    });
  }
  const { results } = await database.run(
    askChecks(suite, {
      at: "1970-01-01T00:00:00",
      dialect: database.dialect,
      withFailingRows: false,
      samples: { rows: samples },
    }),
  );
  return answerOf(results, { vocabulary: read.data.vocabulary, losses });
}

/** Types of columns without any value, where nothing says what they hold but the check. */
function typesOfNone(
  { checks }: Suite,
  data: readonly PlainObject[],
): Readonly<Record<string, TypeName>> {
  return Object.fromEntries(
    checks.flatMap((check) => {
      const isText = "rule" in check && isOfText(check.rule);
      const columns = columnsOfCheck(check).filter((name) =>
        data.every((row) => parseName(name).text in row && isNothing(row[parseName(name).text])),
      );
      const named = columns.length === 0 && data.length === 0 ? ["nothing"] : columns;
      return named.map((name) => [name, isText ? "text" : "float64"] as const);
    }),
  );
}

function isNothing(value: PlainObject[string]): boolean {
  return value === null || value === undefined;
}

/** Whether a rule is one for text, or names text. */
function isOfText(rule: Extract<Check, { rule: object }>["rule"]): boolean {
  if (/^(?:matches|length|json)/.test(rule.kind)) return true;
  return "values" in rule && rule.values.some((value) => typeof value === "string");
}

const rowOrder = "dx_row";

/** Whether a check is about the order of rows, which only rows that come with it have. */
function asksForOrder({ check, vocabulary }: z.infer<typeof request>): boolean {
  return vocabulary !== "dx" && /_to_be_(?:in|de)creasing/.test(JSON.stringify(check));
}

// oxlint-disable-next-line max-params -- what is asked, of what, in whose SQL, and in which order
function suiteOfRequest(
  { check, column, vocabulary, now }: z.infer<typeof request>,
  table: string,
  { dialect }: Database,
  needsOrder: boolean,
): { readonly suite: Suite; readonly losses: readonly Loss[] } {
  if (vocabulary === "dx") {
    const checks = [ofDx({ check, column, now }, table)];
    return { suite: { name: "line", checks }, losses: [] };
  }
  const document = withIsoTimes(wrapCheck({ check, vocabulary, table, column }));
  const { suite, losses } = readSuite(document, {
    vocabulary,
    dialect,
    table,
    ...(now === undefined ? {} : { now }),
    ...(needsOrder ? { rowOrder } : {}),
  });
  const lost = losses.find(({ effect }) => effect === "dropped");
  if (lost !== undefined || suite.checks.length === 0)
    throw new DxError("DX_CLI_LINE", `the check cannot be read: ${lost?.what ?? "there is none"}`, {
      hint: lost?.why ?? "give one check",
    });
  const checks = suite.checks.map((one) => Object.assign({}, one, { table }));
  return { suite: { name: suite.name, checks }, losses };
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
  const { groupBy } = parsed;
  const own = groupBy === undefined ? head : { ...head, groupBy };
  return "measure" in parsed
    ? { ...own, measure: parsed.measure, bounds: parsed.bounds }
    : { ...own, rule: parsed.rule, threshold };
}

/** Of several checks, the first that does not pass tells. */
// oxlint-disable-next-line complexity -- each field has its own way to be nothing
function answerOf(
  results: readonly CheckResult[],
  { vocabulary, losses }: { readonly vocabulary: string; readonly losses: readonly Loss[] },
): Json {
  const worst =
    results.find(({ outcome }) => outcome === "error") ??
    results.find(({ outcome }) => outcome !== "pass") ??
    results[0];
  if (worst === undefined) throw new DxError("DX_CLI_LINE", "there is no result");
  const {
    outcome,
    observed,
    failed,
    sample = [],
    sql,
    error = null,
    figures,
    detail = null,
  } = worst;
  const duplicated =
    vocabulary === "dbt"
      ? figures?.["duplicatedValues"]
      : vocabulary === "soda"
        ? figures?.["excessRows"]
        : undefined;
  return {
    success: outcome === "error" ? null : outcome === "pass",
    outcome,
    observed: observed === null ? detail : Number.isFinite(observed) ? observed : String(observed),
    unexpected_count: duplicated ?? failed,
    unexpected_sample: [...sample],
    sql,
    error:
      error === null ? null : { code: "DX_QUALITY_CHECK", message: error, path: [], hint: null },
    ...(losses.length === 0
      ? {}
      : { losses: losses.map(({ effect, what, why }) => ({ effect, what, why })) }),
  };
}
