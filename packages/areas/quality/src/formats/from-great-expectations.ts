import type { Check, Suite } from "../check.ts";
import { canonicalJson, checkFromJson } from "./check-json.ts";
import { defined } from "./defined.ts";
import type { ImportOptions } from "./export-options.ts";
import { readExpectation } from "./great-expectations-read.ts";
import { createLosses, type Loss, type LossEffect, type Losses } from "./loss.ts";
import { isRecord, readDocument, recordsOf, textOf } from "./read-document.ts";
import { writeExpectations } from "./to-great-expectations.ts";
import { withParameters } from "./suite-parameters.ts";
import { createIds, dimensionOf, kindOf } from "./words.ts";

/** A suite that was read, and what of the document is not in it. */
export interface Imported {
  /** The checks. */
  readonly suite: Suite;
  /** Everything that the document says and the suite does not, or says differently. */
  readonly losses: readonly Loss[];
}

/**
 * Reads suites of Great Expectations: of 1.x (`type`), and older ones (`expectation_type`). A check that dx wrote comes back as it was, unless its expectation was
 * changed by hand since: then the expectation counts.
 * @param document - one suite or a list of them; the text of a file, or what JSON makes of it
 * @throws DxError `DX_QUALITY_DOCUMENT`
 * @example
 * ```ts
 * import { fromGreatExpectations } from "@dx/quality";
 * const expectations = [{ expectation_type: "expect_column_values_to_be_unique", kwargs: { column: "id" } }];
 * const old = { expectation_suite_name: "s", expectations };
 * const { suite } = fromGreatExpectations(old, { dialect: "duckdb", table: "shop" });
 * const [check] = suite.checks;
 * if (check === undefined || !("rule" in check) || check.rule.kind !== "unique") throw new Error();
 * ```
 * @see Great Expectations 1.24, `great_expectations/core/expectation_suite.py`
 */
export function fromGreatExpectations(document: unknown, options: ImportOptions): Imported {
  const documents: readonly unknown[] = Array.isArray(document) ? document : [document];
  const losses = createLosses();
  const makeId = createIds();
  const names = new Set<string>();
  const checks = documents.flatMap((one) => {
    const suite = readDocument(one, "a suite of Great Expectations");
    const own = isRecord(suite["meta"]) && isRecord(suite["meta"]["dx"]) ? suite["meta"]["dx"] : {};
    names.add(
      options.name ??
        textOf(own["suite"]) ??
        textOf(suite["name"]) ??
        textOf(suite["expectation_suite_name"]) ??
        "suite",
    );
    const table = options.table ?? textOf(own["table"]) ?? textOf(suite["name"]) ?? "table";
    const parameters = isRecord(suite["suite_parameters"]) ? suite["suite_parameters"] : {};
    const expectations = recordsOf(suite["expectations"]);
    const read = takeOwn(expectations, losses);
    return expectations.flatMap((expectation): readonly Check[] => {
      const known = read.get(expectation);
      if (known !== undefined) return known === "read" ? [] : [known];
      return readForeign(expectation, { ...options, table, makeId, losses, parameters });
    });
  });
  return { suite: { name: [...names].join("+"), checks }, losses: losses.list };
}

type Record_ = Readonly<Record<string, unknown>>;

/** The checks that dx wrote into expectations which still say the same; `read` marks their further expectations. */
function takeOwn(
  expectations: readonly Record_[],
  losses: Losses,
): ReadonlyMap<Record_, Check | "read"> {
  const groups = new Map<
    string,
    { readonly check: Check; readonly dialect: string; readonly entries: Record_[] }
  >();
  for (const expectation of expectations) {
    const meta = isRecord(expectation["meta"]) ? expectation["meta"]["dx"] : undefined;
    const check = isRecord(meta) ? checkFromJson(meta["check"]) : undefined;
    if (check === undefined || !isRecord(meta)) continue;
    const group = groups.get(check.id) ?? { check, dialect: String(meta["dialect"]), entries: [] };
    group.entries.push(expectation);
    groups.set(check.id, group);
  }
  const taken = new Map<Record_, Check | "read">();
  for (const { check, dialect, entries } of groups.values()) {
    const again = writeAgain(check, dialect);
    const isSame = canonicalJson(again.map(essence)) === canonicalJson(entries.map(essence));
    if (!isSame)
      losses.add(
        check.id,
        "metadata",
        "the check that dx wrote",
        "its expectation was changed since, so it is read anew",
      );
    else for (const [at, entry] of entries.entries()) taken.set(entry, at === 0 ? check : "read");
  }
  return taken;
}

function writeAgain(check: Check, dialect: string): readonly Record_[] {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown dialect is thrown, and caught
    const again = writeExpectations(check, { dialect: dialect as "duckdb" }, createLosses());
    return again.map(({ type, kwargs, severity }) => ({ type, kwargs, severity }));
  } catch {
    return [];
  }
}

const essence = ({ type, kwargs, severity }: Record_): unknown => ({
  type,
  kwargs: withoutDefaults(kwargs),
  severity,
});

const defaults = (key: string, value: unknown): boolean =>
  value === null ||
  value === undefined ||
  key === "batch_id" ||
  (key.startsWith("strict_") && value === false) ||
  (key === "mostly" && value === 1);

/** GX writes out defaults that it was not given. */
function withoutDefaults(kwargs: unknown): unknown {
  if (!isRecord(kwargs)) return kwargs;
  return Object.fromEntries(Object.entries(kwargs).filter(([key, value]) => !defaults(key, value)));
}

interface Reading extends ImportOptions {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly table: string;
  readonly makeId: (...parts: readonly string[]) => string;
  readonly losses: Losses;
}

function readForeign(
  expectation: Record_,
  { table, makeId, losses, dialect, rowOrder, now, parameters }: Reading,
): readonly Check[] {
  const type = textOf(expectation["type"]) ?? textOf(expectation["expectation_type"]) ?? "";
  const written = isRecord(expectation["kwargs"]) ? expectation["kwargs"] : {};
  const kwargs = withParameters(written, { given: parameters, now });
  const meta = keptCheck(expectation);
  const subject = [type.replace(/^expect_/, ""), subjectOf(kwargs)] as const;
  const id = meta === undefined ? makeId(...subject) : makeId(meta.id);
  const lose = (...loss: readonly [LossEffect, string, string]): void => losses.add(id, ...loss);
  const bodies = readExpectation(
    { type, kwargs },
    { dialect, lose, ...(rowOrder === undefined ? {} : { rowOrder }) },
  );
  const { severity: given } = expectation;
  if (given === "info") lose("metadata", "severity info", "dx has errors and warnings");
  const severity = given === "warning" || given === "info" ? "warning" : "error";
  const said = textOf(expectation["notes"]) ?? textOf(expectation["description"]);
  // oxlint-disable-next-line oxc/no-map-spread -- a check is put together of parts
  return bodies.map((body, at): Check => {
    const own = at === 0 ? id : makeId(id);
    if (meta !== undefined) {
      const { reason, owner, dimension } = meta;
      return {
        id: own,
        table: meta.table,
        dimension,
        severity,
        ...defined({ reason, owner }),
        ...body,
      };
    }
    const draft = {
      id: own,
      table,
      dimension: "validity",
      severity,
      ...defined({ reason: said }),
      ...body,
    } as const;
    return { ...draft, dimension: dimensionOf(kindOf(draft)) };
  });
}

/** The check that dx put beside an expectation. */
function keptCheck({ meta }: Record_): Check | undefined {
  return isRecord(meta) && isRecord(meta["dx"]) ? checkFromJson(meta["dx"]["check"]) : undefined;
}

function subjectOf(kwargs: Record_): string {
  const list = Array.isArray(kwargs["column_list"]) ? kwargs["column_list"].join("-") : undefined;
  return [kwargs["column"], kwargs["column_A"], kwargs["column_B"], list]
    .filter((part) => typeof part === "string")
    .join("-");
}
